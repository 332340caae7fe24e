import { afterEach, beforeEach, expect, it } from "vitest";
import { Companion, computer, connect, expectEqual, expectGlance, PASSWORD, WORKSPACE } from "./companion";
import { type App, PATIENCE } from "./harness";

const OWNER = "ada@example.org";

let server: Companion;
let apps: App[];

beforeEach(async () => {
  server = new Companion();
  apps = [];
  await server.addUser(OWNER, "Ada");
  await server.start();
});

afterEach(async ({ task }) => {
  const complaints = apps.flatMap((app) => app.complaints);
  for (const [at, app] of apps.entries()) {
    if (task.result?.state === "fail") await app.picture(`${task.name} ${at}`);
    await app.close();
  }
  await server.close();
  expect(complaints).toEqual([]);
});

async function start(name: string): Promise<App> {
  const app = await computer(name);
  apps.push(app);
  return app;
}

const amountOf = (id: string) => async (app: App) =>
  (await app.api<{ amount: string | null }>("GET", `/api/opportunities/${id}/`)).amount;

/** Whether a record has arrived. */
async function arrived(app: App, path: string): Promise<void> {
  const page = () => app.api<{ count: number }>("GET", path);
  await expect.poll(async () => (await page()).count, PATIENCE).toBe(1);
}

it("two computers change one deal while the server is away, both values are shown, and one click settles it", async () => {
  const office = await start("office");
  await office.settle("/settings/sync", "Settings");
  await expectGlance(office, "detached");
  await office.expectAccessible("connecting");
  // What was deleted before is nothing to settle afterwards.
  const gone = await office.api<{ id: string }>("POST", "/api/companies/", { name: "Gone" });
  await office.api("DELETE", `/api/companies/${gone.id}/`);
  await connect(office, server, OWNER);
  await office.expectAccessible("the workspace in the settings");
  const { id } = await office.api<{ id: string }>("POST", "/api/opportunities/", {
    name: "Pumps",
    amount: "1000.00",
    currency: "EUR",
  });
  const laptop = await start("laptop");
  await connect(laptop, server, OWNER);
  await arrived(laptop, "/api/opportunities/");

  await server.stop();
  for (const app of apps) await expectGlance(app, "offline");
  await office.api("PATCH", `/api/opportunities/${id}/`, { amount: "5000.00" });
  await laptop.api("PATCH", `/api/opportunities/${id}/`, { amount: "7000.00" });
  await laptop.settle("/sync", "Sync");
  await laptop.page.getByRole("heading", { name: "The server cannot be reached." }).waitFor();
  const waiting = laptop.page.getByRole("list", { name: "Waiting" });
  await waiting.getByText("7,000").waitFor();
  await laptop.page.getByRole("link", { name: /^Sync: Offline.*changes wait on this computer/ }).waitFor();
  await laptop.expectAccessible("what waits while the server is away");

  await server.start();
  await office.settle("/sync", "Sync");
  for (const app of [office, laptop]) await app.page.getByRole("button", { name: "Sync now" }).click();
  await expectGlance(laptop, "unsettled");
  await laptop.page
    .getByRole("navigation", { name: "Lists" })
    .getByRole("link", { name: /Conflicts/ })
    .click();
  const conflict = laptop.page.getByRole("article");
  await conflict.getByRole("link", { name: "Pumps" }).waitFor();
  for (const value of ["€5,000", "€7,000"]) await conflict.getByText(value, { exact: true }).waitFor();
  for (const place of ["You, on this computer", "You, on another computer"])
    await conflict.getByText(place).waitFor();
  await expectEqual([office, laptop], amountOf(id), "7000.00");
  await laptop.expectAccessible("a conflict");

  await conflict.getByRole("button", { name: "Use this one: €5,000" }).click();
  await laptop.page.getByText("Amount is now €5,000").waitFor();
  await expectEqual([laptop, office], amountOf(id), "5000.00");
  await expectGlance(laptop, "synced");
  await laptop.page.getByRole("heading", { name: "No conflicts" }).waitFor();

  // It is an edit like any other: the toast takes it back, on both.
  await laptop.page.getByRole("button", { name: "Undo", exact: true }).click();
  await expectEqual([laptop, office], amountOf(id), "7000.00");
  office.complaints.length = 0;
  laptop.complaints.length = 0;
});

