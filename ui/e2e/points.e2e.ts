import { expect, it } from "vitest";
import { type App, eachTest, onboard, PATIENCE } from "./harness";

interface Point {
  value: string;
  label: string | null;
  is_primary: boolean;
}

let contact = "";

const app = eachTest(async (started: App) => {
  await onboard(started);
  const made = { last_name: "Lovelace", email: "ada@work.example", phone: "030 1" };
  contact = (await started.api<{ id: string }>("POST", "/api/contacts/", made)).id;
  await started.settle(`/contacts/${contact}`, "Lovelace");
});

const section = () => app().page.getByRole("region", { name: "More emails and numbers" });
const saved = () =>
  app().api<{ email: string | null; emails: Point[]; phones: Point[] }>("GET", `/api/contacts/${contact}/`);
const emails = async () => (await saved()).emails.map((point) => point.value);

/** By keyboard alone. */
async function add(item: string, value: string, label: string): Promise<void> {
  const { page } = app();
  await section().getByRole("button", { name: "Add an email or a number" }).focus();
  await page.keyboard.press("Enter");
  const marked = () => page.evaluate(() => document.activeElement?.textContent);
  await expect.poll(marked, PATIENCE).toBe("Add an email");
  if (item !== "Add an email") await page.keyboard.press("ArrowDown");
  await expect.poll(marked, PATIENCE).toBe(item);
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => document.activeElement?.id), PATIENCE).toBe("point-value");
  await page.keyboard.type(value);
  await page.keyboard.press("Tab");
  await page.keyboard.type(label);
  await page.keyboard.press("Enter");
}

it("further emails and numbers are added by keyboard, changed and taken away", async () => {
  const { page } = app();
  await add("Add an email", "ada@home.example", "home");
  await expect.poll(emails, PATIENCE).toEqual(["ada@work.example", "ada@home.example"]);
  await add("Add a phone number", "+49 30 2", "");
  await expect.poll(async () => (await saved()).phones.length, PATIENCE).toBe(2);
  await app().expectAccessible("a contact with further emails and numbers");

  await section()
    .getByRole("button", { name: /Edit Emails ada@home/ })
    .click();
  const input = section().getByRole("textbox", { name: "Email" });
  await input.fill("ada");
  await page.keyboard.press("Enter");
  await section().getByText("This is not an email address").waitFor();
  await input.fill("ada@garden.example");
  await page.keyboard.press("Enter");
  await expect.poll(emails, PATIENCE).toEqual(["ada@work.example", "ada@garden.example"]);
  expect((await saved()).emails[1]?.label).toBe("home");

  await section()
    .getByRole("button", { name: /Edit Emails ada@garden/ })
    .focus();
  await page.keyboard.press("Delete");
  await expect.poll(emails, PATIENCE).toEqual(["ada@work.example"]);
  await page.getByRole("button", { name: "Undo" }).click();
  await section()
    .getByRole("button", { name: /Edit Emails ada@garden/ })
    .waitFor();
});

it("a further email becomes the primary one, and the one before stays", async () => {
  const { page } = app();
  await add("Add an email", "ada@home.example", "home");
  await section().getByRole("button", { name: "More for ada@home.example" }).click();
  await page.getByRole("menuitem", { name: "Make primary" }).click();
  await expect.poll(async () => (await saved()).email, PATIENCE).toBe("ada@home.example");
  expect(await emails()).toEqual(["ada@home.example", "ada@work.example"]);
  await expect.poll(() => page.locator('[data-field="email"]').innerText(), PATIENCE).toContain("ada@home");
  await section().getByText("ada@work.example").waitFor();
});

it("Escape leaves a form and the page stays", async () => {
  const { page } = app();
  await section().getByRole("button", { name: "Add an email or a number" }).click();
  await page.getByRole("menuitem", { name: "Add an email" }).click();
  await section().getByRole("textbox", { name: "Email" }).fill("ada@home.example");
  await page.keyboard.press("Escape");
  await section().getByText("None yet").waitFor();
  expect(page.url()).toContain(contact);
  expect(await emails()).toEqual(["ada@work.example"]);
});
