import { describe, expect, it } from "vitest";
import { readBody } from "./read-body.ts";

const most = 1_000;
const never = new AbortController().signal;

/** A request whose body comes in these chunks; `Infinity` is one that never comes, and a text one that breaks off. */
function request(chunks: readonly (number | string)[], headers: Record<string, string> = {}): Request {
  const left = [...chunks];
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = left.shift();
      if (next === undefined) controller.close();
      else if (typeof next === "string") controller.error(new Error(next));
      else if (next === Number.POSITIVE_INFINITY) await new Promise(() => {});
      else controller.enqueue(new Uint8Array(next));
    },
  });
  return new Request("https://shop.example", { method: "POST", headers, body, duplex: "half" } as RequestInit);
}

const told = async (asked: Request, signal = never) => {
  const body = await readBody(asked, most, signal);
  return body instanceof Uint8Array ? body.byteLength : body.status;
};

describe("a body", () => {
  it.each([
    ["in one piece", [1_000]],
    ["in many", Array.from({ length: 100 }, () => 10)],
    ["of nothing", []],
  ])("%s is read to its last byte", async (_name, chunks) => {
    expect(await told(request(chunks))).toBe(chunks.reduce((sum, size) => sum + size, 0));
  });

  it("that declares itself too large is not even read", async () => {
    const asked = request([Number.POSITIVE_INFINITY], { "content-length": "1001" });
    expect(await told(asked)).toBe(413);
    expect(asked.bodyUsed).toBe(false);
  });

  it("that turns out too large is read no further", async () => {
    expect(await told(request([600, 401, Number.POSITIVE_INFINITY]))).toBe(413);
  });

  it.each([{}, { "content-length": "10" }])("that does not come in time is not waited for: %j", async (headers) => {
    const time = new AbortController();
    const answer = told(request([5, Number.POSITIVE_INFINITY], headers), time.signal);
    time.abort();
    expect(await answer).toBe(408);
    expect(await told(request([Number.POSITIVE_INFINITY], headers), AbortSignal.abort())).toBe(408);
  });

  it.each([{}, { "content-length": "10" }])("that breaks off is nobody's mistake here: %j", async (headers) => {
    expect(await told(request([5, "connection lost"], headers))).toBe(400);
  });
});
