import Stripe from "stripe";
import { outboundFetch } from "../../kit/outbound-fetch.ts";

/** The timeout of one call. The SDK must not retry, because the order itself retries calls without a response. */
const timeoutMs = 8_000;

const clients = new Map<string, Stripe>();

/** Returns the one client of this isolate. Creating a client costs more than a call. `host` is empty for Stripe itself. */
export function getStripeClient({ secretKey, host }: { readonly secretKey: string; readonly host: string }): Stripe {
  const existing = clients.get(secretKey);
  if (existing !== undefined) return existing;
  const [hostname = "", port = ""] = host.split(":");
  const address = host === "" ? {} : { host: hostname, port, protocol: "http" as const };
  const client = new Stripe(secretKey, {
    httpClient: Stripe.createFetchHttpClient(outboundFetch),
    maxNetworkRetries: 0,
    timeout: timeoutMs,
    telemetry: false,
    ...address,
  });
  clients.set(secretKey, client);
  return client;
}
