import { expect, it } from "vitest";
import { eachTest, onboard, PATIENCE } from "./harness";

const app = eachTest(onboard);

it("the stages of a pipeline are moved, removed and added by keyboard, and the focus goes with them", async () => {
  const { page } = app();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
  await app().settle("/settings/pipelines", "Settings");
  await page.getByRole("button", { name: "Move Qualification up" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(focused, PATIENCE).toBe("Move Qualification down");
  await page.getByRole("button", { name: "Remove Proposal" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(focused, PATIENCE).toBe("Remove Negotiation");
  await page.getByRole("button", { name: "Add a stage" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(focused, PATIENCE).toBe("Stage name");
  await page.keyboard.type("Signing");
  await page.getByRole("button", { name: "Save" }).focus();
  await page.keyboard.press("Enter");
  const names = async () => {
    const { results } = await app().api<{ results: { stages: { name: string }[] }[] }>(
      "GET",
      "/api/pipelines/",
    );
    return results[0]?.stages.map((stage) => stage.name);
  };
  await expect
    .poll(names, PATIENCE)
    .toEqual(["Qualification", "Prospecting", "Negotiation", "Signing", "Won", "Lost"]);
});
