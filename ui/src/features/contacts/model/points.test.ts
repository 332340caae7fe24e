import { describe, expect, it } from "vitest";
import { furtherOf, problemOf, withoutPoint, withPoint, withPrimary } from "./points";

const point = (value: string, label: string | null = null, is_primary = false) => ({
  label,
  value,
  is_primary,
});
const contact = {
  email: "a@x.example",
  emails: [point("a@x.example", null, true), point("b@x.example", "work"), point("c@x.example")],
  phone: null,
  phones: [],
};

describe("the addresses of a contact", () => {
  it("are the primary one and further ones", () => {
    expect(furtherOf(contact, "emails").map((each) => each.value)).toEqual(["b@x.example", "c@x.example"]);
  });

  it("change place when another becomes primary", () => {
    expect(withPrimary(contact, "emails", 0)).toEqual({
      email: "b@x.example",
      emails: [point("b@x.example", "work", true), point("a@x.example"), point("c@x.example")],
    });
  });

  it("keep their primary one when a further one is added, changed or taken away", () => {
    const added = withPoint(contact, "emails", point("d@x.example", "home"), null);
    expect(added.email).toBe("a@x.example");
    expect(added.emails).toEqual([...contact.emails, point("d@x.example", "home")]);
    const changed = withPoint(contact, "emails", point("b2@x.example", "old"), 0);
    expect(changed.emails).toEqual([contact.emails[0], point("b2@x.example", "old"), contact.emails[2]]);
    expect(withoutPoint(contact, "emails", 1).emails).toEqual(contact.emails.slice(0, 2));
  });

  it("have none promoted when the primary one was cleared", () => {
    const cleared = { ...contact, email: null, emails: contact.emails.slice(1) };
    expect(withoutPoint(cleared, "emails", 0)).toEqual({ email: null, emails: [point("c@x.example")] });
  });

  it("begin with the primary one", () => {
    expect(withPoint(contact, "phones", point("+49 30 1"), null)).toEqual({
      phone: "+49 30 1",
      phones: [point("+49 30 1", null, true)],
    });
  });
});

describe("what cannot be saved", () => {
  it.each([
    ["emails", " ", "required"],
    ["emails", "ada", "not_an_email"],
    ["emails", "ada@x", "not_an_email"],
    ["emails", "ada@x.", "not_an_email"],
    ["emails", "A@x.example", "already_there"],
    ["phones", "soon", "not_a_phone"],
    ["emails", "ada@mail.x.example", null],
    ["phones", "030 1234", null],
  ] as const)("of %s, %s is %s", (kind, typed, problem) =>
    expect(problemOf(contact, kind, typed, null)).toBe(problem),
  );

  it("does not count the one that is edited", () => {
    expect(problemOf(contact, "emails", "b@x.example", 0)).toBeNull();
  });
});
