/** One server process with its own port and data folder, one browser page signed in to it. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { afterEach, beforeEach, expect } from "vitest";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const PATIENCE = { timeout: 20_000, interval: 50 };

interface Violation {
  id: string;
  nodes: { target: unknown[]; failureSummary?: string }[];
}

export class App {
  /** What the page printed as an error. A test ends with none. */
  readonly complaints: string[] = [];

  constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    readonly base: string,
    private readonly server: ChildProcess,
    private readonly folder: string,
  ) {
    page.setDefaultTimeout(PATIENCE.timeout);
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => {
      const refusal = message.text().startsWith("Failed to load resource");
      if (message.type() === "error" && !refusal) this.complaints.push(message.text());
    });
    // A refused request is told by its address and not by the browser's line about it.
    page.on("response", (response) => {
      if (response.status() >= 400)
        this.complaints.push(`${response.status()} ${response.url().slice(base.length)}`);
    });
  }

  async open(path: string): Promise<void> {
    await this.page.goto(this.base + path);
  }

  /** Calls the API as the signed-in page does. */
  async api<T>(method: string, path: string, data?: unknown): Promise<T> {
    const response = await this.context.request.fetch(this.base + path, {
      method,
      // What a page of this server would send; without it the session of a browser is not taken.
      headers: { Origin: this.base },
      ...(data === undefined ? {} : { data }),
    });
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
    const text = await response.text();
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  async settle(path: string, heading: string): Promise<void> {
    await this.open(path);
    await this.page.getByRole("heading", { level: 1, name: heading }).waitFor();
  }

  /** Fails with what axe finds on the page as it is. */
  async expectAccessible(where: string): Promise<void> {
    // Colours in transition are no colours to measure.
    await expect
      .poll(
        () =>
          this.page.evaluate(() => document.getAnimations().every((each) => each.playState !== "running")),
        PATIENCE,
      )
      .toBe(true);
    await this.page.evaluate(AXE);
    const found = await this.page.evaluate<Violation[]>(
      "axe.run(document, { runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'] }).then((result) => result.violations)",
    );
    const told = found.map(
      (each) =>
        `${each.id}: ${each.nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary ?? ""}`).join("; ")}`,
    );
    expect(told, where).toEqual([]);
  }

  async picture(name: string): Promise<void> {
    const folder = join(process.env.ARTIFACTS ?? tmpdir(), "ui-e2e");
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name.replaceAll(/\W+/g, "-")}.png`) });
  }

  async close(): Promise<void> {
    await this.context.close();
    const ended = new Promise((resolve) => this.server.once("exit", resolve));
    this.server.kill("SIGTERM");
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

type Surroundings = Record<string, string>;

async function startServer(
  data: string,
  env: Surroundings,
): Promise<{ server: ChildProcess; base: string; signIn: string }> {
  const program = process.env.MYCRM_HEADLESS;
  if (!program) throw new Error("MYCRM_HEADLESS must name the headless program that these tests drive.");
  const server = spawn(program, ["serve", "--port", "0", "--data-dir", data], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  const lines = createInterface({ input: server.stdout });
  let base = "";
  for await (const line of lines) {
    base ||= /listening on (http:\S+)/.exec(line)?.[1] ?? "";
    const signIn = /http:\S+\/sign-in\?code=\S+/.exec(line)?.[0];
    if (base && signIn) return { server, base, signIn };
  }
  throw new Error("The server ended before it was ready.");
}

/** `surroundings` are variables for the program that depend on its own folder. */
export async function launch(surroundings: (folder: string) => Surroundings = () => ({})): Promise<App> {
  const folder = mkdtempSync(join(tmpdir(), "mycrm-e2e-"));
  const { server, base, signIn } = await startServer(join(folder, "data"), surroundings(folder));
  const context = await chromium.launchPersistentContext(join(folder, "browser"), {
    executablePath: CHROMIUM,
    headless: true,
    args: FLAGS,
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    reducedMotion: "reduce",
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(signIn);
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  return new App(page, context, base, server, folder);
}

/** A fresh app for each test of the file; a picture is kept where one fails. */
export function eachTest(prepare?: (app: App) => Promise<void>): () => App {
  let app: App | undefined;
  beforeEach(async () => {
    app = await launch();
    await prepare?.(app);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await app?.picture(task.name);
    const complaints = app?.complaints ?? [];
    await app?.close();
    expect(complaints).toEqual([]);
  });
  return () => {
    if (!app) throw new Error("The app runs inside a test only.");
    return app;
  };
}

/** Past the first start, in English, with nothing in it. */
export async function onboard(app: App): Promise<void> {
  await app.api("PATCH", "/api/core/settings/", {
    onboarded: true,
    language: "en",
    theme: "light",
    base_currency: "EUR",
  });
}

export async function withSamples(app: App): Promise<void> {
  await app.api("POST", "/api/core/sample_data/");
  await onboard(app);
}
