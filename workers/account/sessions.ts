import { Redis } from "@upstash/redis/cloudflare";
import { Failure, unavailable } from "../kit/failure.ts";
import { newId } from "../kit/ids.ts";

/** A session that is not used for this long is over. */
const lifetimeSeconds = 30 * 24 * 3_600;
/** A refresh token that was just replaced is answered once more: the reply may have been lost. */
const graceMs = 10_000;
/** What a call to Redis may take. */
const budgetMs = 300;

export interface RefreshToken {
  readonly sessionId: string;
  /** What the client keeps: the session's id and a secret. */
  readonly token: string;
}

export interface Sessions {
  start(accountId: string, now: number): Promise<RefreshToken>;
  /** Undefined for a token that is unknown, expired, or was used before: the last ends the session for everybody. */
  refresh(token: string, now: number): Promise<(RefreshToken & { readonly accountId: string }) | undefined>;
  end(sessionId: string): Promise<void>;
  ping(): Promise<void>;
}

/**
 * Replaces a secret by its successor, as one step. Keys: the session. Arguments: the hash that was presented, the hash
 * of its successor, the time, the grace, the lifetime.
 */
const rotate = `
local current = redis.call('HGET', KEYS[1], 'hash')
if not current then return {'gone', ''} end
local account = redis.call('HGET', KEYS[1], 'account')
if current == ARGV[1] then
  redis.call('HSET', KEYS[1], 'hash', ARGV[2], 'previous', ARGV[1], 'rotatedAt', ARGV[3])
  redis.call('EXPIRE', KEYS[1], ARGV[5])
  return {'rotated', account}
end
local previous = redis.call('HGET', KEYS[1], 'previous')
local rotatedAt = redis.call('HGET', KEYS[1], 'rotatedAt')
if previous == ARGV[1] and tonumber(ARGV[3]) - tonumber(rotatedAt) <= tonumber(ARGV[4]) then
  return {'rotated', account}
end
redis.call('DEL', KEYS[1])
return {'reused', ''}
`;

/**
 * Sessions in Redis, one hash each. Only hashes of secrets are kept. A successor is derived from the secret it replaces
 * with a key that only the service has: so the same lost reply can be given again without storing what was in it, and
 * whoever steals a token cannot compute the next. Every call fails with UNAVAILABLE when Redis does not answer in time.
 */
export function openSessions(redis: { url: string; token: string }, key: string): Sessions {
  const client = new Redis({
    ...redis,
    automaticDeserialization: false,
    enableTelemetry: false,
    retry: false,
    signal: () => AbortSignal.timeout(budgetMs),
  });

  return {
    start: async (accountId, now) => {
      const sessionId = newId("ses", now);
      const secret = toHex(crypto.getRandomValues(new Uint8Array(32)));
      const hash = await sha256(secret);
      await reaching(() =>
        client
          .multi()
          .hset(nameOf(sessionId), { account: accountId, hash, createdAt: String(now) })
          .expire(nameOf(sessionId), lifetimeSeconds)
          .exec(),
      );
      return { sessionId, token: `${sessionId}.${secret}` };
    },
    refresh: async (token, now) => {
      const [sessionId = "", secret = ""] = token.split(".");
      if (!/^ses_[0-9a-z]{26}$/.test(sessionId) || !/^[0-9a-f]{64}$/.test(secret)) return undefined;
      const successor = await hmac(key, `refresh ${sessionId} ${secret}`);
      const hashes = [await sha256(secret), await sha256(successor)];
      const args = [...hashes, String(now), String(graceMs), String(lifetimeSeconds)];
      const reply = await reaching(() => client.eval<string[], [string, string]>(rotate, [nameOf(sessionId)], args));
      const [result, accountId] = reply;
      return result === "rotated" ? { sessionId, token: `${sessionId}.${successor}`, accountId } : undefined;
    },
    end: async (sessionId) => {
      await reaching(() => client.del(nameOf(sessionId)));
    },
    ping: async () => {
      await client.ping();
    },
  };
}

function nameOf(sessionId: string): string {
  return `session:${sessionId}`;
}

async function reaching<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof Failure ? error : unavailable("sessions cannot be reached at the moment", error);
  }
}

const encoder = new TextEncoder();

async function sha256(text: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text))));
}

async function hmac(key: string, text: string): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", encoder.encode(key), algorithm, false, ["sign"]);
  return toHex(new Uint8Array(await crypto.subtle.sign("HMAC", imported, encoder.encode(text))));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
