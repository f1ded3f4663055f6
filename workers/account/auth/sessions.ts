import { accountRevocation, revokedSeconds, sessionRevocation } from "../../kit/auth/revocation.ts";
import { newId } from "../../kit/domain/ids.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";
import { hmac, newSecret, sha256 } from "./crypto.ts";
import { beginScript, endAllScript, endScript, refreshScript } from "./lua-scripts.ts";

/** A session that is not used for this long is over; and however much it is used, it is over after the second. */
const idleSeconds = 30 * 24 * 3_600;
const longestMs = 90 * 24 * 3_600_000;
/** A refresh token that was just replaced is answered once more: the reply may have been lost. */
const graceMs = 10_000;
/** The one that was used least recently makes room for another. */
const mostSessions = 50;

export interface RefreshToken {
  readonly sessionId: string;
  /** What the client keeps: the session's id and a secret. */
  readonly token: string;
}

export interface SessionRecord {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly userAgent: string | undefined;
}

export type Refreshed =
  | ({ readonly type: "rotated"; readonly accountId: string; readonly createdAt: number } & RefreshToken)
  /** It was used before, and not just now: the session is over for whoever has it. */
  | { readonly type: "reused"; readonly accountId: string }
  | { readonly type: "unknown" };

/** Every call fails with UNAVAILABLE when Redis does not answer in time. */
export interface Sessions {
  begin(accountId: string, now: number, userAgent?: string): Promise<RefreshToken>;
  refresh(token: string, now: number): Promise<Refreshed>;
  list(accountId: string): Promise<readonly SessionRecord[]>;
  /** Whether the account has this session. */
  has(accountId: string, sessionId: string): Promise<boolean>;
  /** Ends a session of the account's; no other. Its access tokens change nothing from then on. */
  end(accountId: string, sessionId: string): Promise<void>;
  /** Ends all of the account's, or all but one; and as `revokeTokens`. */
  endAll(accountId: string, epoch: number, except?: string): Promise<void>;
  /** Access tokens of an epoch before this one change nothing from then on; the sessions themselves go on. */
  revokeTokens(accountId: string, epoch: number): Promise<void>;
}

/**
 * Sessions in Redis, a hash each, and for each account a set of its sessions by when they were last seen. Only hashes
 * of secrets are kept. A successor is derived from the secret it replaces with a key that only the service has: so the
 * same lost reply can be given again without storing what was in it, and whoever steals a token cannot compute the next.
 */
export function openSessions(redis: RedisConnection, key: string): Sessions {
  const run = <T>(script: string, keys: string[], args: (string | number)[]): Promise<T> =>
    redis.run((client) => client.eval<string[], T>(script, keys, args.map(String)));

  return {
    begin: async (accountId, now, userAgent = "") => {
      const sessionId = newId("ses", now);
      const secret = newSecret();
      const args = [
        accountId,
        sessionId,
        await sha256(secret),
        now,
        userAgent.slice(0, 200),
        idleSeconds,
        mostSessions,
      ];
      await run(beginScript, [nameOf(sessionId), setOf(accountId)], args);
      return { sessionId, token: `${sessionId}.${secret}` };
    },
    refresh: async (token, now) => {
      const [sessionId = "", secret = ""] = token.split(".");
      if (!/^ses_[0-9a-z]{26}$/.test(sessionId) || !/^[0-9a-f]{64}$/.test(secret)) return { type: "unknown" };
      const successor = await hmac(key, `refresh ${sessionId} ${secret}`);
      const hashes = [await sha256(secret), await sha256(successor)];
      const [type, accountId, createdAt] = await run<[string, string, string]>(
        refreshScript,
        [nameOf(sessionId), sessionRevocation(sessionId)],
        [sessionId, ...hashes, now, graceMs, idleSeconds, longestMs, revokedSeconds],
      );
      if (type === "reused") return { type, accountId };
      if (type !== "rotated") return { type: "unknown" };
      return { type, sessionId, token: `${sessionId}.${successor}`, accountId, createdAt: Number(createdAt) };
    },
    list: async (accountId) => {
      const ids = await redis.run((client) => client.zrange<string[]>(setOf(accountId), 0, -1, { rev: true }));
      if (ids.length === 0) return [];
      const hashes = await redis.run((client) => {
        const pipeline = client.pipeline();
        for (const id of ids) pipeline.hmget(nameOf(id), "createdAt", "lastSeenAt", "userAgent");
        return pipeline.exec<(readonly (string | null)[])[]>();
      });
      return ids.flatMap((id, index) => recordOf(id, hashes[index]));
    },
    has: async (accountId, sessionId) =>
      (await redis.run((client) => client.hget(nameOf(sessionId), "account"))) === accountId,
    end: async (accountId, sessionId) => {
      const names = [nameOf(sessionId), setOf(accountId), sessionRevocation(sessionId)];
      await run(endScript, names, [accountId, sessionId, revokedSeconds]);
    },
    endAll: async (accountId, epoch, except = "") => {
      const names = [setOf(accountId), accountRevocation(accountId)];
      await run(endAllScript, names, [except, epoch, nameOf(""), sessionRevocation(""), revokedSeconds]);
    },
    revokeTokens: async (accountId, epoch) => {
      await redis.run((client) => client.set(accountRevocation(accountId), String(epoch), { ex: revokedSeconds }));
    },
  };
}

/** One that expired is still in its account's set until the set itself is. */
function recordOf(id: string, fields: readonly (string | null)[] = []): SessionRecord[] {
  const [createdAt, lastSeenAt, userAgent] = fields;
  if (!createdAt) return [];
  return [{ id, createdAt: Number(createdAt), lastSeenAt: Number(lastSeenAt), userAgent: userAgent || undefined }];
}

function nameOf(sessionId: string): string {
  return `session:${sessionId}`;
}

function setOf(accountId: string): string {
  return `sessions:${accountId}`;
}
