import { describe, expect, it } from "vitest";
import { countOf, glanceOf, percentOf } from "./glance";
import type { SyncStatus } from "./types";

const IN_STEP: SyncStatus = {
  state: "synced",
  workspace: {
    server: "https://crm.example.org",
    name: "Acme",
    member: "1",
    member_name: "Ada",
    email: "ada@example.org",
    role: "owner",
    connected_at: null,
  },
  waiting: 0,
  rejected: 0,
  conflicts: 0,
  unfit: 0,
  synced_at: null,
  problem: null,
  progress: null,
  was_copied: false,
};
const problem = (code: string) => ({ code, message: "", next_try: null });
const glance = (part: Partial<SyncStatus>) => glanceOf({ ...IN_STEP, ...part });

describe("the word about sync", () => {
  it("is calm only when nothing waits for anybody", () => {
    expect(glance({})).toBe("synced");
    expect(glance({ conflicts: 1 })).toBe("unsettled");
    expect(glance({ rejected: 1 })).toBe("unsettled");
    expect(glance({ state: "syncing", waiting: 3 })).toBe("syncing");
  });
  it("tells a missing network from a server that refuses", () => {
    expect(glance({ state: "offline", problem: problem("unreachable") })).toBe("offline");
    expect(glance({ state: "offline", problem: problem("server") })).toBe("troubled");
    expect(glance({ state: "offline", problem: problem("refused") })).toBe("troubled");
  });
  it("says nothing of offline before the first try has failed", () =>
    expect(glance({ state: "offline" })).toBe("syncing"));
  it("names what the user has to do before anything else", () => {
    expect(glance({ state: "signed_out", conflicts: 2 })).toBe("signed_out");
    expect(glance({ state: "outdated", rejected: 2 })).toBe("outdated");
  });
  it("still shows what was not accepted after the workspace was left", () => {
    expect(glance({ state: "detached", workspace: null })).toBe("detached");
    expect(glance({ state: "detached", workspace: null, rejected: 1 })).toBe("unsettled");
  });
});

describe("the number beside it", () => {
  it("is what waits for the server, and for the user where that is the word", () => {
    expect(countOf("offline", { ...IN_STEP, waiting: 4, conflicts: 1 })).toBe(4);
    expect(countOf("unsettled", { ...IN_STEP, rejected: 2, conflicts: 1 })).toBe(3);
  });
  it("is a share of the workspace while that is fetched, and none before its size is known", () => {
    expect(percentOf({ progress: { done: 1, total: 3 } })).toBe(33);
    expect(percentOf({ progress: { done: 9, total: 3 } })).toBe(100);
    expect(percentOf({ progress: { done: 0, total: 0 } })).toBeNull();
    expect(percentOf({ progress: null })).toBeNull();
  });
});
