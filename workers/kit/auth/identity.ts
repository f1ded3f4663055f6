import type { Scope } from "../../../proto/gen/common/v1/permission_pb.js";

const roles = ["CUSTOMER", "GUEST", "SUPPORT", "CATALOG_MANAGER", "ADMIN"] as const;
export type Role = (typeof roles)[number];

/** The caller of a request, as the gateway or another Worker has authenticated it. Anonymous when all fields are absent. */
export interface Identity {
  readonly accountId?: string;
  readonly sessionId?: string;
  readonly roles: readonly Role[];
  /** The customer groups of the account when its access token was issued. Absent without groups. */
  readonly customerGroupIds?: readonly string[];
  /** When the account's password was last proved, in milliseconds since the epoch. Absent for guests. */
  readonly authenticatedAt?: number;
  /** Set when a Worker calls on its own behalf: "order". */
  readonly service?: string;
  /** Set when a partner's program calls. It has no account and no role: only the scopes of its token count. */
  readonly partner?: Partner;
}

export interface Partner {
  readonly tokenId: string;
  readonly scopes: readonly Scope[];
}

export const anonymous: Identity = { roles: [] };

/** Carries the signed identity between Workers. The gateway drops this header from external requests. */
export const identityHeader = "x-stoa-identity";

/** Lifetime of a signed identity: much longer than a call, much shorter than a session. */
export const identityLifetimeMs = 60_000;

/** Narrows a string to a role. */
export function parseRole(text: string): Role | undefined {
  return roles.find((role) => role === text);
}
