import type { Context } from "hono";
import { anonymous, type Identity } from "../../kit/auth/identity.ts";
import type { Trace } from "../../kit/observability/trace.ts";
import { readConfig } from "../config.ts";
import { createContext, type GatewayContext, type RequestContextInit } from "../context.ts";
import { firstMarket, type RequestMarket } from "../data/market-directory.ts";
import { clientIpOf } from "../http/client-ip.ts";
import { type Deadline, startDeadline } from "../http/deadline.ts";
import { type Audit, createAudit } from "../policies/audit.ts";
import { limits, type PriorityClass } from "../policies/limits.ts";
import { createLoadShedder, type LoadShedder, type Permit } from "../policies/load-shedding.ts";

/** Hono's generic: bindings and variables. */
export type GatewayEnv = {
  Bindings: Env;
  Variables: {
    trace: Trace;
    /** The caller, once the request is authenticated. */
    identity?: Identity;
    /** The IP that the request counts for, if it is not the client's own: a storefront's visitor. */
    ip?: string;
    /** True for a request that was rejected because this isolate is overloaded. */
    isShed?: boolean;
  };
};

let loadShedder: LoadShedder | undefined;

/** Returns the permit of a request. Throws UNAVAILABLE when the isolate is overloaded: see `load-shedding.ts`. */
export function acquirePermit({ env, executionCtx }: Context<GatewayEnv>, claimed: PriorityClass): Permit {
  loadShedder ??= createLoadShedder({ maxInFlight: readConfig(env).maxInFlight });
  return loadShedder.acquire(claimed, (work) => executionCtx.waitUntil(work));
}

/** Starts the deadline of a request. */
export function deadlineOf(request: Request, seconds: number = limits.seconds): Deadline {
  return startDeadline(request.signal, seconds * 1000);
}

export interface RequestContextOptions extends Pick<RequestContextInit, "permit" | "deadline"> {
  /** The client's IP as it is counted. */
  readonly ip: string;
  /** The API token of the storefront's server that sends the request for a visitor. */
  readonly storefrontId?: string | undefined;
  /** By default the first market. */
  readonly market?: RequestMarket;
  readonly body?: RequestContextInit["body"];
  readonly cacheable?: boolean;
}

/** Creates the audit of a request outside its `GatewayContext`. */
export function createRequestAudit(c: Context<GatewayEnv>): Audit {
  return createAudit(c.env, {
    trace: c.get("trace"),
    ip: c.get("ip") ?? clientIpOf(c.req.raw),
    identity: () => c.get("identity") ?? anonymous,
    defer: (work) => c.executionCtx.waitUntil(work),
  });
}

/** Creates the context of a request for the caller that its token identifies. */
export async function createRequestContext(
  c: Context<GatewayEnv>,
  options: RequestContextOptions,
): Promise<GatewayContext> {
  const { ip, storefrontId, market = firstMarket, body, cacheable = false, permit, deadline } = options;
  const userAgent = c.req.header("user-agent");
  const ctx = await createContext(c.env, c.req.raw, {
    trace: c.get("trace"),
    body,
    market,
    cacheable,
    permit,
    deadline,
    defer: (work) => c.executionCtx.waitUntil(work),
    startEventDeadline: () => deadlineOf(c.req.raw),
    client: {
      ip,
      ...(userAgent === undefined ? {} : { userAgent }),
      ...(storefrontId === undefined ? {} : { storefrontId }),
    },
  });
  c.set("identity", ctx.caller.identity);
  return ctx;
}
