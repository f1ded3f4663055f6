import Stripe from "stripe";
import { log } from "../../kit/observability/log.ts";
import { outboundFetch } from "../../kit/outbound-fetch.ts";
import { limitRequests } from "./request-limiter.ts";

/** The timeout of one call. The SDK must not retry, because the order itself retries calls without a response. */
const timeoutMs = 8_000;

const clients = new Map<string, Stripe>();

export interface StripeConnection {
  readonly secretKey: string;
  /** `host:port` that replaces Stripe's own host. Empty in production. */
  readonly host: string;
  /** How many requests a second Stripe accepts at one endpoint. */
  readonly requestsPerSecond: number;
}

/** Returns the one client of this isolate. Creating a client costs more than a call. */
export function getStripeClient({ secretKey, host, requestsPerSecond }: StripeConnection): Stripe {
  const existing = clients.get(secretKey);
  if (existing !== undefined) return existing;
  const [hostname = "", port = ""] = host.split(":");
  const address = host === "" ? {} : { host: hostname, port, protocol: "http" as const };
  const client = new Stripe(secretKey, {
    httpClient: Stripe.createFetchHttpClient(
      limitRequests({
        rate: requestsPerSecond,
        send: outboundFetch,
        now: Date.now,
        wait: (ms) => scheduler.wait(ms),
        onRefused: ({ endpoint, by, waitMs }) =>
          log("warn", "payment requests refused", { operation: endpoint, reason: by, ms: waitMs }),
      }),
    ),
    maxNetworkRetries: 0,
    timeout: timeoutMs,
    telemetry: false,
    ...address,
  });
  clients.set(secretKey, client);
  return client;
}
