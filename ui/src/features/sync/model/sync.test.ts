import { describe, expect, it } from "vitest";
import { readableFields, titleOf } from "./edits";
import { withoutEntry } from "./entries";
import { listToShow, syncSearch } from "./tabs";

describe("the list that is shown", () => {
  it("is the one that the user has to settle", () => {
    expect(listToShow({ conflicts: 1, rejected: 1, waiting: 9 })).toBe("conflicts");
    expect(listToShow({ conflicts: 0, rejected: 1, waiting: 9 })).toBe("rejected");
    expect(listToShow({ conflicts: 0, rejected: 0, waiting: 9 })).toBe("waiting");
    expect(listToShow({ conflicts: 0, rejected: 0, waiting: 0 })).toBe("conflicts");
  });
  it("stays until it is empty, and then while no other has something to settle", () => {
    expect(listToShow({ conflicts: 1, rejected: 1, waiting: 0 }, "rejected")).toBe("rejected");
    expect(listToShow({ conflicts: 0, rejected: 1, waiting: 0 }, "waiting")).toBe("rejected");
    expect(listToShow({ conflicts: 0, rejected: 0, waiting: 0 }, "rejected")).toBe("rejected");
    expect(listToShow({ conflicts: 0, rejected: 0, waiting: 9 }, "conflicts")).toBe("conflicts");
  });
  it("can be named in the address, and nonsense there is left aside", () => {
    expect(syncSearch.parse({ show: "waiting" })).toEqual({ show: "waiting" });
    expect(syncSearch.parse({ show: "everything" })).toEqual({});
  });
});

describe("an entry that was dealt with", () => {
  const entry = (id: string) => ({ id });
  it("goes at once and alone", () => {
    const pages = {
      pages: [{ results: [entry("1"), entry("2")] }, { results: [entry("3")] }],
      pageParams: [],
    };
    expect(withoutEntry("2")(pages)?.pages).toEqual([{ results: [entry("1")] }, { results: [entry("3")] }]);
  });
  it("does not make up a list that was not read yet", () =>
    expect(withoutEntry("2")(undefined)).toBeUndefined());
});

describe("an edit to read", () => {
  const record = { record_type: "lead", record_id: "1", title: null, part: null };
  const field = (name: string, old: unknown, value: unknown) => ({ field: name, old, new: value });
  it("leaves out what was and stays empty, and keys of an order", () => {
    const fields = [field("name", null, "Bolt"), field("notes", null, ""), field("rank", "a", "b")];
    expect(readableFields({ record, kind: "create", fields })).toEqual([fields[0]]);
    expect(readableFields({ record, kind: "delete", fields })).toEqual([]);
    expect(
      readableFields({ record: { ...record, part: "opportunity_history" }, kind: "create", fields }),
    ).toEqual([]);
  });
  it("names a record that is not here by what was entered", () => {
    const fields = [field("first_name", null, "Ada"), field("last_name", null, "Lovelace")];
    expect(titleOf({ record, fields })).toBe("Lovelace");
    expect(titleOf({ record: { ...record, title: "Ada Lovelace" }, fields })).toBe("Ada Lovelace");
    expect(titleOf({ record, fields: [] })).toBeNull();
  });
});
