import { describe, expect, it } from "vitest";
import { decodeFrame, encodeFrame, frameOf } from "./frame";

function answer(head: object, body = ""): ArrayBuffer {
  const bytes = encodeFrame(head as never, new TextEncoder().encode(body));
  return bytes.buffer as ArrayBuffer;
}

describe("the desktop frame", () => {
  it("gives back status, headers and body", async () => {
    const response = decodeFrame(
      answer({ status: 422, headers: { "x-change-set": "c1" } }, '{"code":"validation"}'),
    );
    expect(response.status).toBe(422);
    expect(response.headers.get("X-Change-Set")).toBe("c1");
    expect(await response.json()).toEqual({ code: "validation" });
  });

  it.each([204, 304])("builds a response without a body for %i", (status) => {
    expect(decodeFrame(answer({ status, headers: {} })).body).toBeNull();
  });

  it("carries method, path with query, headers and body of a request", async () => {
    const request = new Request("http://localhost/api/leads/?search=%C3%BC", {
      method: "POST",
      headers: { "Idempotency-Key": "k" },
      body: "ü",
    });
    const bytes = await frameOf(request);
    const length = new DataView(bytes.buffer).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
    expect(head).toMatchObject({ method: "POST", path: "/api/leads/?search=%C3%BC" });
    expect(head.headers["idempotency-key"]).toBe("k");
    expect(new TextDecoder().decode(bytes.subarray(4 + length))).toBe("ü");
  });

  it("refuses a frame that is shorter than it says", () => {
    expect(() => decodeFrame(new Uint8Array([9, 0, 0, 0, 1]).buffer)).toThrow(/broken frame/);
  });
});
