import { MutationObserver, QueryClient } from "@tanstack/react-query";
import { beforeEach, describe, expect, it } from "vitest";
import type { Answer } from "@/shared/api/client";
import type { AnyRecord } from "@/shared/api/types";
import { updateOptions } from "./edits";

const PAGE = ["companies", "record", "1"];
const LIST = ["companies", "list", {}];

interface Call {
  answer: (record: object) => void;
  refuse: () => void;
}

let client: QueryClient;
let calls: Call[];
let failures: string[];

beforeEach(() => {
  client = new QueryClient();
  calls = [];
  failures = [];
  client.setQueryData(PAGE, { id: "1", name: "Acme", city: "Ulm", size: "10" });
  client.setQueryData(LIST, {
    pages: [
      {
        count: 2,
        results: [
          { id: "1", name: "Acme", city: "Ulm" },
          { id: "2", name: "Other" },
        ],
      },
    ],
    pageParams: [""],
  });
});

function edit(values: Record<string, unknown>) {
  const save = () =>
    new Promise<Answer<AnyRecord>>((resolve, reject) =>
      calls.push({
        answer: (record) => resolve({ data: record as AnyRecord, changeSet: null }),
        refuse: () => reject(new Error("refused")),
      }),
    );
  const options = updateOptions(client, "companies", save, {
    saved: () => {},
    failed: (error) => failures.push(error.message),
  });
  const done = new MutationObserver(client, options).mutate({ id: "1", values }).catch(() => {});
  return done;
}

const call = (at: number) =>
  expect
    .poll(() => calls[at])
    .toBeDefined()
    .then(() => calls[at] as Call);
const page = () => client.getQueryData<Record<string, unknown>>(PAGE);
const row = () =>
  client.getQueryData<{ pages: { results: Record<string, unknown>[] }[] }>(LIST)?.pages[0]?.results[0];

describe("an edit that fails", () => {
  it("is shown at once and taken back, in the page and in the list", async () => {
    const done = edit({ city: "Bonn" });
    (await call(0)).refuse();
    expect([page()?.city, row()?.city]).toEqual(["Bonn", "Bonn"]);
    await done;
    expect([page()?.city, row()?.city, failures]).toEqual(["Ulm", "Ulm", ["refused"]]);
  });

  it("takes back a list, of which the cache keeps a copy", async () => {
    client.setQueryData(PAGE, { id: "1", name: "Acme", tags: ["old"] });
    const done = edit({ tags: ["new"] });
    (await call(0)).refuse();
    await done;
    expect(page()?.tags).toEqual(["old"]);
  });

  it("leaves a field alone that was edited meanwhile", async () => {
    const first = edit({ city: "Bonn" });
    const refused = await call(0);
    const second = edit({ name: "Acme AG" });
    await expect.poll(() => page()?.name).toBe("Acme AG");
    refused.refuse();
    await first;
    expect(page()).toEqual({ id: "1", name: "Acme AG", city: "Ulm", size: "10" });
    expect(row()).toEqual({ id: "1", name: "Acme AG", city: "Ulm" });

    (await call(1)).answer({ id: "1", name: "Acme AG", city: "Ulm", size: "10" });
    await second;
    expect(page()?.name).toBe("Acme AG");
  });

  it("does not take back a later edit of the same field", async () => {
    const first = edit({ city: "Bonn" });
    const refused = await call(0);
    edit({ city: "Kiel" });
    await expect.poll(() => page()?.city).toBe("Kiel");
    refused.refuse();
    await first;
    expect([page()?.city, row()?.city]).toEqual(["Kiel", "Kiel"]);
  });

  it("leaves what somebody else changed meanwhile", async () => {
    const done = edit({ city: "Bonn" });
    const refused = await call(0);
    client.setQueryData(PAGE, (old: object | undefined) => ({ ...old, size: "50" }));
    refused.refuse();
    await done;
    expect(page()).toEqual({ id: "1", name: "Acme", city: "Ulm", size: "50" });
    expect(client.getQueryState(PAGE)?.isInvalidated).toBe(true);
  });
});

describe("an edit that is saved", () => {
  it("does not hide the next one that is still on its way", async () => {
    const first = edit({ city: "Bonn" });
    const saved = await call(0);
    edit({ name: "Acme AG" });
    await expect.poll(() => page()?.name).toBe("Acme AG");
    saved.answer({ id: "1", name: "Acme", city: "Bonn", size: "10" });
    await first;
    expect(page()).toMatchObject({ name: "Acme AG", city: "Bonn" });
    expect(client.getQueryState(PAGE)?.isInvalidated).toBe(false);
  });
});
