import { expect, it } from "vitest";
import { type App, eachTest, onboard, PATIENCE } from "./harness";

let deal = "";

const app = eachTest(async (started: App) => {
  await onboard(started);
  for (const name of ["Basic", "Deluxe"]) {
    await started.api("POST", "/api/products/", { name, price: "1250.50", currency: "EUR" });
  }
  const made = { name: "Fleet", currency: "EUR", amount: "10.00" };
  deal = (await started.api<{ id: string }>("POST", "/api/opportunities/", made)).id;
  await started.settle(`/opportunities/${deal}`, "Fleet");
});

const lines = () => app().page.getByRole("region", { name: "Products" });
const saved = () =>
  app().api<{ amount: string; products: { quantity: string; discount_percentage: string }[] }>(
    "GET",
    `/api/opportunities/${deal}/`,
  );
const focused = () =>
  app().page.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute("aria-label"));

/** By keyboard alone, from the button that adds. */
async function add(product: string, then: string[]): Promise<void> {
  const { page } = app();
  await lines().getByRole("button", { name: "Add a product" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type(product);
  await page.getByRole("option").first().waitFor();
  await expect.poll(() => page.getByRole("option").first().innerText(), PATIENCE).toContain(product);
  await page.keyboard.press("Enter");
  await expect.poll(focused, PATIENCE).toBe("line-quantity");
  for (const [at, keys] of then.entries()) {
    if (at > 0) await page.keyboard.press("Tab");
    await page.keyboard.type(keys);
  }
  await page.keyboard.press("Enter");
}

it("a product is put on a deal by keyboard, and the amount is the sum", async () => {
  const { page } = app();
  await add("Deluxe", ["2", "1,000.50", "10"]);
  await page.getByText("Products saved").waitFor();
  expect(await saved()).toMatchObject({ amount: "1800.90", products: [{ quantity: "2" }] });
  await expect.poll(() => lines().innerText(), PATIENCE).toContain("€1,800.90");

  // The price of the list stands where none is typed.
  await add("Basic", ["1"]);
  await expect.poll(async () => (await saved()).amount, PATIENCE).toBe("3051.40");
  await expect.poll(() => page.locator('[data-field="amount"]').innerText(), PATIENCE).toContain("3,051.40");
  await app().expectAccessible("a deal with products");
});

it("a line is changed, refused where it cannot be, and taken away; undo brings it back", async () => {
  const { page } = app();
  await add("Basic", ["1"]);
  await expect.poll(async () => (await saved()).products.length, PATIENCE).toBe(1);
  await lines().getByRole("button", { name: /Basic/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Discount %").fill("120");
  await page.keyboard.press("Enter");
  await page.getByText("0 to 100").waitFor();
  await app().expectAccessible("a line that cannot be saved");
  await page.getByLabel("Discount %").fill("50");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await saved()).amount, PATIENCE).toBe("625.25");

  await lines().getByRole("button", { name: /Basic/ }).click();
  await page.keyboard.press("Escape");
  expect(page.url()).toContain(deal);
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute("data-line")), PATIENCE)
    .toBe("0");
  await page.keyboard.press("Delete");
  await expect.poll(async () => (await saved()).products.length, PATIENCE).toBe(0);
  await lines().getByText("None yet").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await lines().getByRole("button", { name: /Basic/ }).waitFor();
});

it("amounts are typed and read as German writes them", async () => {
  const { page } = app();
  await app().api("PATCH", `/api/opportunities/${deal}/`, {
    products: [{ description: "Setup", quantity: "0.125", unit_price: "8" }],
  });
  await app().api("PATCH", "/api/core/settings/", { language: "de" });
  await app().settle(`/opportunities/${deal}`, "Fleet");
  await page.getByRole("button", { name: /Setup/ }).click();
  expect(await page.getByLabel("Menge").inputValue()).toBe("0,125");
  await page.getByLabel("Einzelpreis").fill("1.234,40");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await saved()).amount, PATIENCE).toBe("154.30");
  expect((await saved()).products[0]?.quantity).toBe("0.125");
});
