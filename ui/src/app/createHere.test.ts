import { expect, it } from "vitest";
import type { AnyRecord, RecordType } from "@/shared/api/types";
import { definitions } from "@/shared/records/registry";
import { linkTo } from "./createHere";

const record = (company?: string) => ({ id: "7", company }) as AnyRecord;

it.each<RecordType>(["company", "contact", "lead", "opportunity"])(
  "a task made on the page of a %s is about it and nothing else",
  (type) => {
    expect(linkTo(definitions.task, type, record("3"))).toEqual({ [type]: "7" });
  },
);

it("a deal made on the page of a contact is with their company", () => {
  expect(linkTo(definitions.opportunity, "contact", record("3"))).toEqual({ contact: "7", company: "3" });
  expect(linkTo(definitions.opportunity, "contact", record())).toEqual({ contact: "7" });
  expect(linkTo(definitions.opportunity, "company", record())).toEqual({ company: "7" });
});

it("what is made on the page of its own kind, or where no field points at it, is linked to nothing", () => {
  expect(linkTo(definitions.company, "company", record())).toEqual({});
  expect(linkTo(definitions.lead, "company", record())).toEqual({});
});
