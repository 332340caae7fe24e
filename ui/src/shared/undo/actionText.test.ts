import i18next, { type TFunction } from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import type { Action } from "@/shared/api/types";
import { de, en } from "@/shared/i18n/resources";
import { actionText } from "./actionText";

const i18n = i18next.createInstance();
beforeAll(() =>
  i18n.init({
    lng: "de",
    resources: { de: { translation: de }, en: { translation: en } },
    interpolation: { escapeValue: false },
  }),
);

function said(action: Action | null, language: "de" | "en" = "de"): string {
  const t = i18n.getFixedT(language) as TFunction;
  return actionText({ label: "In English", action }, t, (key) => i18n.exists(key, { lng: language }), String);
}

describe("what an action is called", () => {
  it("is said in the language of the user", () => {
    expect(said({ verb: "changed", record: "company", name: "Müller & Co" })).toBe(
      "Unternehmen „Müller & Co“ geändert",
    );
    expect(said({ verb: "created", record: "task" })).toBe("Aufgabe angelegt");
    expect(said({ verb: "deleted", record: "lead", count: 12 })).toBe("12 Leads gelöscht");
    expect(said({ verb: "imported", name: "kunden.csv" })).toBe("Import von kunden.csv");
    expect(said({ verb: "changed", record: "opportunity", name: "Engine" }, "en")).toBe(
      "Changed opportunity “Engine”",
    );
  });

  it("is said in English where this version has no words for it", () => {
    expect(said(null)).toBe("In English");
    expect(said({ verb: "changed", record: "spaceship", name: "Enterprise" })).toBe("In English");
    expect(said({ verb: "danced" as Action["verb"] })).toBe("In English");
  });
});
