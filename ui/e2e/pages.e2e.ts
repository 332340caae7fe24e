import { expect, it } from "vitest";
import { type App, eachTest, PATIENCE, withSamples } from "./harness";

const app = eachTest(withSamples);

const LISTS = {
  companies: "Companies",
  contacts: "Contacts",
  leads: "Leads",
  opportunities: "Opportunities",
  tasks: "Tasks",
};

async function addresses(started: App): Promise<string[]> {
  const records = await Promise.all(
    Object.keys(LISTS).map(async (collection) => {
      const page = await started.api<{ results: { id: string }[] }>("GET", `/api/${collection}/?page_size=1`);
      return page.results.map((record) => `/${collection}/${record.id}`);
    }),
  );
  const settings = [
    "profile",
    "appearance",
    "pipelines",
    "currencies",
    "sync",
    "data",
    "tokens",
    "history",
    "about",
  ].map((section) => `/settings/${section}`);
  return [
    "/today",
    "/pipeline",
    "/pipeline/analytics",
    "/forecast?months=12",
    "/forecast/accuracy",
    "/import",
    "/sync",
    ...Object.keys(LISTS).map((collection) => `/${collection}`),
    ...records.flat(),
    ...settings,
  ];
}

async function shown(started: App, path: string): Promise<void> {
  await started.open(path);
  await started.page.getByRole("heading", { level: 1 }).first().waitFor();
  // Grey stand-ins are gone once every answer is on the page.
  await expect
    .poll(() => started.page.locator(".animate-shimmer, [aria-busy=true]").count(), PATIENCE)
    .toBe(0);
}

it.each(["light", "dark"])("every page is accessible in the %s theme", async (theme) => {
  await app().api("PATCH", "/api/core/settings/", { theme });
  const pages = await addresses(app());
  expect(pages.length).toBeGreaterThan(19);
  for (const path of pages) {
    await shown(app(), path);
    expect(await app().page.locator("html").getAttribute("data-theme")).toBe(theme);
    await app().expectAccessible(`${path} in ${theme}`);
  }
});

it("German is German everywhere, and no page shows a raw key", async () => {
  await app().api("PATCH", "/api/core/settings/", { language: "de" });
  for (const path of await addresses(app())) {
    await shown(app(), path);
    expect(await app().page.locator("html").getAttribute("lang")).toBe("de");
    const text = await app().page.locator("body").innerText();
    expect(text, path).not.toMatch(
      /\b(action|analytics|app|chart|common|enum|field|forecast|import|list|pipeline|record|settings|sync|today)\.[a-z_]+\b/,
    );
    expect(text, path).not.toMatch(/\b(New|Changed|Deleted) (company|contact|lead|opportunity|task)\b/);
  }
  await shown(app(), "/settings/history");
  expect(await app().page.locator("body").innerText()).toContain("Beispieldaten");
});

it.each([
  [1024, 700],
  [720, 480],
])("nothing is wider than a window of %i by %i", async (width, height) => {
  await app().page.setViewportSize({ width, height });
  for (const path of await addresses(app())) {
    await shown(app(), path);
    expect(await app().page.evaluate(() => document.documentElement.scrollWidth), path).toBe(width);
    const outside = await app().page.evaluate(
      (right) =>
        [...document.querySelectorAll("main > header :is(h1, button, input)")].filter(
          (element) => element.getBoundingClientRect().right > right + 1,
        ).length,
      width,
    );
    expect(outside, path).toBe(0);
  }
});

it("a small window cuts no stage of a deal, no setting of a pipeline and nothing over the board", async () => {
  const { page } = app();
  await page.setViewportSize({ width: 1024, height: 700 });
  await app().api("PATCH", "/api/core/settings/", { language: "de" });
  const cut = (selector: string) =>
    page.evaluate(
      (wanted) =>
        [...document.querySelectorAll<HTMLElement>(wanted)]
          .filter((each) => each.scrollWidth > each.clientWidth)
          .map((each) => each.innerText || (each as HTMLInputElement).value),
      selector,
    );
  await shown(app(), "/settings/pipelines");
  expect(await cut("main input, main [role=combobox] > span")).toEqual([]);

  const owner = await app().api<{ id: string }>("POST", "/api/people/", { name: "Grace Hopper" });
  await app().api("POST", "/api/opportunities/", { name: "Engine", owner: owner.id });
  await app().api("POST", "/api/pipelines/", {
    name: "Partner",
    stages: [
      { name: "Open", kind: "open", probability: 50 },
      { name: "Won", kind: "won", probability: 100 },
      { name: "Lost", kind: "lost", probability: 0 },
    ],
  });
  await shown(app(), "/pipeline");
  await page.getByRole("combobox", { name: "Inhaber" }).waitFor();
  expect(await cut("main > header [role=combobox] > span")).toEqual([]);
  const tabs = await page.locator("main > header nav").boundingBox();
  const search = await page.locator("[data-search]").boundingBox();
  expect(search?.x).toBeGreaterThan((tabs?.x ?? 0) + (tabs?.width ?? 0) + 8);

  const { results } = await app().api<{ results: { id: string }[] }>(
    "GET",
    "/api/opportunities/?search=Store",
  );
  await shown(app(), `/opportunities/${results[0]?.id}`);
  const steps = page.getByRole("region", { name: "Phase" }).getByRole("listitem");
  const tops = await steps.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().top));
  expect(tops).toHaveLength(6);
  expect(new Set(tops).size).toBe(1);
  expect(await cut("main ol button > span")).toEqual([]);
});

it("a window of 1280 shows every column that a list begins with", async () => {
  const { page } = app();
  await page.setViewportSize({ width: 1280, height: 800 });
  for (const [collection, name] of Object.entries(LISTS)) {
    await app().settle(`/${collection}`, name);
    const grid = page.getByRole("grid", { name });
    await expect
      .poll(() => grid.evaluate((each) => each.scrollWidth - each.clientWidth), PATIENCE)
      .toBeLessThanOrEqual(0);
  }
});

it("looks apply at once and stay after a reload", async () => {
  const { page } = app();
  await app().settle("/settings/appearance", "Settings");
  await page.getByRole("radio", { name: "Dark" }).click();
  await page.getByRole("radio", { name: "Compact" }).click();
  await page.getByRole("radio", { name: "Deutsch" }).click();
  await page.getByRole("heading", { level: 1, name: "Einstellungen" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Einstellungen" }).waitFor();
  const look = await page.evaluate(() => ({ ...document.documentElement.dataset }));
  expect(look).toMatchObject({ theme: "dark", density: "compact" });
});
