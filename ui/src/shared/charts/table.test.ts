import { expect, it } from "vitest";
import { cell, toCsv } from "./table";

const table = {
  columns: [{ label: "Stage" }, { label: "Value; total", numeric: true }],
  rows: [
    { id: "a", cells: ['Talk "one"', cell(1234.5, String)] },
    { id: "b", cells: ["=HYPERLINK(1)", cell(null, String)] },
  ],
};

it("gives a spreadsheet plain numbers in the user's own notation", () => {
  expect(toCsv(table, ",").split("\r\n")).toEqual([
    '\uFEFFStage;"Value; total"',
    '"Talk ""one""";1234,5',
    "'=HYPERLINK(1);",
    "",
  ]);
  expect(toCsv(table, ".").split("\r\n")[1]).toBe('"Talk ""one""",1234.5');
});

it("shows what is not known as such", () => expect(cell(undefined, String).text).toBe("–"));
