import { describeError, log } from "../../kit/observability/log.ts";
import { outboundFetch } from "../../kit/outbound-fetch.ts";
import { createCircuitBreaker } from "../../kit/storage/circuit-breaker.ts";
import type { AccountContext } from "../context.ts";

const timeoutMs = 1_000;

/** While Have I Been Pwned does not respond, registering does not wait for it each time. */
const breaker = createCircuitBreaker({ dependency: "breached passwords", failureThreshold: 2, openMs: 10_000 });

/**
 * Returns whether Have I Been Pwned knows the password from a data leak. Only the first five characters of its SHA-1 are
 * sent, and the response is padded, so neither reveals the password. Returns false when the service does not respond.
 */
export async function isBreachedPassword(ctx: AccountContext, password: string): Promise<boolean> {
  const { breachedPasswordsUrl: url } = ctx.config;
  if (url === undefined) return false;
  const hash = await sha1Hex(password);
  try {
    const body = await breaker.run(() => fetchRange(`${url}/range/${hash.slice(0, 5)}`));
    return hasSuffix(body, hash.slice(5));
  } catch (error) {
    log("warn", "breached passwords unavailable", {
      traceId: ctx.trace.traceId,
      error: describeError(error),
    });
    return false;
  }
}

async function fetchRange(url: string): Promise<string> {
  const response = await outboundFetch(url, {
    headers: { "add-padding": "true", "user-agent": "stoa" },
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`The service responded with ${response.status}`);
  return response.text();
}

/** Padding has the count 0. */
function hasSuffix(body: string, suffix: string): boolean {
  return body.split(/\r?\n/).some((line) => {
    const [found, count] = line.split(":");
    return found === suffix && Number(count) > 0;
  });
}

async function sha1Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();
}
