import { expect, it } from "vitest";
import { type App, eachTest, onboard, PATIENCE } from "./harness";

const COMPANIES = 260;

const app = eachTest(async (started: App) => {
  await onboard(started);
  const items = Array.from({ length: COMPANIES }, (_, at) => ({
    name: `Company ${String(at).padStart(3, "0")}`,
    industry: at % 2 ? "Retail" : "Software",
  }));
  await started.api("POST", "/api/companies/bulk_create/", { items });
  await started.settle("/companies", "Companies");
  await started.page.getByRole("row", { name: /Company 000/ }).waitFor();
});

const grid = () => app().page.getByRole("grid");
const current = async () => {
  const id = await grid().getAttribute("aria-activedescendant");
  return id ? app().page.locator(`[id="${id}"]`).innerText() : "";
};

it("a list reads further pages while its end is scrolled to, in order and without gaps", async () => {
  const { page } = app();
  expect(await grid().getAttribute("aria-rowcount")).toBe(String(COMPANIES + 1));
  await grid().focus();
  const last = page.getByRole("row", { name: /Company 259/ });
  await expect
    .poll(async () => {
      await page.keyboard.press("End");
      return last.count();
    }, PATIENCE)
    .toBe(1);
  expect(await page.locator('[role="row"][id]').count()).toBeLessThan(80);
  await expect.poll(current, PATIENCE).toContain("Company 259");
  await page.keyboard.press("Home");
  await expect.poll(current, PATIENCE).toContain("Company 000");
});

it("j, k and Enter walk the list and open a record; going back returns to its row", async () => {
  const { page } = app();
  await grid().focus();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await expect.poll(current, PATIENCE).toContain("Company 001");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Company 001" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { level: 1, name: "Companies" }).waitFor();
  await expect.poll(current, PATIENCE).toContain("Company 001");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Company 002" }).waitFor();
});

it("selected rows are deleted at once and come back with Undo", async () => {
  const { page } = app();
  await grid().focus();
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await page.getByText("3 selected").waitFor();
  await page.keyboard.press("Delete");
  await page.getByText("3 records deleted").waitFor();
  await expect.poll(() => grid().getAttribute("aria-rowcount"), PATIENCE).toBe(String(COMPANIES - 2));
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect.poll(() => grid().getAttribute("aria-rowcount"), PATIENCE).toBe(String(COMPANIES + 1));
  await page.getByRole("row", { name: /Company 000/ }).waitFor();
  await page.getByText(/^Undone:/).waitFor();
  expect(await page.getByText("3 records deleted").count()).toBe(0);
});

it("a field of many rows is changed at once and taken back with one Undo", async () => {
  const { page } = app();
  const inCity = () => app().api<{ count: number }>("GET", "/api/companies/?city=Hamburg");
  await grid().focus();
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+End");
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Field" }).click();
  await page.getByRole("option", { name: "City" }).click();
  await dialog.getByRole("textbox", { name: "City" }).fill("Hamburg");
  await app().expectAccessible("bulk edit");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByText(/\d+ records changed/).waitFor();
  expect((await inCity()).count).toBeGreaterThan(50);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.getByText(/^Undone:/).waitFor();
  expect((await inCity()).count).toBe(0);
});

it("a filter and an order live in the address and survive a reload", async () => {
  const { page } = app();
  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByRole("menuitem", { name: "Industry" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Industry" }).fill("Retail");
  await expect.poll(() => grid().getAttribute("aria-rowcount"), PATIENCE).toBe(String(COMPANIES / 2 + 1));
  await page.keyboard.press("Escape");
  await page.getByRole("columnheader", { name: "Name" }).getByRole("button").click();
  await expect.poll(() => page.getByRole("row").nth(1).innerText(), PATIENCE).toContain("Company 259");
  await page.reload();
  await expect.poll(() => page.getByRole("row").nth(1).innerText(), PATIENCE).toContain("Company 259");
  expect(await grid().getAttribute("aria-rowcount")).toBe(String(COMPANIES / 2 + 1));
});

it("a hidden column stays hidden", async () => {
  const { page } = app();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Industry" }).click();
  await page.keyboard.press("Escape");
  await expect.poll(() => page.getByRole("columnheader", { name: "Industry" }).count(), PATIENCE).toBe(0);
  await page.reload();
  await page.getByRole("row", { name: /Company 000/ }).waitFor();
  expect(await page.getByRole("columnheader", { name: "Industry" }).count()).toBe(0);
});
