import { describe, expect, it } from "vitest";
import { readBody } from "./read-body.ts";

const maxBytes = 1_000;
const never = new AbortController().signal;

/** Returns a request with these chunk sizes. `Infinity` is a chunk that never arrives, a string a connection error. */
function request(chunks: readonly (number | string)[], headers: Record<string, string> = {}): Request {
  const remaining = [...chunks];
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = remaining.shift();
      if (next === undefined) controller.close();
      else if (typeof next === "string") controller.error(new Error(next));
      else if (next === Number.POSITIVE_INFINITY) await new Promise(() => {});
      else controller.enqueue(new Uint8Array(next));
    },
  });
  return new Request("https://shop.example", { method: "POST", headers, body, duplex: "half" } as RequestInit);
}

/** Returns the number of bytes, or the status of the error. */
const read = async (incoming: Request, signal = never) => {
  const body = await readBody(incoming, maxBytes, signal);
  return body instanceof Uint8Array ? body.byteLength : body.status;
};

describe("readBody", () => {
  it.each([
    ["one chunk", [1_000]],
    ["many chunks", Array.from({ length: 100 }, () => 10)],
    ["no chunks", []],
  ])("reads a body of %s completely", async (_name, chunks) => {
    expect(await read(request(chunks))).toBe(chunks.reduce((sum, size) => sum + size, 0));
  });

  it("does not read a body whose declared length is too large", async () => {
    const incoming = request([Number.POSITIVE_INFINITY], { "content-length": "1001" });
    expect(await read(incoming)).toBe(413);
    expect(incoming.bodyUsed).toBe(false);
  });

  it("stops reading a body that is too large", async () => {
    expect(await read(request([600, 401, Number.POSITIVE_INFINITY]))).toBe(413);
  });

  it.each([{}, { "content-length": "10" }])(
    "returns 408 for a body that does not arrive in time: %j",
    async (headers) => {
      const deadline = new AbortController();
      const status = read(request([5, Number.POSITIVE_INFINITY], headers), deadline.signal);
      deadline.abort();
      expect(await status).toBe(408);
      expect(await read(request([Number.POSITIVE_INFINITY], headers), AbortSignal.abort())).toBe(408);
    },
  );

  it.each([{}, { "content-length": "10" }])("returns 400 for a body whose connection fails: %j", async (headers) => {
    expect(await read(request([5, "connection lost"], headers))).toBe(400);
  });
});
