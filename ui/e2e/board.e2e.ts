import type { Locator } from "playwright-core";
import { expect, it } from "vitest";
import { type App, eachTest, onboard, PATIENCE } from "./harness";

const DEALS = ["Alpha", "Beta", "Gamma"];

const app = eachTest(async (started: App) => {
  await onboard(started);
  for (const [at, name] of DEALS.entries()) {
    await started.api("POST", "/api/opportunities/", {
      name,
      stage: "prospecting",
      amount: `${100 * (at + 1)}.00`,
      currency: "EUR",
    });
  }
  await started.open("/pipeline");
  await card("Alpha").waitFor();
});

const column = (slug: string) => app().page.locator(`[data-stage="${slug}"]`);
const card = (name: string) => app().page.locator("[data-column-list] a", { hasText: name });
/** The column's cards from top to bottom; the place where a dragged one would land reads "(here)". */
const names = (slug: string) =>
  column(slug)
    .locator("[data-column-list] li")
    .evaluateAll((items) =>
      items
        .filter((item) => getComputedStyle(item).visibility === "visible")
        .map((item) => ({
          top: item.getBoundingClientRect().top,
          name: item.getAttribute("aria-hidden") ? "(here)" : (item.querySelector("span")?.textContent ?? ""),
        }))
        .sort((a, b) => a.top - b.top)
        .map((item) => item.name),
    );
const count = (slug: string) => column(slug).locator("[data-count]").innerText();
const total = (slug: string) => column(slug).locator("[data-total]").innerText();
const isFocused = (locator: Locator) => locator.evaluate((element) => element === document.activeElement);
const stageOf = async (name: string) => {
  const page = await app().api<{ results: { name: string; stage: string; loss_reason: string | null }[] }>(
    "GET",
    "/api/opportunities/",
  );
  return page.results.find((deal) => deal.name === name);
};

it("a deal is moved by keyboard alone, its amount goes with it, and Ctrl-Z brings it back", async () => {
  const { page } = app();
  await card("Beta").focus();
  await page.keyboard.press("Space");
  await page.getByText(/Picked up Beta/).waitFor();
  await page.keyboard.press("ArrowRight");
  await page.getByText("Qualification, position 1.", { exact: true }).waitFor();
  await page.keyboard.press("Space");

  await page.getByText("Beta moved to Qualification").waitFor();
  await expect.poll(() => names("qualification"), PATIENCE).toEqual(["Beta"]);
  expect(await total("qualification")).toContain("200");
  await expect.poll(() => isFocused(card("Beta")), PATIENCE).toBe(true);
  expect((await stageOf("Beta"))?.stage).toBe("qualification");

  await page.keyboard.press("Control+z");
  await page.getByText(/^Undone:/).waitFor();
  await expect.poll(() => count("prospecting"), PATIENCE).toBe("3");
  expect((await stageOf("Beta"))?.stage).toBe("prospecting");
});

it("Escape gives a held card back to its place", async () => {
  const { page } = app();
  const before = await names("prospecting");
  await card("Gamma").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await page.getByText("Qualification, position 1.", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByText("Gamma is back where it was.").waitFor();
  expect(await names("prospecting")).toEqual(before);
  expect((await stageOf("Gamma"))?.stage).toBe("prospecting");
});

it("a real pointer drag puts a card between two others and the order is kept", async () => {
  const { page } = app();
  const [first = "", second = "", third = ""] = await names("prospecting");
  const from = await card(third).boundingBox();
  const to = await card(second).boundingBox();
  if (!from || !to) throw new Error("both cards are on screen");
  await page.mouse.move(from.x + 60, from.y + 20);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 8, { steps: 4 });
  await page.mouse.move(to.x + 60, to.y + 24, { steps: 12 });
  await expect.poll(() => names("prospecting"), PATIENCE).toEqual([first, "(here)", second]);
  const saved = page.waitForResponse(
    (response) => response.url().includes("/update_stage/") && response.ok(),
  );
  await page.mouse.up();
  await saved;
  await page.reload();
  await card(first).waitFor();
  expect(await names("prospecting")).toEqual([first, third, second]);
});

