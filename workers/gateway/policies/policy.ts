import type { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { PriorityClass } from "./limits.ts";

/** The policy of one field of Query, Mutation or Subscription. */
export interface Policy {
  /** False rejects the operation with SWITCHED_OFF. "development" rejects it in production. */
  readonly on: boolean | "development";
  /** Callers without it are rejected before a service is called. The service checks its own contract again. */
  readonly permission: Permission;
  /** Points of the caller's quota for the field itself. The selection below it is added: see `query-cost.ts`. */
  readonly cost: number;
  /** Decides when the operation is rejected under load, and what happens while Redis cannot count quotas. */
  readonly class: PriorityClass;
  /** Time limit. Fields that are unresolved after it become errors. An operation has the longest limit of its fields. */
  readonly seconds: number;
}

export interface QueryPolicy extends Policy {
  /** Seconds that the response cache may share a response between callers. A catalog write invalidates it earlier. */
  readonly cache: number | "never";
}

export interface MutationPolicy extends Policy {
  /** "allow" is for operations that a client needs to sign in again. */
  readonly revokedTokens: "reject" | "allow";
}
