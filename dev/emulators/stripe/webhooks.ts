import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { StripeEvent } from "./store.ts";

export interface WebhookEndpoint {
  readonly url: string;
  readonly secret: string;
}

const attempts = 6;

/** The `Stripe-Signature` header of a payload. */
function signPayload(payload: string, secret: string, seconds: number): string {
  const signature = createHmac("sha256", secret).update(`${seconds}.${payload}`).digest("hex");
  return `t=${seconds},v1=${signature}`;
}

/** Sends events, each until it is accepted or has been refused six times over a few seconds. `copies` sends each so often. */
export function createDelivery(endpointOf: () => WebhookEndpoint | undefined, copies: () => number, stop: AbortSignal) {
  const send = async (url: string, secret: string, payload: string): Promise<void> => {
    for (let attempt = 0; attempt < attempts && !stop.aborted; attempt++) {
      try {
        const headers = {
          "content-type": "application/json",
          "stripe-signature": signPayload(payload, secret, Math.floor(Date.now() / 1000)),
        };
        const signal = AbortSignal.any([stop, AbortSignal.timeout(5_000)]);
        const response = await fetch(url, { method: "POST", headers, body: payload, signal });
        await response.body?.cancel();
        if (response.ok) return;
      } catch {
        // Away, or stopping: the next attempt tells.
      }
      await sleep(100 * 2 ** attempt, undefined, { signal: stop }).catch(() => {});
    }
  };
  return (event: StripeEvent): void => {
    const endpoint = endpointOf();
    if (endpoint === undefined) return;
    const payload = JSON.stringify(event);
    for (let copy = 0; copy < copies(); copy++) void send(endpoint.url, endpoint.secret, payload);
  };
}
