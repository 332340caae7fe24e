/** Texts that the program makes in parts: the English one is the key of the others. */
import german from "./de/messages.json";

export interface Message {
  /** In English, with `{name}` where an argument is filled in. */
  text: string;
  args: Readonly<Record<string, string>>;
}

const LANGUAGES: Record<string, Readonly<Record<string, string>>> = { de: german };

/** In the language, or in English where that has no words for it. */
export function said({ text, args }: Message, language: string): string {
  const words = LANGUAGES[language]?.[text] ?? text;
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => args[name] ?? whole);
}
