import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { newObjectId } from "./objects.ts";

export const faultModes = [
  "down",
  "error_500",
  "rate_limited",
  "error_500_after",
  "reset_before",
  "reset_after",
  "timeout_before",
  "timeout_after",
  "slow",
] as const;

/** A failure before the effect, so that nothing happens, or after it, so that only the response is lost. */
export type FaultMode = (typeof faultModes)[number];

export interface Fault {
  readonly mode: FaultMode;
  /**
   * A part of `METHOD /path`: "capture" matches every capture, "" every request. A request that creates and confirms a payment
   * has " confirm" at its end.
   */
  readonly match: string;
  /** The number of requests that the fault still applies to. */
  readonly times: number;
  /** Applies to the mode "slow". */
  readonly delayMs: number;
}

/** How long a request without a response stays open before its connection is closed. */
const timeoutMs = 60_000;

/** Creates the list of configured faults. */
export function createFaults() {
  let faults: Fault[] = [];
  return {
    list: (): readonly Fault[] => faults,
    add: (fault: Fault): void => {
      faults.push(fault);
    },
    clear: (): void => {
      faults = [];
    },
    /** Returns the first fault that matches a request, and counts it as used once. */
    take: (request: string): Fault | undefined => {
      const fault = faults.find(({ match }) => request.includes(match));
      if (fault === undefined) return undefined;
      faults = faults.flatMap((other) => {
        if (other !== fault) return other;
        return other.times > 1 ? { ...other, times: other.times - 1 } : [];
      });
      return fault;
    },
  };
}

/** Narrows the body of `POST /sandbox/faults`. Returns undefined for an unknown mode. */
export function parseFault(value: unknown): Fault | undefined {
  const { mode, match, times, delayMs } = value as Record<string, unknown>;
  const known = faultModes.find((name) => name === mode);
  if (known === undefined) return undefined;
  return {
    mode: known,
    match: typeof match === "string" ? match : "",
    times: typeof times === "number" ? times : 1,
    delayMs: typeof delayMs === "number" ? delayMs : 1_000,
  };
}

/** Applies a fault before the effect. Returns true when the request ends here and has no effect. */
export async function failBefore(
  fault: Fault | undefined,
  response: ServerResponse,
  stop: AbortSignal,
): Promise<boolean> {
  switch (fault?.mode) {
    case "down":
    case "reset_before":
      response.destroy();
      return true;
    case "error_500":
      sendServerError(response);
      return true;
    case "rate_limited":
      sendRateLimited(response);
      return true;
    case "timeout_before":
      await neverRespond(response, stop);
      return true;
    case "slow":
      await sleep(fault.delayMs, undefined, { signal: stop }).catch(() => {});
      return false;
    default:
      return false;
  }
}

/** Applies a fault after the effect. Returns true when the response is lost. */
export async function failAfter(
  fault: Fault | undefined,
  response: ServerResponse,
  stop: AbortSignal,
): Promise<boolean> {
  switch (fault?.mode) {
    case "reset_after":
      response.destroy();
      return true;
    case "error_500_after":
      sendServerError(response);
      return true;
    case "timeout_after":
      await neverRespond(response, stop);
      return true;
    default:
      return false;
  }
}

/** Stripe may say when to send the request again. It does not process a request that it refuses. */
function sendRateLimited(response: ServerResponse): void {
  const headers = { "content-type": "application/json", "request-id": newObjectId("req"), "retry-after": "1" };
  response.writeHead(429, headers);
  const message = "Request rate limit exceeded.";
  response.end(JSON.stringify({ error: { type: "invalid_request_error", code: "rate_limit", message } }));
}

function sendServerError(response: ServerResponse): void {
  if (response.destroyed) return;
  response.writeHead(500, { "content-type": "application/json", "request-id": newObjectId("req") });
  response.end(JSON.stringify({ error: { type: "api_error", message: "An error occurred on our side." } }));
}

async function neverRespond(response: ServerResponse, stop: AbortSignal): Promise<void> {
  await sleep(timeoutMs, undefined, { signal: stop }).catch(() => {});
  response.destroy();
}
