import type { Identity } from "../auth/identity.ts";
import type { Clock } from "../clock.ts";
import type { Trace } from "../observability/trace.ts";

/** The client of a request, as the gateway saw it. Absent for a Worker's own background work. */
export interface ClientInfo {
  /** The IPv4 address, or the /64 network of an IPv6 address. */
  readonly ip: string;
  readonly userAgent?: string;
  /** The ID of the API token of a storefront's server, which sends the request for its visitor. */
  readonly storefrontId?: string;
}

/** The context of one call, which every function that works on it receives. */
export interface CallContext {
  readonly identity: Identity;
  readonly trace: Trace;
  readonly client?: ClientInfo;
  /** Aborted when the caller has disconnected or its deadline has passed. */
  readonly signal: AbortSignal;
  readonly now: Clock;
  /**
   * Continues work after the response, as Cloudflare's `waitUntil`. The work must not use this context's signal or
   * database: a service's context has `background()` for it.
   */
  readonly defer: (work: Promise<unknown>) => void;
}
