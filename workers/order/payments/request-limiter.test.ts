import { describe, expect, it } from "vitest";
import { limitRequests, type Refusal } from "./request-limiter.ts";

const url = "https://api.stripe.com/v1/payment_intents";

/** Creates a limiter of 10 requests a second with its own clock. Waiting moves the clock to the latest end. */
function createLimiter(responses: readonly Response[] = []) {
  const clock = { now: 1_000_000 };
  const sentAt: { readonly endpoint: string; readonly at: number }[] = [];
  const refusals: Refusal[] = [];
  const queue = [...responses];
  const waits: { readonly until: number; readonly end: () => void }[] = [];
  const send = limitRequests({
    rate: 10,
    send: async (input, init) => {
      sentAt.push({ endpoint: `${init?.method ?? "GET"} ${String(input)}`, at: clock.now });
      return queue.shift() ?? new Response("{}");
    },
    now: () => clock.now,
    wait: (ms) => new Promise<void>((end) => waits.push({ until: clock.now + ms, end })),
    onRefused: (refusal) => refusals.push(refusal),
  });
  const advance = async (ms: number) => {
    const end = clock.now + ms;
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      const next = waits.sort((a, b) => a.until - b.until)[0];
      if (next === undefined || next.until > end) break;
      clock.now = next.until;
      waits.shift();
      next.end();
    }
    clock.now = end;
  };
  return { send, advance, sentAt, refusals, clock };
}

/** Returns the largest number of requests in any window of this length. */
function findPeak(times: readonly number[], windowMs: number): number {
  return Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + windowMs).length));
}

describe("requests to Stripe", () => {
  it("wait so that an endpoint gets at most its rate", async () => {
    const { send, advance, sentAt } = createLimiter();
    const all = Array.from({ length: 20 }, () => send(url, { method: "POST" }));
    await advance(3_000);
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual(all.map(() => 200));
    const times = sentAt.map(({ at }) => at);
    expect(findPeak(times, 1)).toBeLessThanOrEqual(3);
    expect(findPeak(times, 1_000)).toBeLessThanOrEqual(13);
  });

  it("get the response of Stripe's rate limit when the queue is longer than two seconds", async () => {
    const { send, advance, sentAt, refusals } = createLimiter();
    const all = Array.from({ length: 60 }, () => send(url, { method: "POST" }));
    await advance(5_000);
    const refused = (await Promise.all(all)).filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(20);
    expect(sentAt.length).toBe(60 - refused.length);
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(2);
    expect(refusals).toEqual([{ endpoint: "POST /v1/payment_intents", by: "limiter", waitMs: expect.any(Number) }]);
  });

  it("count for each endpoint on their own, without ids, and together for the account", async () => {
    const { send, advance, sentAt } = createLimiter();
    const paths = ["confirm", "capture", "cancel", "other", "more", "most"];
    const all = paths.flatMap((path) =>
      Array.from({ length: 15 }, (_, index) => send(`${url}/pi_3Nk${index}/${path}`, { method: "POST" })),
    );
    await advance(4_000);
    const sent = (await Promise.all(all)).filter(({ status }) => status === 200);
    expect(sent.length).toBeGreaterThan(80);
    expect(
      findPeak(
        sentAt.map(({ at }) => at),
        1_000,
      ),
    ).toBeLessThanOrEqual(49);
    const confirmed = sentAt.filter(({ endpoint }) => endpoint.endsWith("confirm")).map(({ at }) => at);
    expect(findPeak(confirmed, 1_000)).toBeLessThanOrEqual(13);
  });

  it("wait for the time that Stripe names when it refuses one", async () => {
    const refusal = new Response("{}", { status: 429, headers: { "retry-after": "5" } });
    const { send, advance, sentAt, refusals } = createLimiter([refusal]);
    expect((await send(url, { method: "POST" })).status).toBe(429);
    expect(refusals).toEqual([{ endpoint: "POST /v1/payment_intents", by: "stripe", waitMs: 5_000 }]);
    const refused = await send(url, { method: "POST" });
    expect([refused.status, Number(refused.headers.get("retry-after"))]).toEqual([429, 5]);
    expect((await send(`${url}/pi_1`)).status).toBe(200);
    await advance(5_001);
    expect((await send(url, { method: "POST" })).status).toBe(200);
    expect(sentAt).toHaveLength(3);
  });
});
