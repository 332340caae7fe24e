import { expect, it } from "vitest";
import { type App, eachTest, onboard, PATIENCE } from "./harness";

const app = eachTest(onboard);

async function makeCompany(started: App, name: string): Promise<string> {
  return (await started.api<{ id: string }>("POST", "/api/companies/", { name, industry: "Software" })).id;
}

it("a field is edited in place, the timeline shows it, and Ctrl-Z takes it back", async () => {
  const { page } = app();
  const id = await makeCompany(app(), "Acme");
  await app().settle(`/companies/${id}`, "Acme");
  const field = page.locator('[data-field="industry"]');
  await field.click();
  await page.getByRole("textbox", { name: "Industry" }).fill("Aerospace");
  await page.keyboard.press("Enter");
  await page.getByText("Industry saved").waitFor();
  await expect.poll(() => field.innerText(), PATIENCE).toContain("Aerospace");
  await page.getByRole("region", { name: "Timeline" }).getByText("Aerospace").waitFor();
  expect((await app().api<{ industry: string }>("GET", `/api/companies/${id}/`)).industry).toBe("Aerospace");

  await page.keyboard.press("Control+z");
  await page.getByText(/^Undone:/).waitFor();
  await expect.poll(() => field.innerText(), PATIENCE).toContain("Software");
});

it("Escape leaves a field as it was", async () => {
  const { page } = app();
  const id = await makeCompany(app(), "Acme");
  await app().settle(`/companies/${id}`, "Acme");
  await page.locator('[data-field="industry"]').click();
  await page.getByRole("textbox", { name: "Industry" }).fill("Nothing");
  await page.keyboard.press("Escape");
  await expect
    .poll(() => page.locator('[data-field="industry"]').innerText(), PATIENCE)
    .toContain("Software");
  expect(page.url()).toContain(id);
});

it("Enter takes the company that was looked for, where there was one before", async () => {
  const { page } = app();
  const [acme, byron] = [await makeCompany(app(), "Acme"), await makeCompany(app(), "Byron Ltd")];
  const deal = { name: "Engine", company: acme };
  const { id } = await app().api<{ id: string }>("POST", "/api/opportunities/", deal);
  await app().settle(`/opportunities/${id}`, "Engine");
  await page.locator('[data-field="company"]').click();
  await page.keyboard.type("Byr");
  await page.getByRole("option", { name: "Byron Ltd" }).and(page.locator("[data-selected=true]")).waitFor();
  await page.keyboard.press("Enter");
  await expect
    .poll(
      async () => (await app().api<{ company: string }>("GET", `/api/opportunities/${id}/`)).company,
      PATIENCE,
    )
    .toBe(byron);
});

it("a day is picked by keyboard in a dialog", async () => {
  const { page } = app();
  await app().settle("/tasks", "Tasks");
  await page.keyboard.press("n");
  const dialog = page.getByRole("dialog", { name: "New task" });
  await dialog.getByLabel("Title").fill("Call Ada");
  await dialog.getByRole("button", { name: /^Due/ }).focus();
  await page.keyboard.press("Enter");
  await page.locator("td button:focus").waitFor();
  await page.keyboard.press("Enter");
  await expect.poll(() => dialog.getByRole("button", { name: /^Due/ }).innerText(), PATIENCE).toMatch(/^\d/);
});

it("a task made by keyboard on a deal's page is about that deal, and says so on both pages", async () => {
  const { page } = app();
  const deal = { name: "Engine", company: await makeCompany(app(), "Acme") };
  const { id } = await app().api<{ id: string }>("POST", "/api/opportunities/", deal);
  await app().settle(`/opportunities/${id}`, "Engine");
  await page.keyboard.press("c");
  await page.keyboard.press("t");
  const dialog = page.getByRole("dialog", { name: "New task" });
  await dialog.getByRole("button", { name: "Opportunity: Engine" }).waitFor();
  await app().expectAccessible("a new task");
  await dialog.getByLabel("Title").fill("Call Ada");
  await dialog.getByRole("button", { name: /^Company/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: "Acme" }).waitFor();
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Company: Acme" }).waitFor();
  await page.keyboard.press("Control+Enter");
  const task = page.getByRole("region", { name: "Tasks" }).getByRole("link", { name: "Call Ada" });
  await task.click();
  await page.getByRole("heading", { level: 1, name: "Call Ada" }).waitFor();
  await page.getByRole("link", { name: "Open Acme" }).waitFor();
  await page.getByRole("link", { name: "Open Engine" }).click();
  await page.getByRole("heading", { level: 1, name: "Engine" }).waitFor();
});

