import type { DerivedKeys, KeyRing, KeyUse } from "../../kit/auth/key-ring.ts";
import { createSecret } from "../../kit/auth/random-secret.ts";
import { accountRevocationKey, revocationTtlSeconds, sessionRevocationKey } from "../../kit/auth/revocation.ts";
import { newId } from "../../kit/domain/ids.ts";
import { sha256Hex } from "../../kit/encoding.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";
import { maxSessionIdleMs, maxSessions } from "../domain/limits.ts";
import { createScript, refreshScript, revokeAllScript, revokeScript } from "./lua-scripts.ts";
import { getMaxSessionAgeMs } from "./session-lifetime.ts";

/** A refresh token is accepted again this long after its replacement, because the response may have been lost. */
const graceMs = 10_000;

export interface RefreshToken {
  readonly sessionId: string;
  /** The session's id, a secret and a MAC of both. The client stores it. */
  readonly token: string;
  /** When the user signed in, in milliseconds since the epoch. */
  readonly createdAt: number;
}

/** The user of a new session. */
export interface SessionOwner {
  readonly id: string;
  /** The epoch of the row that the user was authenticated against. */
  readonly epoch: number;
  /** Sessions of staff are shorter. */
  readonly roles: readonly string[];
}

export interface SessionRecord {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly userAgent: string | undefined;
}

export type RefreshResult =
  | ({
      readonly type: "rotated";
      readonly accountId: string;
      readonly epoch: number;
    } & RefreshToken)
  /** The token was replaced earlier than the grace period allows: it may be stolen, so the session is revoked. */
  | { readonly type: "reused"; readonly accountId: string; readonly sessionId: string }
  | { readonly type: "unknown" };

/** Every method throws UNAVAILABLE when Redis does not respond in time. */
export interface SessionStore {
  create(owner: SessionOwner, now: number, userAgent?: string): Promise<RefreshToken>;
  refresh(token: string, now: number): Promise<RefreshResult>;
  list(accountId: string): Promise<readonly SessionRecord[]>;
  /** Returns whether the account has this session. */
  exists(accountId: string, sessionId: string): Promise<boolean>;
  /** Returns the id of the session that a refresh token was issued for, also when the token was replaced since. */
  identify(token: string): Promise<string | undefined>;
  /**
   * Revokes a session if it belongs to the account. Only reads of the catalog then accept its access tokens. Returns whether
   * the account had this session.
   */
  revoke(accountId: string, sessionId: string): Promise<boolean>;
  /** Revokes all sessions of the account, or all but one. Also revokes tokens as `revokeTokens`. */
  revokeAll(accountId: string, epoch: number, except?: string): Promise<void>;
  /** Rejects access tokens of earlier epochs, except for reads of the catalog. The sessions remain valid. */
  revokeTokens(accountId: string, epoch: number): Promise<void>;
}

/**
 * Creates a store of sessions in Redis: one hash per session, and one sorted set per account with its sessions by last
 * use. Only hashes of secrets are stored. The next secret is derived from the current one with a key of the
 * service, so a lost response can be repeated without storing the secret, and a stolen token does not reveal the next one.
 * Tokens of all keys of the ring are accepted. A successor is derived with the key of the presented token, so that a request
 * that is repeated after a rotation gets the same one.
 */
