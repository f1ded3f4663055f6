import { Code } from "@connectrpc/connect";
import { Ratelimit } from "@upstash/ratelimit";
import { signHmacHex } from "../../kit/auth/hmac.ts";
import { Failure } from "../../kit/errors/failure.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import { hashIp } from "../audit/security-events.ts";
import type { AccountContext } from "../context.ts";
import { toEmailKey } from "../domain/email-address.ts";

/**
 * Number of uses per window. Failed logins are counted by pair of account and IP, with increasing windows; by IP, over
 * all accounts; and by account, over all IPs. The last limit does not lock the owner out: when it is reached, an IP that
 * never signed in to the account still has one attempt.
 */
const tiers = {
  short: [5, "15 m"],
  long: [10, "2 h"],
  day: [20, "24 h"],
  address: [20, "15 m"],
  account: [100, "1 h"],
  register: [10, "1 m"],
  guest: [30, "1 m"],
  "reset by address": [10, "15 m"],
  "reset by email": [3, "15 m"],
  "reset from known address": [3, "1 h"],
  verification: [3, "15 m"],
  "email change": [3, "24 h"],
  mail: [3, "1 h"],
} as const;

type Tier = keyof typeof tiers;

/** How long an IP is stored as one from which the account signed in. */
const knownIpTtlSeconds = 90 * 24 * 3_600;

const limiters = new Map<Tier, Ratelimit>();

function getLimiter({ redis }: AccountContext, tier: Tier): Ratelimit {
  let limiter = limiters.get(tier);
  if (limiter === undefined) {
    const [tokens, window] = tiers[tier];
    limiter = new Ratelimit({
      redis: redis.client,
      limiter: Ratelimit.slidingWindow(tokens, window),
      prefix: `limit:${tier.replaceAll(" ", "-")}`,
      ephemeralCache: false,
      // The client has its own timeout. With this one, a timeout would count as "allowed".
      timeout: 0,
    });
    limiters.set(tier, limiter);
  }
  return limiter;
}

/** A login attempt whose password is being verified. */
export interface LoginAttempt {
  /** Call it when the password is correct. It refunds the attempt. */
  succeeded(): void;
}

const unlimited: LoginAttempt = { succeeded: () => {} };

/**
 * Counts an attempt as failed before the password is verified, so that concurrent attempts count too. Throws
 * RATE_LIMITED.
 */
export async function recordFailedLogin(ctx: AccountContext, email: string): Promise<LoginAttempt> {
  if (!ctx.config.limits) return unlimited;
  const ip = await hashIp(ctx);
  const account = (await signHmacHex(ctx.config.identityKey, `account ${toEmailKey(email)}`)).slice(0, 32);
  const pair = `${account}:${ip}`;
  const counters = [
    ["short", pair],
    ["long", pair],
    ["day", pair],
    ["address", ip],
    ["account", account],
  ] as const;
  const counts = await count(ctx, `sign-in:${ip}`, async () => {
    const knownIpKey = `known:${pair}`;
    const [known, ...results] = await Promise.all([
      ctx.redis.client.get<string>(knownIpKey),
      ...counters.map(([tier, key]) => getLimiter(ctx, tier).limit(key)),
    ]);
    return { knownIpKey, isKnownIp: known !== null, results };
  });
  if (counts === undefined) return unlimited;

  const refund = (): void => {
    const counted = counters.filter((_counter, index) => counts.results[index]?.success === true);
    ctx.defer(
      Promise.all(counted.map(([tier, key]) => getLimiter(ctx, tier).limit(key, { rate: -1 }))).catch(
        (error: unknown) => log("warn", "rate limits unavailable", { service: "account", error: describeError(error) }),
      ),
    );
  };
  const [short, long, day, byIp, byAccount] = counts.results;
  const isAccountLimited =
    byAccount?.success === false && !counts.isKnownIp && (short?.remaining ?? 0) < tiers.short[0] - 1;
  const exceeded = [short, long, day, ...(counts.isKnownIp ? [] : [byIp])].filter(
    (result) => result?.success === false,
  );
  if (exceeded.length > 0 || isAccountLimited) {
    // A rejected attempt is not counted, so it does not extend the wait.
    refund();
    const resetAt = [...exceeded, ...(isAccountLimited ? [byAccount] : [])].map((result) => result?.reset ?? 0);
    throw rateLimited(Math.max(...resetAt) - ctx.now());
  }
  return {
    succeeded: () => {
      refund();
      ctx.defer(ctx.redis.client.set(counts.knownIpKey, "1", { ex: knownIpTtlSeconds }).catch(() => undefined));
    },
  };
}

/** Counts one use of an operation, by the key or else by IP. Throws RATE_LIMITED. */
export async function recordUse(ctx: AccountContext, tier: Tier, key?: string): Promise<void> {
  const result = await countUse(ctx, tier, key);
  if (result?.success === false) throw rateLimited(Math.max(result.reset - ctx.now(), 60_000));
}

/** As `recordUse`, for operations that must not reveal that they were rejected. */
export async function isAllowed(ctx: AccountContext, tier: Tier, key?: string): Promise<boolean> {
  return (await countUse(ctx, tier, key))?.success !== false;
}

/** Undoes one `recordUse` or `isAllowed` with this key. */
export async function refundUse(ctx: AccountContext, tier: Tier, key: string): Promise<void> {
  if (!ctx.config.limits) return;
  await getLimiter(ctx, tier)
    .limit(key, { rate: -1 })
    .catch((error: unknown) =>
      log("warn", "rate limits unavailable", { service: "account", error: describeError(error) }),
    );
}

/** Returns undefined when limits are off, or when Redis is down and the limit of the platform allows the use. */
async function countUse(ctx: AccountContext, tier: Tier, key?: string) {
  if (!ctx.config.limits) return undefined;
  const ip = await hashIp(ctx);
  return count(ctx, `${tier}:${key ?? ip}`, () => getLimiter(ctx, tier).limit(key ?? ip));
}

/**
 * Returns the key of the client's IP for an account, if the account signed in from it. Returns undefined otherwise, and
 * while Redis is down.
 */
export async function findKnownAddress(ctx: AccountContext, email: string): Promise<string | undefined> {
  if (!ctx.config.limits) return undefined;
  const account = (await signHmacHex(ctx.config.identityKey, `account ${toEmailKey(email)}`)).slice(0, 32);
  const pair = `${account}:${await hashIp(ctx)}`;
  try {
    return (await ctx.redis.run((client) => client.get<string>(`known:${pair}`))) === null ? undefined : pair;
  } catch {
    return undefined;
  }
}

/** Runs counters in Redis. When Redis is down, the stricter rate limit of the platform applies, and undefined is returned. */
async function count<T>(ctx: AccountContext, fallbackKey: string, run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ctx.redis.run(run);
  } catch (error) {
    log("warn", "rate limits unavailable", {
      service: "account",
      traceId: ctx.trace.traceId,
      error: describeError(error),
    });
    if (!(await ctx.tryFallbackLimit(fallbackKey))) throw rateLimited(60_000);
    return undefined;
  }
}

function rateLimited(waitMs: number): Failure {
  const seconds = Math.max(Math.ceil(waitMs / 1000), 1);
  return new Failure(Code.ResourceExhausted, "RATE_LIMITED", `Too many attempts. Retry in ${seconds} seconds.`, {
    metadata: { retryAfterSeconds: String(seconds) },
  });
}
