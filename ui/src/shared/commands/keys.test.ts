import { describe, expect, it } from "vitest";
import { findCommand, pressName } from "./keys";
import type { Command } from "./registry";

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const command = (id: string, keys: string, run = () => {}): Command => ({
  id,
  label: id,
  group: "go",
  keys,
  run,
});

describe("a pressed key", () => {
  it("is the same name on every system", () => {
    expect(pressName({ ...none, key: "k", metaKey: true })).toBe("mod+k");
    expect(pressName({ ...none, key: "K", ctrlKey: true })).toBe("mod+k");
  });
  it("names shift for letters, not for characters that need it", () => {
    expect(pressName({ ...none, key: "Z", ctrlKey: true, shiftKey: true })).toBe("mod+shift+z");
    expect(pressName({ ...none, key: "?", shiftKey: true })).toBe("?");
  });
});

describe("which command runs", () => {
  const list = [command("go", "g t"), command("tag", "t"), command("old", "c"), command("new", "c")];
  it("prefers the sequence over its last key", () => expect(findCommand(list, "t", "g")?.id).toBe("go"));
  it("takes the key alone otherwise", () => expect(findCommand(list, "t", "x")?.id).toBe("tag"));
  it("lets the newest screen win", () => expect(findCommand(list, "c", null)?.id).toBe("new"));
  it("skips keys that a widget handles itself", () => {
    expect(
      findCommand(
        [command("listed", "j")].map(({ run: _, ...rest }) => rest),
        "j",
        null,
      ),
    ).toBeUndefined();
  });
});