export function createSessionStore(redis: RedisConnection, keyRing: KeyRing<KeyUse<"account">>): SessionStore {
  const run = <T>(script: string, keys: string[], args: (string | number)[]): Promise<T> =>
    redis.run((client) => client.eval<string[], T>(script, keys, args.map(String)));

  return {
    create: async ({ id: accountId, epoch, roles }, now, userAgent = "") => {
      const sessionId = newId("ses", now);
      const secret = createSecret();
      const args = [
        accountId,
        sessionId,
        await sha256Hex(secret),
        now,
        userAgent.slice(0, 200),
        maxSessionIdleMs,
        maxSessions,
        epoch,
        getMaxSessionAgeMs(roles),
      ];
      await run(createScript, [sessionKey(sessionId), sessionSetKey(accountId)], args);
      return { sessionId, token: await formatToken(keyRing.current, sessionId, secret), createdAt: now };
    },
    refresh: async (token, now) => {
      const parsed = await parseToken(keyRing, token);
      if (parsed === undefined) return { type: "unknown" };
      const { sessionId, secret, issuedWith } = parsed;
      const successor = await (issuedWith ?? keyRing.current).sign("refresh", `${sessionId} ${secret}`);
      const hashes = [await sha256Hex(secret), await sha256Hex(successor)];
      const [type, accountId, createdAt, epoch] = await run<[string, string, string, string]>(
        refreshScript,
        [sessionKey(sessionId), sessionRevocationKey(sessionId)],
        [
          sessionId,
          ...hashes,
          now,
          graceMs,
          maxSessionIdleMs,
          getMaxSessionAgeMs([]),
          revocationTtlSeconds,
          issuedWith === undefined ? 0 : 1,
        ],
      );
      if (type === "reused") return { type, accountId, sessionId };
      if (type !== "rotated") return { type: "unknown" };
      const next = {
        sessionId,
        token: await formatToken(keyRing.current, sessionId, successor),
        createdAt: Number(createdAt),
      };
      return { type, ...next, accountId, epoch: Number(epoch) };
    },
    identify: async (token) => {
      const parsed = await parseToken(keyRing, token);
      return parsed?.issuedWith === undefined ? undefined : parsed.sessionId;
    },
    list: async (accountId) => {
      const ids = await redis.run((client) => client.zrange<string[]>(sessionSetKey(accountId), 0, -1, { rev: true }));
      if (ids.length === 0) return [];
      const hashes = await redis.run((client) => {
        const pipeline = client.pipeline();
        for (const id of ids) pipeline.hmget(sessionKey(id), "createdAt", "lastSeenAt", "userAgent");
        return pipeline.exec<(readonly (string | null)[])[]>();
      });
      return ids.flatMap((id, index) => parseRecord(id, hashes[index]));
    },
    exists: async (accountId, sessionId) =>
      (await redis.run((client) => client.hget(sessionKey(sessionId), "account"))) === accountId,
    revoke: async (accountId, sessionId) => {
      const keys = [sessionKey(sessionId), sessionSetKey(accountId), sessionRevocationKey(sessionId)];
      return (await run<number>(revokeScript, keys, [accountId, sessionId, revocationTtlSeconds])) === 1;
    },
    revokeAll: async (accountId, epoch, except = "") => {
      const keys = [sessionSetKey(accountId), accountRevocationKey(accountId)];
      await run(revokeAllScript, keys, [except, epoch, sessionKey(""), sessionRevocationKey(""), revocationTtlSeconds]);
    },
    revokeTokens: async (accountId, epoch) => {
      await redis.run((client) =>
        client.set(accountRevocationKey(accountId), String(epoch), { ex: revocationTtlSeconds }),
      );
    },
  };
}

type SessionKeys = DerivedKeys<KeyUse<"account">>;

async function formatToken(keys: SessionKeys, sessionId: string, secret: string): Promise<string> {
  return `${sessionId}.${secret}.${await signToken(keys, sessionId, secret)}`;
}

interface ParsedToken {
  readonly sessionId: string;
  readonly secret: string;
  /** The keys of the MAC, which proves that the service issued the secret. Tokens of earlier releases have no MAC. */
  readonly issuedWith: SessionKeys | undefined;
}

/**
 * Parses a refresh token. Returns undefined for one with a wrong MAC. The id of a session is in its access tokens, so
 * without the MAC anyone who reads one could end the session with an invented secret.
 */
async function parseToken(keyRing: KeyRing<KeyUse<"account">>, token: string): Promise<ParsedToken | undefined> {
  const [, sessionId, secret, mac] = /^(ses_[0-9a-z]{26})\.([0-9a-f]{64})(?:\.([0-9a-f]{32}))?$/.exec(token) ?? [];
  if (sessionId === undefined || secret === undefined) return undefined;
  if (mac === undefined) return { sessionId, secret, issuedWith: undefined };
  for (const keys of keyRing.all) {
    if (mac === (await signToken(keys, sessionId, secret))) return { sessionId, secret, issuedWith: keys };
  }
  return undefined;
}

async function signToken(keys: SessionKeys, sessionId: string, secret: string): Promise<string> {
  return (await keys.sign("refresh mac", `${sessionId} ${secret}`)).slice(0, 32);
}

/** Expired sessions stay in the account's set until the set itself expires. They have no fields. */
function parseRecord(id: string, fields: readonly (string | null)[] = []): SessionRecord[] {
  const [createdAt, lastSeenAt, userAgent] = fields;
  if (!createdAt) return [];
  return [{ id, createdAt: Number(createdAt), lastSeenAt: Number(lastSeenAt), userAgent: userAgent || undefined }];
}

function sessionKey(sessionId: string): string {
  return `session:${sessionId}`;
}

function sessionSetKey(accountId: string): string {
  return `sessions:${accountId}`;
}
