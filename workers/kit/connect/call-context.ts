import type { Identity } from "../auth/identity.ts";
import type { Clock } from "../clock.ts";
import type { Trace } from "../observability/trace.ts";

/** Where a request came from, as the gateway saw it. Absent on what Workers do of their own. */
export interface ClientInfo {
  /** The network address, as far as it counts: of IPv6 the network. */
  readonly address: string;
  readonly userAgent?: string;
}

/** What every piece of work knows about the request it is part of. */
export interface CallContext {
  readonly identity: Identity;
  readonly trace: Trace;
  readonly client?: ClientInfo;
  /** Aborted when the caller has gone or its deadline has passed. */
  readonly signal: AbortSignal;
  readonly now: Clock;
  /** Lets work go on after the answer. */
  readonly defer: (work: Promise<unknown>) => void;
}
