import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { eachTest, PATIENCE } from "./harness";
import { HEAD, importDeals, withSeller } from "./seller";

const app = eachTest(withSeller);

async function downloaded(start: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([app().page.waitForEvent("download"), start()]);
  return readFileSync(await download.path());
}

it("a month leads to its deals by keyboard, and back to where one was", async () => {
  const { page } = app();
  await app().settle("/forecast", "Forecast");
  const chart = page.getByRole("listbox", { name: "Won so far, and what is to come" });
  // One stop of the Tab key: the points are reached from it by arrow keys.
  await chart.locator("[tabindex='0']").focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog", { name: /May close in/ });
  await panel.waitFor();
  await expect.poll(() => panel.getByRole("listitem").count(), PATIENCE).toBeGreaterThan(3);
  await panel
    .getByRole("button", { name: /Details and reasons/ })
    .first()
    .click();
  await panel.getByText("Told by how deals of this pipeline were won and lost.").first().waitFor();
  await app().expectAccessible("the panel of deals");
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });
  await expect.poll(() => chart.evaluate((element) => element.contains(document.activeElement))).toBe(true);
});

it("a chart is a table too", async () => {
  const { page } = app();
  await app().settle("/forecast?months=6", "Forecast");
  await page.getByRole("button", { name: "Show as a table: Won so far, and what is to come" }).click();
  const table = page.getByRole("table", { name: "Won so far, and what is to come" });
  await table.waitFor();
  expect(await table.getByRole("row").count()).toBeGreaterThan(12);
});

it("a quota shows its gap, and an undo takes it back", async () => {
  const { page } = app();
  await app().settle("/forecast", "Forecast");
  await page.getByRole("button", { name: "Set quota" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").first().fill("20000");
  await dialog.getByRole("button", { name: /save/i }).click();
  await dialog.waitFor({ state: "detached" });
  await page
    .getByText("How far the quota is")
    .or(page.getByRole("heading", { name: /quota/i }))
    .first()
    .waitFor();
  const set = await app().api<{ results: { amount: string }[] }>("GET", "/api/core/analytics/quotas/");
  expect(set.results[0]?.amount).toBe("20000.00");
  await page.keyboard.press("Control+z");
  await expect
    .poll(
      async () =>
        (await app().api<{ results: unknown[] }>("GET", "/api/core/analytics/quotas/")).results.length,
      PATIENCE,
    )
    .toBe(0);
});

it("a category set by hand is kept, marked and listed", async () => {
  const { page } = app();
  await app().settle("/forecast", "Forecast");
  const { results } = await app().api<{ results: { name: string }[] }>(
    "GET",
    "/api/core/analytics/deals/?behind=owner&key=none",
  );
  expect(results).toEqual([]);
  await page.getByRole("list", { name: "By owner" }).getByRole("button", { name: /Ada/ }).click();
  const panel = page.getByRole("dialog", { name: /Ada/ });
  await panel
    .getByRole("button", { name: /Forecast category of/ })
    .first()
    .click();
  await page.getByRole("menuitem", { name: "Commit" }).click();
  await panel.getByRole("button", { name: /Commit · by hand/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { name: "Categories set by hand" }).waitFor();
});

it("pictures and the report are saved as files", async () => {
  const { page } = app();
  await app().settle("/forecast", "Forecast");
  const svg = await downloaded(async () => {
    await page.getByRole("button", { name: "Export: Won so far, and what is to come" }).click();
    await page.getByRole("menuitem", { name: "Save as SVG" }).click();
  });
  expect(svg.toString("utf8")).toContain("<svg");
  const png = await downloaded(async () => {
    await page.getByRole("button", { name: "Export: Won so far, and what is to come" }).click();
    await page.getByRole("menuitem", { name: "Save as PNG", exact: true }).click();
  });
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  const pdf = await downloaded(async () => {
    await page.getByRole("button", { name: "Export", exact: true }).click();
    await page.getByRole("menuitem", { name: "Report as PDF" }).click();
  });
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
});

it("accuracy says how good forecasts would have been, beside simpler ways", async () => {
  const { page } = app();
  await app().settle("/forecast/accuracy", "Forecast");
  await page.getByRole("heading", { name: /past forecasts?, .* of months ended inside/ }).waitFor();
  await page.getByText("Last three months").waitFor();
});

it("analytics explain the health, and advice leads to its deals", async () => {
  const { page } = app();
  await app().settle("/pipeline/analytics", "Pipeline");
  await page.getByText("Insufficient data: no quota is set.").waitFor();
  const advice = page.getByRole("button", { name: /no next step/ });
  await advice.click();
  const panel = page.getByRole("dialog", { name: "Without a next step" });
  await expect.poll(() => panel.getByRole("listitem").count(), PATIENCE).toBeGreaterThan(3);
});

it("a deal's page says how likely it is won, and why", async () => {
  const { page } = app();
  const { results } = await app().api<{ results: { id: string; name: string }[] }>(
    "GET",
    "/api/core/analytics/deals/?behind=open&page_size=1",
  );
  await app().settle(`/opportunities/${results[0]?.id}`, results[0]?.name ?? "");
  const panel = page.getByRole("region", { name: "Chance of winning" });
  await panel.getByText("Days in stage").waitFor();
  expect(await panel.innerText()).toMatch(/\d+%/);
});

it("a rate brings a foreign amount into the sums", async () => {
  const { page } = app();
  await app().api("POST", "/api/opportunities/", { name: "Abroad", amount: "1000.00", currency: "USD" });
  await app().settle("/pipeline/analytics", "Pipeline");
  await page.getByText("1 deal in a currency without a rate is in no sum.").waitFor();
  await app().settle("/settings/currencies", "Settings");
  await page.getByRole("textbox", { name: "Rate in EUR" }).fill("0.92");
  await page.getByRole("button", { name: "Add rate" }).click();
  await page.getByText("= 0.92 EUR").waitFor();
  await app().settle("/pipeline/analytics", "Pipeline");
  await page.getByRole("heading", { name: "Health" }).waitFor();
  expect(await page.getByText("currency without a rate").count()).toBe(0);
});

it("where nothing was won for long, both pages say so instead of praising themselves", async () => {
  const { page } = app();
  const old = Array.from({ length: 60 }, (_, n) => {
    const month = String((n % 9) + 1).padStart(2, "0");
    return `O${n},Ada,Basic,Account ${n % 9},${n % 3 ? "Won" : "Lost"},2017-${month}-03,2017-${month}-28,${n % 3 ? 500 : 0}`;
  });
  await importDeals(app(), "old.csv", [HEAD, ...old, "O60,Ada,Basic,Account 1,Prospecting,,,"].join("\n"));
  const { results } = await app().api<{ results: { id: string; opportunity_count: number }[] }>(
    "GET",
    "/api/pipelines/",
  );
  const pipeline = results.find((each) => each.opportunity_count === 61)?.id;
  await app().settle(`/forecast?pipeline=${pipeline}`, "Forecast");
  await page.getByRole("heading", { name: "No deal was won in the last 24 months" }).waitFor();
  await app().expectAccessible("a forecast from deals of long ago");
  await app().settle(`/forecast/accuracy?pipeline=${pipeline}`, "Forecast");
  await page.getByRole("heading", { name: /^Nothing was won from .* nothing to judge by$/ }).waitFor();
  expect(await page.getByText("Against simpler ways to forecast").count()).toBe(0);
  await app().expectAccessible("accuracy where nothing was won");
});
