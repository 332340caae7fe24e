import { describe, expect, it } from "vitest";
import german from "./de/messages.json";
import { said } from "./messages";
import all from "./messages.gen.json";

const gaps = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe("texts of the program", () => {
  it("are all there in German, and no others", () => {
    expect(Object.keys(german).sort()).toEqual([...all].sort());
  });

  it("fill in the same values in German", () => {
    for (const [english, text] of Object.entries(german)) expect(gaps(text), english).toEqual(gaps(english));
  });

  it("are said in the language, with what is filled in as it is", () => {
    const message = { text: "there is a tag {name} already", args: { name: "{name} & Co" } };
    expect(said(message, "de")).toBe("das Schlagwort {name} & Co gibt es schon");
    expect(said(message, "en")).toBe("there is a tag {name} & Co already");
    expect(said({ text: "words of a library", args: {} }, "de")).toBe("words of a library");
  });
});
