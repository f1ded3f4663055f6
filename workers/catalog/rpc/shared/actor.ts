import type { Identity } from "../../../kit/auth/identity.ts";

/** Returns who makes a change: `account:<id>`, `token:<id>`, or `system` for a Worker. */
export function actorOf({ accountId, partner }: Identity): string {
  if (accountId !== undefined) return `account:${accountId}`;
  return partner === undefined ? "system" : `token:${partner.tokenId}`;
}
