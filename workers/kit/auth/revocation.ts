import type { RedisConnection } from "../storage/redis.ts";

/**
 * Access tokens can be revoked before they expire: all tokens of a session, when it ends, and all tokens of an account's
 * earlier epochs, when its roles or credentials change. The account service writes the revocations. The gateway checks
 * them before every write and every read of private data.
 */

/** Lifetime of a revocation in Redis: longer than an access token is valid. */
export const revocationTtlSeconds = 15 * 60;

/** Redis key that exists when the tokens of the session are revoked. */
export const sessionRevocationKey = (sessionId: string): string => `revoked:session:${sessionId}`;

/** Redis key of the account's first epoch whose tokens are valid. */
export const accountRevocationKey = (accountId: string): string => `revoked:account:${accountId}`;

/** Returns whether a token of this session and epoch was revoked. Costs one round trip. */
export async function isRevoked(
  redis: RedisConnection,
  token: { readonly accountId: string; readonly sessionId: string; readonly epoch: number },
): Promise<boolean> {
  const keys = [sessionRevocationKey(token.sessionId), accountRevocationKey(token.accountId)];
  const [sessionRevoked, validFromEpoch] = await redis.run((client) => client.mget<(string | null)[]>(...keys));
  return Boolean(sessionRevoked) || token.epoch < Number(validFromEpoch ?? 0);
}
