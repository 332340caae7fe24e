import { describe, expect, it } from "vitest";
import { isStaleAfter, parseTag } from "./tags";

const tags = (...names: string[]) => names.map(parseTag);

describe("what a change makes stale", () => {
  it("refreshes lists of the collection and the page of the record, not other pages", () => {
    const edit = tags("leads", "leads:7");
    expect(isStaleAfter(["leads", "list", {}], [], edit)).toBe(true);
    expect(isStaleAfter(["leads", "record", "7"], [], edit)).toBe(true);
    expect(isStaleAfter(["leads", "record", "8"], [], edit)).toBe(false);
    expect(isStaleAfter(["contacts", "list", {}], [], edit)).toBe(false);
  });

  it("refreshes every page after a bulk change, which names no ids", () => {
    expect(isStaleAfter(["leads", "record", "8"], [], tags("leads"))).toBe(true);
  });

  it("refreshes queries that say they depend on another collection", () => {
    expect(isStaleAfter(["today"], ["tasks"], tags("tasks", "tasks:1"))).toBe(true);
  });
});
