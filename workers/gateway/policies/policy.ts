import type { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { PriorityClass } from "./limits.ts";

/** What holds for one field of Query, Mutation or Subscription. */
export interface Policy {
  /** False: nobody gets it, and is told so. "development": not in production. */
  readonly on: boolean | "development";
  /** Whoever lacks it is refused before any service is asked. The service checks again, by its own contract. */
  readonly permission: Permission;
  /** Points of the caller's quota for the field itself. What is selected below it comes on top: see `price.ts`. */
  readonly cost: number;
  /** How it is treated when there is more to do than can be done, and when quotas cannot be looked up. */
  readonly class: PriorityClass;
  /** After so long, what is not there yet is an error. An operation has the longest time of its fields. */
  readonly seconds: number;
}

export interface QueryPolicy extends Policy {
  /** Seconds that an answer may be kept and given to everybody. A change in the catalog ends it before. */
  readonly cache: number | "never";
}

export interface MutationPolicy extends Policy {
  /** Whether a token that was revoked meanwhile is refused. Served is what one needs to sign in again. */
  readonly revokedTokens: "refused" | "served";
}
