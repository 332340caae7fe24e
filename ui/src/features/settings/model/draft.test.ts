import { describe, expect, it } from "vitest";
import { type Draft, moved, problemOf, withStage } from "./draft";

const stage = (key: string, kind: "open" | "won" | "lost") => ({
  id: key,
  key,
  name: key,
  kind,
  probability: 50,
  stalled_after_days: null,
});
const draft: Draft = {
  id: "p",
  name: "Sales",
  stages: [stage("a", "open"), stage("b", "won"), stage("c", "lost")],
};

describe("a pipeline being edited", () => {
  it("moves stages and stops at the ends", () => {
    expect(moved(draft, "a", 1).stages.map((each) => each.key)).toEqual(["b", "a", "c"]);
    expect(moved(draft, "a", -1)).toBe(draft);
    expect(moved(draft, "c", 1)).toBe(draft);
  });
  it("needs a name, named stages, and one stage of each kind", () => {
    expect(problemOf(draft)).toBeNull();
    expect(problemOf({ ...draft, name: " " })).toBe("name");
    expect(problemOf(withStage(draft, "a", { name: "" }))).toBe("stage_name");
    expect(problemOf(withStage(draft, "b", { kind: "open" }))).toBe("kinds");
  });
});
