import { Code } from "@connectrpc/connect";
import { isStaff } from "../../kit/auth/permissions.ts";
import { isRevoked } from "../../kit/auth/revocation.ts";
import { Failure, unauthenticated } from "../../kit/errors/failure.ts";
import { createMemoryCache } from "../../kit/storage/memory-cache.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";
import type { Caller } from "./access-token.ts";

/** How long this isolate still accepts a token after its revocation. */
const cacheTtlMs = 4_000;

const unrevoked = createMemoryCache<string, true>({ max: 5_000 });

function cacheKey({ identity, epoch }: Caller): string {
  return `${identity.sessionId} ${epoch}`;
}

/** Removes a caller from the cache, so that this isolate checks Redis again for the caller's next request. */
export function invalidateRevocationCheck(caller: Caller): void {
  unrevoked.delete(cacheKey(caller));
}

/**
 * Throws UNAUTHENTICATED when the caller's session has ended, or the account's rights have changed, since the token was
 * issued. Throws UNAVAILABLE when Redis cannot be reached. Call it before a write or a read of private data.
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

/**
 * Decides about a read whose revocation check failed. Customers and guests can read their own data while Redis is
 * unavailable. Throws the error for staff, who can read the data of others, and for every other failure.
 */
export function acceptUncheckedRead({ identity }: Caller, error: unknown): void {
  const isRedisDown = error instanceof Failure && error.code === Code.Unavailable;
  if (!isRedisDown || isStaff(identity)) throw error;
}
