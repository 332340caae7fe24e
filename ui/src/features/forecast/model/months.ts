/** Reckoning with months such as "2026-11". No I/O. */

export function plusMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const total = year * 12 + (number - 1) + count;
  return `${Math.floor(total / 12)}-${String((total % 12) + 1).padStart(2, "0")}`;
}

/** So many months in a row. */
export function monthsFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => plusMonths(first, at));
}
