import { isRevoked } from "../../kit/auth/revocation.ts";
import { unauthenticated } from "../../kit/errors/failure.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";
import type { Caller } from "./access-token.ts";

/** How long a token that was found good is taken for good: within this, nobody who was shut out changes anything. */
const cacheTtlMs = 4_000;
const mostRemembered = 5_000;

const goodUntil = new Map<string, number>();

function nameOf({ identity, epoch }: Caller): string {
  return `${identity.sessionId} ${epoch}`;
}

/** What this caller has just ended is asked about again at once, at least here. */
export function invalidateRevocationCheck(caller: Caller): void {
  goodUntil.delete(nameOf(caller));
}

/**
 * Throws UNAUTHENTICATED for a caller whose session ended, or whose rights changed, since their token was made; and
 * UNAVAILABLE when that cannot be found out. To be asked before anything is changed.
 */
export async function requireUnrevoked(caller: Caller, redis: RedisConnection, now: number): Promise<void> {
  const { identity, epoch } = caller;
  const { accountId, sessionId } = identity;
  if (accountId === undefined || sessionId === undefined) return;
  const name = nameOf(caller);
  if ((goodUntil.get(name) ?? 0) > now) return;
  if (await isRevoked(redis, { accountId, sessionId, epoch })) {
    throw unauthenticated("this session is over, or its rights have changed: refresh it, or sign in again");
  }
  if (goodUntil.size >= mostRemembered) goodUntil.clear();
  goodUntil.set(name, now + cacheTtlMs);
}
