import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { de, en } from "./resources";

function flatten(tree: object, prefix = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

const english = flatten(en);
const german = flatten(de);
const placeholders = (text: string) => [...text.matchAll(/\{\{\s*([\w.]+)/g)].map((match) => match[1]).sort();

describe("the languages", () => {
  it("have the same keys", () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("have no empty text", () => {
    for (const [key, text] of [...english, ...german]) expect(text.trim(), key).not.toBe("");
  });

  it("fill in the same values", () => {
    for (const [key, text] of english)
      expect(placeholders(german.get(key) ?? ""), key).toEqual(placeholders(text));
  });

  it.each(["en", "de"])("have every plural form that %s needs", (locale) => {
    const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    const flat = locale === "en" ? english : german;
    const stems = [...flat.keys()].filter((key) => key.endsWith("_other")).map((key) => key.slice(0, -6));
    for (const stem of stems)
      for (const form of forms) expect(flat.has(`${stem}_${form}`), `${stem}_${form}`).toBe(true);
  });
});

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) && !name.includes(".test.") ? [path] : [];
  });
}

describe("the source", () => {
  const text = sources("src")
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");

  it("uses every key", () => {
    const stems = new Set([...english.keys()].map((key) => key.replace(/_(one|other)$/, "")));
    // Keys made from a value ("enum.stage_kind.won") appear as their prefix followed by an expression.
    const made = [...text.matchAll(/`((?:[a-z_]+\.)+[a-z_]*)\$\{/g)].map((match) => match[1] ?? "");
    const unused = [...stems].filter(
      (key) => !text.includes(`"${key}"`) && !made.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });
});
