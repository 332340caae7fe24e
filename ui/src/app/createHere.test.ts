import { expect, it } from "vitest";
import { definitions } from "@/shared/records/registry";
import { linkTo } from "./createHere";

it.each(["company", "contact", "lead", "opportunity"])(
  "a task made on the page of a %s is about it",
  (type) => {
    expect(linkTo(definitions.task, { type, id: "7" })).toEqual({ [type]: "7" });
  },
);

it("what is made on the page of its own kind, or where no field points at it, is linked to nothing", () => {
  expect(linkTo(definitions.company, { type: "company", id: "7" })).toEqual({});
  expect(linkTo(definitions.lead, { type: "company", id: "7" })).toEqual({});
  expect(linkTo(definitions.task, undefined)).toEqual({});
});