it("a lost deal asks why, and the answer is kept", async () => {
  const { page } = app();
  await card("Alpha").focus();
  await page.keyboard.press("Space");
  for (const stage of ["Qualification", "Proposal", "Negotiation", "Won", "Lost"]) {
    await page.keyboard.press("ArrowRight");
    await page.getByText(new RegExp(`^${stage}, position`, "i")).waitFor();
  }
  await page.keyboard.press("Space");
  await page.getByRole("dialog", { name: "Why was this deal lost?" }).waitFor();
  await app().expectAccessible("loss reason");
  await page.getByRole("button", { name: "Competitor" }).click();
  await page.getByRole("button", { name: "Mark as lost" }).click();
  await page.getByText(/Alpha moved to/).waitFor();
  expect((await stageOf("Alpha"))?.loss_reason).toBe("Competitor");
});

it("a failed move puts the card back and says so", async () => {
  const { page } = app();
  await page.route("**/update_stage/", (route) =>
    route.fulfill({ status: 409, json: { code: "conflict", message: "The stage was removed." } }),
  );
  await card("Alpha").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await page.getByText(/^Qualification, position/i).waitFor();
  await page.keyboard.press("Space");
  await page.getByText("The stage was removed.").waitFor();
  await expect.poll(() => count("prospecting"), PATIENCE).toBe("3");
  // The refusal that this test made.
  app().complaints.length = 0;
});

it("deals are added to a column one after another", async () => {
  const { page } = app();
  await column("proposal").getByRole("button", { name: "Add a deal to Proposal" }).click();
  for (const name of ["First quick", "Second quick"]) {
    await page.keyboard.type(name);
    await page.keyboard.press("Enter");
    await card(name).waitFor();
  }
  await expect.poll(() => count("proposal"), PATIENCE).toBe("2");
});

it.each(["n", "c o"])(
  "a deal made with %s on another pipeline's board is offered its stages",
  async (keys) => {
    const { page } = app();
    const { id } = await app().api<{ id: string }>("POST", "/api/pipelines/", {
      name: "Partner",
      stages: [
        { name: "Courting", kind: "open", probability: 20 },
        { name: "Signing", kind: "open", probability: 80 },
        { name: "Won", kind: "won", probability: 100 },
        { name: "Lost", kind: "lost", probability: 0 },
      ],
    });
    await app().open(`/pipeline?pipeline=${id}`);
    await page.getByRole("heading", { name: /Courting/ }).waitFor();
    for (const key of keys.split(" ")) await page.keyboard.press(key);
    const dialog = page.getByRole("dialog", { name: "New opportunity" });
    await dialog.getByLabel("Name").fill("Delta");
    await dialog.getByRole("combobox", { name: "Stage" }).click();
    await page.getByRole("option", { name: "Signing" }).click();
    await page.keyboard.press("Control+Enter");
    await page.getByText("Delta created").waitFor();
    expect((await stageOf("Delta"))?.stage).toBe("signing");
  },
);

it("names typed while the one before is being saved are kept, and each is saved once", async () => {
  const { page } = app();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/api/opportunities/", async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue();
  });
  await column("prospecting").getByRole("button", { name: "Add a deal to Prospecting" }).click();
  const input = page.getByRole("textbox", { name: "Add a deal to Prospecting" });
  await input.fill("Delta");
  await input.press("Enter");
  await input.press("Enter");
  await input.fill("Epsilon");
  await input.press("Enter");
  await input.fill("Zeta");
  release();
  await page.getByText("Epsilon created").waitFor();
  expect(await input.inputValue()).toBe("Zeta");
  await expect.poll(() => names("prospecting"), PATIENCE).toHaveLength(DEALS.length + 2);
  const all = await app().api<{ results: { name: string }[] }>("GET", "/api/opportunities/?page_size=50");
  expect(all.results.map((deal) => deal.name).sort()).toEqual([...DEALS, "Delta", "Epsilon"].sort());
});