it("a colleague joins by a link as a viewer, is told so, and what they change is kept until they may", async () => {
  const owner = await start("office");
  await connect(owner, server, OWNER);
  const { id } = await owner.api<{ id: string }>("POST", "/api/companies/", { name: "Bolt" });
  await owner.page.getByLabel("Their email").fill("grace@example.org");
  await owner.page.getByRole("combobox", { name: "As what" }).click();
  await owner.page.getByRole("option", { name: "Viewer" }).click();
  await owner.page.getByRole("button", { name: "Invite", exact: true }).click();
  const link = await owner.page.getByText(/\/join\//).innerText();
  await owner.page.getByRole("list", { name: "Open invitations" }).getByText("grace@example.org").waitFor();
  await owner.expectAccessible("an invitation");

  const guest = await start("laptop");
  const { page } = guest;
  await guest.settle("/settings/sync", "Settings");
  await page.getByRole("radio", { name: "I was invited" }).click();
  await page.getByLabel("Link of the invitation").fill("https://crm.example.org");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText("This is not the whole link.").waitFor();
  await page.getByLabel("Link of the invitation").fill(link);
  await page.getByRole("button", { name: "Continue" }).click();
  const invitation = page.getByRole("region", { name: "Invitation" });
  for (const text of [WORKSPACE, "Viewer", "Ada invites you"])
    await invitation.getByText(text, { exact: true }).waitFor();
  await page.getByLabel("Your name").fill("Grace");
  await page.getByLabel("Password", { exact: true }).fill("too short");
  await page.getByRole("button", { name: "Join" }).click();
  await page.getByText("This password is too easy to guess.").waitFor();
  await guest.expectAccessible("joining");
  // Refusals that were asked for.
  guest.complaints.length = 0;
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Join" }).click();
  await expectGlance(guest, "synced");
  await arrived(guest, "/api/companies/");
  await guest.settle(`/companies/${id}`, "Bolt");
  await page.getByRole("note").getByText(`You may only read in ${WORKSPACE}.`).waitFor();
  await guest.expectAccessible("a record that may only be read");

  await guest.api("PATCH", `/api/companies/${id}/`, { city: "Kiel" });
  await expectGlance(guest, "unsettled");
  await guest.settle("/sync", "Sync");
  const rejected = page.getByRole("list", { name: "Not accepted" });
  await rejected.getByText("Kiel").waitFor();
  await rejected.getByText("You may not change this in the workspace.").waitFor();
  await guest.expectAccessible("what was not accepted");
  const file = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export all" }).click();
  expect((await file).suggestedFilename()).toBe("not-accepted.json");

  const members = owner.page.getByRole("list", { name: "Members" });
  await owner.open("/settings/sync");
  await members.getByRole("combobox", { name: "Role of Grace" }).click();
  await owner.page.getByRole("option", { name: "Member" }).click();
  await owner.page.getByText("Grace: Member").waitFor();
  await page.getByRole("button", { name: "Do again: Bolt" }).click();
  const city = async (app: App) => (await app.api<{ city: string }>("GET", `/api/companies/${id}/`)).city;
  await expectEqual([guest, owner], city, "Kiel");
  await expectGlance(guest, "synced");
});

it("a change that was not accepted is given up only after a question", async () => {
  const owner = await start("office");
  await connect(owner, server, OWNER);
  const { id } = await owner.api<{ id: string }>("POST", "/api/companies/", { name: "Bolt" });
  const { link } = await owner.api<{ link: string }>("POST", "/api/sync/invites/", {
    email: "grace@example.org",
    role: "viewer",
  });
  const guest = await start("laptop");
  await guest.api("POST", "/api/sync/join/", { link, name: "Grace", password: PASSWORD });
  await arrived(guest, "/api/companies/");
  await guest.api("PATCH", `/api/companies/${id}/`, { city: "Kiel" });
  await guest.settle("/sync", "Sync");
  await guest.page.getByRole("button", { name: "Dismiss: Bolt" }).click();
  const question = guest.page.getByRole("dialog", { name: "Dismiss this change?" });
  await guest.expectAccessible("the question before dismissing");
  await question.getByRole("button", { name: "Dismiss" }).click();
  await guest.page.getByRole("heading", { name: "Everything was accepted" }).waitFor();
  await expectGlance(guest, "synced");
});

it("a device is signed out from another one, signs in again, leaves with all its records, and comes back", async () => {
  const office = await start("office");
  await connect(office, server, OWNER);
  await office.api("POST", "/api/companies/", { name: "Bolt" });
  const laptop = await start("laptop");
  await connect(laptop, server, OWNER);
  await arrived(laptop, "/api/companies/");

  await office.open("/settings/sync");
  const devices = office.page.getByRole("list", { name: "Devices" });
  await devices.getByText("This one").waitFor();
  await devices.getByRole("button", { name: "Sign out laptop" }).click();
  await office.page.getByText("laptop signed out").waitFor();
  await laptop.api("POST", "/api/companies/", { name: "Cogs" });
  await expectGlance(laptop, "signed_out");

  const { page } = laptop;
  await page.getByRole("link", { name: /^Sync: Sign in again/ }).click();
  await page.getByLabel("Password", { exact: true }).fill("not this one at all");
  await page.getByRole("button", { name: "Sign in again" }).click();
  await page.getByText("The email or the password is wrong.").waitFor();
  await laptop.expectAccessible("signing in again");
  laptop.complaints.length = 0;
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in again" }).click();
  await expectGlance(laptop, "synced");
  const companies = async (app: App) => (await app.api<{ count: number }>("GET", "/api/companies/")).count;
  await expectEqual([office, laptop], companies, 2);

  await page.getByRole("button", { name: "Leave…" }).click();
  const question = page.getByRole("dialog", { name: `Leave ${WORKSPACE} on this computer?` });
  await question.getByText("All records and their history stay on this computer.").waitFor();
  await laptop.expectAccessible("the question before leaving");
  await question.getByRole("button", { name: "Leave" }).click();
  await expectGlance(laptop, "detached");
  await laptop.api("POST", "/api/companies/", { name: "Dynamo" });
  await office.api("POST", "/api/companies/", { name: "Engines" });
  await expectEqual([office, laptop], companies, 3);
  await connect(laptop, server, OWNER);
  await expectEqual([office, laptop], companies, 4);
});

it("what is wrong with the connection stands beside the field, and nothing is sent in the clear", async () => {
  const app = await start("office");
  const { page } = app;
  await app.settle("/settings/sync", "Settings");
  const submit = async (address: string, password: string) => {
    await page.getByLabel("Server", { exact: true }).fill(address);
    await page.getByLabel("Email", { exact: true }).fill(OWNER);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Connect", exact: true }).click();
  };
  await submit("http://crm.example.org", PASSWORD);
  await page.getByText("This is no address of a server.").waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.id), PATIENCE).toBe("sync-server");
  await submit(server.address, "not this one at all");
  await page.getByText("The email or the password is wrong.").waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.id), PATIENCE).toBe("sync-password");
  await server.stop();
  await submit(server.address, PASSWORD);
  await page.getByText("No MyCRM server answers there.").waitFor();
  await app.expectAccessible("a connection that is refused");
  expect(app.complaints).toHaveLength(3);
  app.complaints.length = 0;
  await expectGlance(app, "detached");
});
