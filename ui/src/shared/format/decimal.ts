/** Reckoning with decimal strings exactly, for totals shown before the server's own arrive. */

export function negate(value: string): string {
  return value.startsWith("-") ? value.slice(1) : `-${value}`;
}

/** As a whole number of 10^-places; the value has no more places than that. */
export function scaled(value: string, places: number): bigint {
  const [whole = "0", fraction = ""] = value.replace("-", "").split(".");
  const digits = BigInt(whole + fraction.padEnd(places, "0"));
  return value.startsWith("-") ? -digits : digits;
}

export function addDecimals(a: string, b: string): string {
  const places = Math.max(a.split(".")[1]?.length ?? 0, b.split(".")[1]?.length ?? 0);
  const sum = scaled(a, places) + scaled(b, places);
  return fromScaled(sum, places);
}

export function fromScaled(sum: bigint, places: number): string {
  const digits = (sum < 0n ? -sum : sum).toString().padStart(places + 1, "0");
  const text = places > 0 ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
  return sum < 0n ? `-${text}` : text;
}
