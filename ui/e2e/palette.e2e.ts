import { expect, it } from "vitest";
import { eachTest, onboard, PATIENCE } from "./harness";

const app = eachTest(async (started) => {
  await onboard(started);
  await started.api("POST", "/api/companies/", { name: "Müller & Söhne <b>" });
  await started.settle("/today", "Today");
});

it("the palette finds a record and opens it", async () => {
  const { page } = app();
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder(/Search records/).fill("muller");
  const hit = page.getByRole("option", { name: /Müller & Söhne <b>/ });
  await hit.waitFor();
  await app().expectAccessible("palette");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Müller & Söhne <b>" }).waitFor();
});

it("the palette creates, goes places and closes with Escape", async () => {
  const { page } = app();
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder(/Search records/).fill("new lead");
  await page.getByRole("option", { name: /New lead/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "New lead" }).waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => page.getByRole("dialog").count(), PATIENCE).toBe(0);

  await page.keyboard.press("Control+k");
  await page.getByPlaceholder(/Search records/).waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => page.getByRole("dialog").count(), PATIENCE).toBe(0);
});

it("? lists the keys, and g p goes to the pipeline", async () => {
  const { page } = app();
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await sheet.getByText("Undo", { exact: true }).waitFor();
  await app().expectAccessible("shortcuts");
  await page.keyboard.press("Escape");
  await expect.poll(() => page.getByRole("dialog").count(), PATIENCE).toBe(0);
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await page.getByRole("heading", { level: 1, name: "Pipeline" }).waitFor();
});
