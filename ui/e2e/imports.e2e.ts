import { expect, it } from "vitest";
import { type App, eachTest, PATIENCE, withSamples } from "./harness";

const app = eachTest(withSamples);

const FILE = [
  "opportunity_id,account,deal_stage,close_value",
  "A1,Acme,Scouting,100",
  "A2,Bolt,Courting,200",
  "A3,Cogs,Won,300",
  "",
].join("\n");

async function importFile(started: App): Promise<void> {
  const { page } = started;
  await started.settle("/import", "Import");
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).click();
  await (await chooser).setFiles({ name: "autumn.csv", mimeType: "text/csv", buffer: Buffer.from(FILE) });
  await page.getByRole("heading", { name: "What is in the columns?" }).waitFor();
}

async function run(started: App): Promise<void> {
  const { page } = started;
  await page.getByRole("button", { name: "Check the file" }).click();
  await page.getByRole("button", { name: /^Import \d+ rows$/ }).click();
  await page.getByRole("heading", { name: "The import is done" }).waitFor();
  await page.getByRole("button", { name: "Show the pipeline" }).click();
  await page.getByRole("heading", { level: 1, name: "Pipeline" }).waitFor();
}

const stages = async () =>
  (await app().page.locator("[data-stage]").getByRole("heading").allInnerTexts()).map(
    (text) => text.split("\n")[0],
  );

it("deals with stages of their own get a pipeline, and that is the one shown afterwards", async () => {
  const { page } = app();
  await importFile(app());
  const choice = page.getByRole("combobox", { name: "Pipeline" });
  expect(await choice.innerText()).toBe("Automatic");
  await page.getByText("A pipeline of its own if stages are new").waitFor();
  await app().expectAccessible("columns of a file of deals");
  await run(app());
  await expect.poll(stages, PATIENCE).toEqual(expect.arrayContaining(["Scouting", "Courting"]));
  await page.locator("[data-column-list] a", { hasText: "Acme" }).waitFor();

  // The same file again writes nothing, and still it is known where its deals are.
  await importFile(app());
  await run(app());
  await expect.poll(stages, PATIENCE).toEqual(expect.arrayContaining(["Scouting", "Courting"]));
});

it("a pipeline that was chosen is the one shown afterwards", async () => {
  const { page } = app();
  const { results } = await app().api<{ results: { name: string }[] }>("GET", "/api/pipelines/");
  await importFile(app());
  await page.getByRole("combobox", { name: "Pipeline" }).click();
  await page.getByRole("option", { name: results[0]?.name ?? "" }).click();
  await expect.poll(() => page.getByText("A pipeline of its own").count(), PATIENCE).toBe(0);
  await run(app());
  await page.locator("[data-column-list] a", { hasText: "Acme" }).waitFor();
});
