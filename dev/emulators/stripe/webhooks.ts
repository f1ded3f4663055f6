import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { StripeEvent } from "./objects.ts";

export interface WebhookEndpoint {
  readonly url: string;
  /** Each event has a signature with each of these. Stripe signs with two while a secret is rolled. */
  readonly secrets: readonly string[];
}

const maxAttempts = 6;
const timeoutMs = 5_000;
const firstRetryDelayMs = 100;

/** Returns the `Stripe-Signature` header of a payload. */
export function signPayload(payload: string, secrets: readonly string[], seconds: number): string {
  const signatures = secrets.map((secret) =>
    createHmac("sha256", secret).update(`${seconds}.${payload}`).digest("hex"),
  );
  return [`t=${seconds}`, ...signatures.map((signature) => `v1=${signature}`)].join(",");
}

/**
 * Creates the delivery of events. An event is sent until the endpoint accepts it, at most six times over a few seconds.
 * `getCopies` is the number of times that each event is sent: Stripe may deliver an event more than once. `onResponse`
 * receives the status of each response.
 */
export function createDelivery(
  getEndpoint: () => WebhookEndpoint | undefined,
  getCopies: () => number,
  onResponse: (status: number) => void,
  stop: AbortSignal,
) {
  const send = async ({ url, secrets }: WebhookEndpoint, payload: string): Promise<void> => {
    for (let attempt = 0; attempt < maxAttempts && !stop.aborted; attempt++) {
      try {
        const headers = {
          "content-type": "application/json",
          "stripe-signature": signPayload(payload, secrets, Math.floor(Date.now() / 1000)),
        };
        const signal = AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)]);
        const response = await fetch(url, { method: "POST", headers, body: payload, signal });
        await response.body?.cancel();
        onResponse(response.status);
        if (response.ok) return;
      } catch {
        // The endpoint is unavailable, or the emulator stops: the loop decides.
      }
      await sleep(firstRetryDelayMs * 2 ** attempt, undefined, { signal: stop }).catch(() => {});
    }
  };
  return (event: StripeEvent): void => {
    const endpoint = getEndpoint();
    if (endpoint === undefined) return;
    const payload = JSON.stringify(event);
    for (let copy = 0; copy < getCopies(); copy++) void send(endpoint, payload);
  };
}
