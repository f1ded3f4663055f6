import { Code } from "@connectrpc/connect";
import type { Context } from "hono";
import { Failure } from "../../kit/errors/failure.ts";
import type { Trace } from "../../kit/observability/trace.ts";
import { readConfig } from "../config.ts";
import { createContext, type GatewayContext } from "../context.ts";
import { normaliseIp } from "../http/client-ip.ts";
import { type Deadline, startDeadline } from "../http/deadline.ts";
import { limits, type PriorityClass } from "../policies/limits.ts";
import { createLoadShedder, type LoadShedder, type Permit } from "../policies/load-shedding.ts";

export type GatewayEnv = { Bindings: Env; Variables: { trace: Trace } };

let door: LoadShedder | undefined;

/** Lets a request in, or throws UNAVAILABLE: see `admission.ts`. */
export function acquirePermit(env: Env, claimed: PriorityClass): Permit {
  door ??= createLoadShedder(readConfig(env).mostInFlight);
  return door.acquire(claimed);
}

/** The time that a request has, from now on. */
export function deadlineOf(request: Request, seconds: number = limits.seconds): Deadline {
  return startDeadline(request.signal, seconds * 1000);
}

export interface RequestContextOptions {
  readonly address: string;
  readonly body?: GatewayContext["body"];
  readonly keeping?: boolean;
  readonly admission: Permit;
  readonly deadline: Deadline;
}

/** Opens what a request works with, as whoever its token says. */
export function createRequestContext(c: Context<GatewayEnv>, entering: RequestContextOptions): Promise<GatewayContext> {
  const { address, body, keeping = false, admission, deadline } = entering;
  const userAgent = c.req.header("user-agent");
  return createContext(c.env, c.req.raw, {
    trace: c.get("trace"),
    body,
    keeping,
    admission,
    deadline,
    renewDeadline: () => deadlineOf(c.req.raw),
    client: { address, ...(userAgent === undefined ? {} : { userAgent }) },
  });
}

/** The network that a request came from. Throws RATE_LIMITED when there are too many from there. */
export async function rateLimitByIp(c: Context<GatewayEnv>, limit?: RateLimit): Promise<string> {
  const address = clientIpOf(c.req.raw);
  await enforceRateLimit(c.env, address, limit);
  return address;
}

/** Throws RATE_LIMITED when there are too many requests of this address. */
export async function enforceRateLimit(env: Env, address: string, limit?: RateLimit): Promise<void> {
  if (await isWithinRateLimit(env, address, limit)) return;
  throw new Failure(Code.ResourceExhausted, "RATE_LIMITED", "too many requests from this address: wait a minute");
}

/** Whether an address makes no more requests than anybody may. Counted by the platform, without a round trip. */
export async function isWithinRateLimit(env: Env, address: string, limit = env.ADDRESS_LIMIT): Promise<boolean> {
  return !readConfig(env).limits || (await limit.limit({ key: address })).success;
}

/** Where a request came from, as far as it counts: see `network.ts`. */
export function clientIpOf({ headers }: Request): string {
  return normaliseIp(headers.get("cf-connecting-ip") ?? "") ?? "local";
}
