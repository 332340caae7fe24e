import { expect, it } from "vitest";
import { definitions } from "../registry";
import { toWireValues } from "./form";

const fields = definitions.opportunity.fields.filter((field) => field.create);
const wire = (preset: Record<string, unknown>, values: Record<string, unknown>) =>
  toWireValues(fields, preset, values, (text) => text);

it("what the place gave and the form does not ask for is sent with it", () => {
  expect(wire({ pipeline: "p" }, { name: "Engine", pipeline: "p" })).toEqual({
    pipeline: "p",
    name: "Engine",
  });
});

it("a link that the place gave and the user took away is not sent", () => {
  expect(wire({ company: "c" }, { name: "Engine", company: null })).toEqual({ name: "Engine" });
});
