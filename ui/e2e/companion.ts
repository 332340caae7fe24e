/** A companion server with its own data, and computers that work in its workspace. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "vitest";
import { type App, launch, onboard, PATIENCE } from "./harness";

export const WORKSPACE = "Acme";
export const PASSWORD = "correct horse battery";

function program(): string {
  const path = process.env.MYCRM_SERVER;
  if (!path) throw new Error("MYCRM_SERVER must name the companion server that these tests sync with.");
  return path;
}

export class Companion {
  /** Chosen by the system at the first start, and kept: the others know it. */
  private listen = "127.0.0.1:0";
  private process: ChildProcess | undefined;
  private readonly folder = mkdtempSync(join(tmpdir(), "mycrm-e2e-server-"));

  get address(): string {
    return `http://${this.listen}`;
  }

  private run(args: string[]): ChildProcess {
    const all = [...args, "--data", join(this.folder, "data"), "--listen", this.listen];
    return spawn(program(), all, {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, RUST_LOG: "warn" },
    });
  }

  /** An account with the password of all of them. */
  async addUser(email: string, name: string): Promise<void> {
    const made = this.run(["user", "create", email, "--name", name, "--workspace", WORKSPACE]);
    made.stdin?.end(`${PASSWORD}\n`);
    made.stdout?.resume();
    const [code] = await once(made, "exit");
    expect(code).toBe(0);
  }

  async start(): Promise<void> {
    const server = this.run(["serve"]);
    this.process = server;
    if (!server.stdout) throw new Error("The server has no output.");
    for await (const line of createInterface({ input: server.stdout })) {
      const address = /listening on http:\/\/(\S+)/.exec(line)?.[1];
      if (!address) continue;
      this.listen = address;
      return;
    }
    throw new Error("The companion server ended before it was ready.");
  }

  async stop(): Promise<void> {
    const server = this.process;
    this.process = undefined;
    if (!server) return;
    const ended = once(server, "exit");
    server.kill("SIGTERM");
    await ended;
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A computer of its own: with its own home, its own name and its own place for secrets. */
export async function computer(name: string): Promise<App> {
  const app = await launch((folder) => ({
    HOME: join(folder, "home"),
    XDG_STATE_HOME: join(folder, "home", "state"),
    XDG_DATA_HOME: join(folder, "home", "data"),
    HOSTNAME: name,
    MYCRM_SECRETS: "file",
    MYCRM_SECRETS_PASSPHRASE: "a passphrase for tests",
  }));
  await onboard(app);
  return app;
}

/** Connects by the form in the settings, as a user does. */
export async function connect(app: App, server: Companion, email: string): Promise<void> {
  const { page } = app;
  await app.settle("/settings/sync", "Settings");
  await page.getByLabel("Server", { exact: true }).fill(server.address);
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByText(`Connected to ${WORKSPACE}`).waitFor();
  await expectGlance(app, "synced");
}

/** Waits until the sign in the sidebar says so. */
export async function expectGlance(app: App, glance: string): Promise<void> {
  await app.page.locator(`aside [data-sync="${glance}"]`).waitFor();
}

export async function expectEqual<T>(apps: App[], read: (app: App) => Promise<T>, wanted: T): Promise<void> {
  for (const app of apps) await expect.poll(() => read(app), PATIENCE).toEqual(wanted);
}
