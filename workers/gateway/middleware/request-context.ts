import { Code } from "@connectrpc/connect";
import type { Context } from "hono";
import { Failure } from "../../kit/errors/failure.ts";
import type { Trace } from "../../kit/observability/trace.ts";
import { readConfig } from "../config.ts";
import { type GatewayContext, openContext } from "../context.ts";
import { parseNetwork } from "../http/client-ip.ts";
import { type Deadline, startDeadline } from "../http/deadline.ts";
import { type AdmissionClass, bounds } from "../policies/limits.ts";
import { type Admission, type Doorkeeper, openDoor } from "../policies/load-shedding.ts";

export type Gateway = { Bindings: Env; Variables: { trace: Trace } };

let door: Doorkeeper | undefined;

/** Lets a request in, or throws UNAVAILABLE: see `admission.ts`. */
export function admit(env: Env, claimed: AdmissionClass): Admission {
  door ??= openDoor(readConfig(env).mostInFlight);
  return door.admit(claimed);
}

/** The time that a request has, from now on. */
export function deadlineOf(request: Request, seconds: number = bounds.seconds): Deadline {
  return startDeadline(request.signal, seconds * 1000);
}

export interface Entering {
  readonly address: string;
  readonly body?: GatewayContext["body"];
  readonly keeping?: boolean;
  readonly admission: Admission;
  readonly deadline: Deadline;
}

/** Opens what a request works with, as whoever its token says. */
export function enter(c: Context<Gateway>, entering: Entering): Promise<GatewayContext> {
  const { address, body, keeping = false, admission, deadline } = entering;
  const userAgent = c.req.header("user-agent");
  return openContext(c.env, c.req.raw, {
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
export async function limitAddress(c: Context<Gateway>, limit?: RateLimit): Promise<string> {
  const address = addressOf(c.req.raw);
  await requireWithinLimit(c.env, address, limit);
  return address;
}

/** Throws RATE_LIMITED when there are too many requests of this address. */
export async function requireWithinLimit(env: Env, address: string, limit?: RateLimit): Promise<void> {
  if (await isWithinLimit(env, address, limit)) return;
  throw new Failure(Code.ResourceExhausted, "RATE_LIMITED", "too many requests from this address: wait a minute");
}

/** Whether an address makes no more requests than anybody may. Counted by the platform, without a round trip. */
export async function isWithinLimit(env: Env, address: string, limit = env.ADDRESS_LIMIT): Promise<boolean> {
  return !readConfig(env).limits || (await limit.limit({ key: address })).success;
}

/** Where a request came from, as far as it counts: see `network.ts`. */
export function addressOf({ headers }: Request): string {
  return parseNetwork(headers.get("cf-connecting-ip") ?? "") ?? "local";
}
