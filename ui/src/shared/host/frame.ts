/** The byte frame of the desktop call: u32 little-endian header length, JSON header, body. No I/O. */

interface RequestHead {
  method: string;
  path: string;
  headers: Record<string, string>;
}

interface ResponseHead {
  status: number;
  headers: Record<string, string>;
}

/** The statuses for which the Response constructor refuses any body, even an empty one. */
const BODILESS = new Set([101, 204, 205, 304]);

export function encodeFrame(head: RequestHead, body: Uint8Array): Uint8Array {
  const header = new TextEncoder().encode(JSON.stringify(head));
  const frame = new Uint8Array(4 + header.length + body.length);
  new DataView(frame.buffer).setUint32(0, header.length, true);
  frame.set(header, 4);
  frame.set(body, 4 + header.length);
  return frame;
}

export function decodeFrame(buffer: ArrayBuffer): Response {
  const length = buffer.byteLength >= 4 ? new DataView(buffer).getUint32(0, true) : Number.NaN;
  if (!(length + 4 <= buffer.byteLength)) throw new Error("The app answered with a broken frame.");
  const head: ResponseHead = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const body = BODILESS.has(head.status) ? null : buffer.slice(4 + length);
  return new Response(body, { status: head.status, headers: head.headers });
}

export async function frameOf(request: Request): Promise<Uint8Array> {
  const url = new URL(request.url);
  const headers = Object.fromEntries(request.headers.entries());
  const body = new Uint8Array(await request.arrayBuffer());
  return encodeFrame({ method: request.method, path: url.pathname + url.search, headers }, body);
}