it("a link that a new record began with can be taken away", async () => {
  const { page } = app();
  await app().settle(`/companies/${await makeCompany(app(), "Acme")}`, "Acme");
  await page.keyboard.press("c");
  await page.keyboard.press("o");
  const dialog = page.getByRole("dialog", { name: "New opportunity" });
  await dialog.getByRole("button", { name: "Company: Acme" }).click();
  await page.getByRole("option", { name: "Clear" }).click();
  await dialog.getByLabel("Name").fill("Engine");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("heading", { level: 1, name: "Engine" }).waitFor();
  const { results } = await app().api<{ results: { company: string | null }[] }>(
    "GET",
    "/api/opportunities/",
  );
  expect(results.map((deal) => deal.company)).toEqual([null]);
});

it("a note is logged and appears in the timeline", async () => {
  const { page } = app();
  const id = await makeCompany(app(), "Acme");
  await app().settle(`/companies/${id}`, "Acme");
  await page.getByRole("textbox", { name: "Write a note…" }).fill("Met at the fair");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("listitem").getByText("Met at the fair").waitFor();
});

it("a record is created by keyboard; a missing name is said; leaving with changes asks", async () => {
  const { page } = app();
  await app().settle("/contacts", "Contacts");
  await page.keyboard.press("n");
  const dialog = page.getByRole("dialog", { name: "New contact" });
  await dialog.waitFor();
  await page.keyboard.press("Control+Enter");
  await dialog.getByText("This is required").waitFor();
  await app().expectAccessible("create dialog with an error");
  await dialog.getByLabel("First name").fill("Ada");
  await page.keyboard.press("Escape");
  await dialog.getByText("Discard what you entered?").waitFor();
  await dialog.getByRole("button", { name: "Keep editing" }).click();
  await dialog.getByLabel(/Last name/).fill("Lovelace");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("heading", { level: 1, name: "Ada Lovelace" }).waitFor();
});

it("a lead is converted into a contact, a company and a deal, and that can be undone", async () => {
  const { page } = app();
  const { id } = await app().api<{ id: string }>("POST", "/api/leads/", {
    first_name: "Grace",
    last_name: "Hopper",
    company_name: "Navy",
    estimated_value: "1200.50",
  });
  await app().settle(`/leads/${id}`, "Grace Hopper");
  await page.getByRole("button", { name: "Convert" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Convert" }).click();
  await page.getByRole("heading", { level: 1, name: "Navy" }).waitFor();
  expect((await app().api<{ count: number }>("GET", "/api/contacts/")).count).toBe(1);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.getByText(/^Undone:/).waitFor();
  await page.getByRole("heading", { name: "This record is gone" }).waitFor();
  // The deal on screen is not there any more, as it should be.
  app().complaints.length = 0;
  expect((await app().api<{ count: number }>("GET", "/api/contacts/")).count).toBe(0);
  expect((await app().api<{ status: string }>("GET", `/api/leads/${id}/`)).status).toBe("new");
});

it("a task on Today names what it is about, and is ticked off there", async () => {
  const { page } = app();
  const today = new Date().toISOString().slice(0, 10);
  const company = await makeCompany(app(), "Acme");
  await app().api("POST", "/api/tasks/", { title: "Call Ada", due_date: today, company });
  await app().api("POST", "/api/tasks/", { title: "Write to Grace", due_date: today });
  await app().settle("/today", "Today");
  await page.getByRole("link", { name: "Call Ada Acme" }).waitFor();
  await page.getByRole("checkbox", { name: "Complete Call Ada" }).focus();
  await page.keyboard.press("Space");
  await page.getByText("Call Ada completed").waitFor();
  await expect
    .poll(() => page.getByRole("checkbox", { name: "Complete Call Ada" }).count(), PATIENCE)
    .toBe(0);
  // The next one is at hand.
  await page.keyboard.press("Space");
  await page.getByText("Write to Grace completed").waitFor();
});

it("what another window changes shows up by itself", async () => {
  const { page } = app();
  const id = await makeCompany(app(), "Acme");
  await app().settle(`/companies/${id}`, "Acme");
  await app().api("PATCH", `/api/companies/${id}/`, { name: "Acme Group" });
  await page.getByRole("heading", { level: 1, name: "Acme Group" }).waitFor();
});
