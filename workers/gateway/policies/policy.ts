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

/** The policy of a field of Query or Subscription. */
export interface ReadPolicy extends Policy {
  /**
   * "reject" is for private data: while Redis is unavailable, only customers and guests can read it. "by type" is for fields
   * that return several types: the resolvers of the private ones check the token.
   */
  readonly revokedTokens: "reject" | "allow" | "by type";
}

export interface QueryPolicy extends ReadPolicy {
  /** Seconds that the response cache may share a response between callers. A catalog write invalidates it earlier. */
  readonly cache: number | "never";
}

export interface MutationPolicy extends Policy {
  /** "allow" is for operations that a client needs to sign in again. */
  readonly revokedTokens: "reject" | "allow";
  /**
   * True returns REAUTHENTICATION_REQUIRED unless the caller proved their password within ten minutes. "by session" is for
   * an operation that requires it for another session than the caller's: the service checks it.
   */
  readonly fresh?: true | "by session";
}

/** The policy of any field. Introspection fields have no `revokedTokens`. */
export type FieldPolicy = Policy &
  Partial<Pick<MutationPolicy | ReadPolicy, "revokedTokens"> & Pick<MutationPolicy, "fresh">>;
