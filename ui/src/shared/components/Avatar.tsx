/** Initials on a tone that stays the same for the same name. */
import clsx from "clsx";

const TONES = [
  "bg-tone-1 text-tone-1-text",
  "bg-tone-2 text-tone-2-text",
  "bg-tone-3 text-tone-3-text",
  "bg-tone-4 text-tone-4-text",
  "bg-tone-5 text-tone-5-text",
  "bg-tone-6 text-tone-6-text",
];
const SIZES = { sm: "size-5 text-[10px]", md: "size-7 text-[11px]", lg: "size-11 text-md" };

export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s–-]+/)
    .filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const first = words[0]?.[0] ?? "";
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? "") : (words[0]?.[1] ?? "");
  return (first + last).toUpperCase();
}

export function toneOf(name: string): string {
  let sum = 0;
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973;
  return TONES[sum % TONES.length] ?? "";
}

interface AvatarProps {
  name: string;
  size?: keyof typeof SIZES;
  square?: boolean;
}

export function Avatar({ name, size = "sm", square }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      data-initials={initials(name)}
      className={clsx(
        // Drawn by CSS: the letters are decoration and no part of any text or name.
        "inline-flex before:content-[attr(data-initials)] shrink-0 items-center justify-center font-semibold leading-none",
        SIZES[size],
        square ? (size === "lg" ? "rounded-lg" : "rounded-sm") : "rounded-full",
        toneOf(name),
      )}
    />
  );
}
