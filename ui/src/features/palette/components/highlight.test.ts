import { describe, expect, it } from "vitest";
import { piecesOf } from "./Highlight";

describe("a highlighted title", () => {
  it("splits at the marks and unescapes the rest", () => {
    expect(piecesOf("<mark>Ac</mark>me &amp; Co")).toEqual([
      { text: "Ac", marked: true },
      { text: "me & Co", marked: false },
    ]);
  });
  it("keeps escaped markup as text", () => {
    expect(piecesOf("&lt;img&gt;")).toEqual([{ text: "<img>", marked: false }]);
  });
});
