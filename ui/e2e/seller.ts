/** Two years of a seller's deals up to today, imported as a file: won after some 40 days, every third lost. */
import { expect } from "vitest";
import { type App, onboard, PATIENCE } from "./harness";

const DAY = 86_400_000;
export const HEAD =
  "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value";

function csv(): string {
  const today = Date.now();
  const civil = (at: number) => new Date(at).toISOString().slice(0, 10);
  const rows = Array.from({ length: 360 }, (_, n) => {
    const opened = today - (720 - n * 2) * DAY;
    const lost = n % 3 === 2;
    const closed = opened + (lost ? 15 + (n % 11) : 30 + (n % 21)) * DAY;
    const known = closed < today - DAY;
    const stage = known ? (lost ? "Lost" : "Won") : "Engaging";
    const value = known ? (lost ? 0 : 1000 + n * 10) : "";
    const owner = ["Ada", "Grace"][n % 2];
    const product = ["Basic", "Pro"][Math.floor(n / 7) % 2];
    return [
      `S${n}`,
      owner,
      product,
      `Account ${n % 9}`,
      stage,
      civil(opened),
      known ? civil(closed) : "",
      value,
    ];
  });
  return [HEAD, ...rows.map((row) => row.join(","))].join("\n");
}

/** Imports a file of deals, as the import screen does, and waits until all are in. */
export async function importDeals(app: App, name: string, text: string): Promise<void> {
  const made = await app.context.request.post(`${app.base}/api/imports/`, {
    headers: { Origin: app.base },
    multipart: { file: { name, mimeType: "text/csv", buffer: Buffer.from(text) } },
  });
  const { id } = (await made.json()) as { id: string };
  await app.api("POST", `/api/imports/${id}/run/`);
  await expect
    .poll(
      () => app.api<{ status: string }>("GET", `/api/imports/${id}/`).then((each) => each.status),
      PATIENCE,
    )
    .toBe("done");
}

export async function withSeller(app: App): Promise<void> {
  await onboard(app);
  await importDeals(app, "sold.csv", csv());
}
