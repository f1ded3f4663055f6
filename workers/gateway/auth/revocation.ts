import { isRevoked } from "../../kit/auth/revocation.ts";
import { unauthenticated } from "../../kit/errors/failure.ts";
import { createMemoryCache } from "../../kit/storage/memory-cache.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";
import type { Caller } from "./access-token.ts";

/** How long this isolate still accepts writes with a token after its revocation. */
const cacheTtlMs = 4_000;

const unrevoked = createMemoryCache<string, true>({ max: 5_000 });

function cacheKey({ identity, epoch }: Caller): string {
  return `${identity.sessionId} ${epoch}`;
}

/** Removes a caller from the cache, so that this isolate checks Redis again at the caller's next write. */
export function invalidateRevocationCheck(caller: Caller): void {
  unrevoked.delete(cacheKey(caller));
}

/**
 * Throws UNAUTHENTICATED when the caller's session has ended, or the account's rights have changed, since the token was
 * issued. Throws UNAVAILABLE when Redis cannot be reached. Call it before a write.
 */
export async function requireUnrevoked(caller: Caller, redis: RedisConnection, now: number): Promise<void> {
  const { identity, epoch } = caller;
  const { accountId, sessionId } = identity;
  if (accountId === undefined || sessionId === undefined) return;
  const key = cacheKey(caller);
  if (unrevoked.get(key, now)) return;
  if (await isRevoked(redis, { accountId, sessionId, epoch })) {
    throw unauthenticated("The session has ended or its rights have changed. Refresh it, or sign in again.");
  }
  unrevoked.set(key, true, now + cacheTtlMs);
}
