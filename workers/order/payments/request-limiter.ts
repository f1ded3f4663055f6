import type { outboundFetch } from "../../kit/outbound-fetch.ts";

/** A queue of requests that lasts longer is not worth its wait: the order retries, and its caller gets a response. */
const maxWaitMs = 2_000;
/** Stripe accepts this many times the requests of one endpoint from an account. */
const endpointsOfAccount = 4;
/** When Stripe refuses a request and does not say for how long. */
const defaultRefusalMs = 1_000;
/** Unused requests of this time may be sent at the same moment. */
const burstMs = 200;
/** A line about refused requests is logged once in this time for each endpoint. */
const logIntervalMs = 10_000;

export interface LimiterOptions {
  /** Requests per second to one endpoint. */
  readonly rate: number;
  readonly send: typeof outboundFetch;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<unknown>;
  /** Called when a request is refused: by Stripe, or here because the queue is too long. */
  readonly onRefused: (refusal: Refusal) => void;
}

export interface Refusal {
  /** `POST /v1/payment_intents/{id}/confirm`. */
  readonly endpoint: string;
  readonly by: "stripe" | "limiter";
  readonly waitMs: number;
}

/** The time at which the next request may be sent. Requests before it wait. */
class Bucket {
  readonly #intervalMs: number;
  #nextAt = 0;
  lastLoggedAt = Number.NEGATIVE_INFINITY;

  constructor(rate: number) {
    this.#intervalMs = 1_000 / rate;
  }

  /** Returns how long a request must wait. */
  waitFor(now: number): number {
    return Math.max(this.#nextAt - now, 0);
  }

  take(now: number): void {
    this.#nextAt = Math.max(this.#nextAt, now - burstMs) + this.#intervalMs;
  }

  block(until: number): void {
    this.#nextAt = Math.max(this.#nextAt, until);
  }
}

/**
 * Returns a `fetch` for Stripe's API that sends at most `rate` requests a second to each endpoint, and four times as many in total.
 * Other requests wait for their turn. If that lasts too long, or Stripe has refused requests of the endpoint, the response is
 * the one of Stripe's own rate limit: status 429 with `Retry-After`. The limit is that of one isolate.
 */
export function limitRequests({ rate, send, now, wait, onRefused }: LimiterOptions): typeof outboundFetch {
  const account = new Bucket(rate * endpointsOfAccount);
  const endpoints = new Map<string, Bucket>();

  const refuse = (endpoint: string, bucket: Bucket, by: Refusal["by"], waitMs: number) => {
    if (now() - bucket.lastLoggedAt < logIntervalMs) return;
    bucket.lastLoggedAt = now();
    onRefused({ endpoint, by, waitMs });
  };

  return async (input, init) => {
    const endpoint = toEndpoint(String(input), init?.method);
    const bucket = endpoints.get(endpoint) ?? new Bucket(rate);
    endpoints.set(endpoint, bucket);
    for (const limit of [bucket, account]) {
      const waitMs = limit.waitFor(now());
      if (waitMs > maxWaitMs) {
        refuse(endpoint, bucket, "limiter", waitMs);
        return toRefusal(waitMs);
      }
      limit.take(now());
      if (waitMs > 0) await wait(waitMs);
    }
    const response = await send(input, init);
    if (response.status === 429) {
      const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
      const refusedMs = seconds > 0 ? seconds * 1_000 : defaultRefusalMs;
      bucket.block(now() + refusedMs);
      refuse(endpoint, bucket, "stripe", refusedMs);
    }
    return response;
  };
}

/** Returns the method and the path of a request, without ids. */
function toEndpoint(url: string, method = "GET"): string {
  const path = url.replace(/^https?:\/\/[^/]+/, "").replace(/\?.*$/s, "");
  // Ids have a prefix and digits: `pi_3Nk…`. Names of resources have no digits.
  return `${method} ${path.replace(/\/[a-z]+_[A-Za-z0-9_]*\d[A-Za-z0-9_]*/g, "/{id}")}`;
}

function toRefusal(waitMs: number): Response {
  const error = {
    type: "invalid_request_error",
    code: "rate_limit",
    message: "Too many requests to Stripe wait already",
  };
  const headers = { "content-type": "application/json", "retry-after": String(waitMs / 1_000) };
  return new Response(JSON.stringify({ error }), { status: 429, headers });
}
