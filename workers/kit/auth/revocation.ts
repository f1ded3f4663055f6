import type { RedisConnection } from "../storage/redis.ts";

/**
 * What access tokens are no longer good for, though they have not expired: those of a session that ended, and those of
 * an account's earlier epoch, which ended when its rights or credentials changed. The account service writes it, the
 * gateway asks before anything is changed.
 */

/** How long it is kept: a little longer than an access token lives. */
export const revokedSeconds = 15 * 60;

/** The key that is there when the session's tokens are revoked. */
export const sessionRevocation = (sessionId: string): string => `revoked:session:${sessionId}`;

/** The key of the first epoch whose tokens are good. */
export const accountRevocation = (accountId: string): string => `revoked:account:${accountId}`;

/** Whether a token of this session and epoch was revoked. One round trip. */
export async function isRevoked(
  redis: RedisConnection,
  token: { readonly accountId: string; readonly sessionId: string; readonly epoch: number },
): Promise<boolean> {
  const keys = [sessionRevocation(token.sessionId), accountRevocation(token.accountId)];
  const [ended, goodFrom] = await redis.run((client) => client.mget<(string | null)[]>(...keys));
  return Boolean(ended) || token.epoch < Number(goodFrom ?? 0);
}
