import { expect, it } from "vitest";
import { eachTest, PATIENCE } from "./harness";

const app = eachTest();

const STAGES = ["Prospecting", "Engaging", "Won", "Lost"];
const ROWS = 120;

/** A table as another system writes it, in which every number is known. */
function salesTable(): string {
  const rows = Array.from({ length: ROWS }, (_, at) => {
    const stage = STAGES[at % 4] ?? "Won";
    const closed = stage === "Won" || stage === "Lost";
    const value = stage === "Won" ? 100 + at : 0;
    return [
      `ID${at}`,
      "Moses Frase",
      "GTX Basic",
      `Account ${at % 7}`,
      stage,
      "2026-01-10",
      closed ? "2026-03-01" : "",
      closed ? value : "",
    ].join(",");
  });
  return [
    "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
    ...rows,
    "",
  ].join("\n");
}

const WON = Array.from({ length: ROWS }, (_, at) => (at % 4 === 2 ? 100 + at : 0)).reduce(
  (sum, value) => sum + value,
  0,
);

it("the first start imports a file, the board shows its numbers, and the import can be undone", async () => {
  const { page } = app();
  await page.getByRole("heading", { name: "Welcome to MyCRM" }).waitFor();
  await app().expectAccessible("welcome");
  await page.getByRole("button", { name: /Import a file/ }).click();

  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).click();
  await (await chooser).setFiles({
    name: "sales.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(salesTable()),
  });

  await page.getByRole("heading", { name: "What is in the columns?" }).waitFor();
  await page.getByText("8 of 8 columns used").waitFor();
  await app().expectAccessible("columns of the import");
  await page.getByRole("button", { name: "Check the file" }).click();

  await page.getByRole("heading", { name: "This would happen" }).waitFor();
  const created = page
    .getByRole("row", { name: /Opportunities/ })
    .getByRole("cell")
    .first();
  await expect.poll(() => created.innerText(), PATIENCE).toBe(String(ROWS));
  await app().expectAccessible("result of the check");
  await page.getByRole("button", { name: /^Import \d+ rows$/ }).click();

  await page.getByRole("heading", { name: "The import is done" }).waitFor();
  await app().expectAccessible("end of the import");
  await page.getByRole("button", { name: "Show the pipeline" }).click();

  const won = page.locator("[data-stage]", { has: page.getByRole("heading", { name: /won/i }) });
  await expect.poll(() => won.locator("[data-count]").innerText(), PATIENCE).toBe(String(ROWS / 4));
  const total = (await won.locator("[data-total]").innerText()).replace(/[^\d]/g, "");
  expect(total).toBe(String(WON));

  await page.goBack();
  await page.getByRole("button", { name: "Undo this import" }).click();
  await page.getByText(/^Undone:/).waitFor();
  const left = await app().api<{ count: number }>("GET", "/api/opportunities/");
  expect(left.count).toBe(0);
});

it("sample data fills the board and can be removed in one click", async () => {
  const { page } = app();
  await page.getByRole("button", { name: /Look around/ }).click();
  await page.getByRole("heading", { level: 1, name: "Pipeline" }).waitFor();
  await page.locator("[data-column-list] a").first().waitFor();
  await app().open("/settings/data");
  await page.getByRole("button", { name: "Remove" }).click();
  await page.getByText("Sample data removed").waitFor();
  await expect
    .poll(async () => (await app().api<{ count: number }>("GET", "/api/opportunities/")).count, PATIENCE)
    .toBe(0);
});
