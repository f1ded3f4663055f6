import { Code } from "@connectrpc/connect";
import { Ratelimit } from "@upstash/ratelimit";
import type { DerivedKeys, KeyUse } from "../../kit/auth/key-ring.ts";
import { toEmailKey } from "../../kit/domain/email-key.ts";
import { toSubscriberNetwork } from "../../kit/domain/ip-network.ts";
import { Failure } from "../../kit/errors/failure.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import { countDenial } from "../audit/counted-events.ts";
import { hashIp } from "../audit/security-events.ts";
import type { AccountContext } from "../context.ts";
import { rateLimits } from "../domain/limits.ts";

type Tier = keyof typeof rateLimits;

/**
 * The wider limits of operations that are limited by IP: of an IPv6 /48 network, and of a storefront token, whose holder
 * chooses the IPs of the visitors.
 */
const widerTiers: Partial<Record<Tier, { readonly network: Tier; readonly storefront: Tier }>> = {
  register: { network: "register by network", storefront: "register by storefront" },
  guest: { network: "guest by network", storefront: "guest by storefront" },
  "stock request": { network: "stock request by network", storefront: "stock request by storefront" },
  "reset by address": { network: "reset by network", storefront: "reset by storefront" },
};

/** How long an IP is stored as one from which the account signed in. */
const knownIpTtlSeconds = 90 * 24 * 3_600;

const limiters = new Map<Tier, Ratelimit>();

function getLimiter({ redis }: AccountContext, tier: Tier): Ratelimit {
  let limiter = limiters.get(tier);
  if (limiter === undefined) {
    const [tokens, window] = rateLimits[tier];
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

export interface LoginAttemptOptions {
  /**
   * Whether the caller has proved with a token from a mail that they own the account's address. "unsupported" is for
   * operations that have no such token: RATE_LIMITED replaces EMAIL_CONFIRMATION_REQUIRED.
   */
  readonly emailProof: "present" | "absent" | "unsupported";
}

/**
 * Counts an attempt as failed before the password is verified, so that concurrent attempts count too. Throws
 * RATE_LIMITED. Throws EMAIL_CONFIRMATION_REQUIRED when the account has too many failures and does not know the IP.
 */
export async function recordFailedLogin(
  ctx: AccountContext,
  email: string,
  { emailProof }: LoginAttemptOptions,
): Promise<LoginAttempt> {
  if (!ctx.config.limits) return unlimited;
  const ip = await hashIp(ctx);
  const network = await hashNetwork(ctx);
  const account = await hashAccount(ctx, email);
  const storefront = ctx.client?.storefrontId;
  const pair = `${account}:${ip}`;
  const knownIpKeys = (await hashPairs(ctx, email)).map((hashed) => `known:${hashed}`);
  const counters: readonly (readonly [Tier, string])[] = [
    ["short", pair],
    ["long", pair],
    ["day", pair],
    ["account", account],
    ["address", ip],
    ...(network === undefined ? [] : [["network", network] as const]),
    ...(storefront === undefined ? [] : [["storefront", `${account}:${storefront}`] as const]),
  ];
  const counts = await count(ctx, `sign-in:${ip}`, async () => {
    const [known, ...results] = await Promise.all([
      ctx.redis.client.mget<(string | null)[]>(...knownIpKeys),
      ...counters.map(([tier, key]) => getLimiter(ctx, tier).limit(key)),
    ]);
    return { isKnownIp: emailProof === "present" || known.some((value) => value !== null), results };
  });
  if (counts === undefined) return unlimited;

  const refund = (): void => {
    const counted = counters.filter((_counter, index) => counts.results[index]?.success === true);
    ctx.defer(
      Promise.all(counted.map(([tier, key]) => getLimiter(ctx, tier).limit(key, { rate: -1 }))).catch(
        (error: unknown) => log("warn", "rate limits unavailable", { error: describeError(error) }),
      ),
    );
  };
  const rememberIp = () =>
    ctx.defer(ctx.redis.client.set(`known:${pair}`, "1", { ex: knownIpTtlSeconds }).catch(() => undefined));
  if (emailProof === "present") rememberIp();
  const [short, long, day, byAccount, ...byOrigin] = counts.results;
  const isConfirmable = emailProof === "absent";
  const ofUnknownIps = isConfirmable ? byOrigin : [...byOrigin, byAccount];
  const exceeded = [short, long, day, ...(counts.isKnownIp ? [] : ofUnknownIps)].filter(
    (result) => result?.success === false,
  );
  const isAccountLimited = isConfirmable && byAccount?.success === false && !counts.isKnownIp;
  // A rejected attempt is not counted, so it does not extend the wait.
  if (exceeded.length > 0 || isAccountLimited) refund();
  if (exceeded.length > 0) throw rateLimited(Math.max(...exceeded.map((result) => result?.reset ?? 0)) - ctx.now());
  if (isAccountLimited) throw confirmationRequired();
  return {
    succeeded: () => {
      refund();
      rememberIp();
    },
  };
}

/** Counts a mail that makes an IP known to an account. Returns whether it may be sent. */
export async function isSignInMailAllowed(ctx: AccountContext, email: string): Promise<boolean> {
  return isAllowed(ctx, "sign-in mail", await hashAccount(ctx, email));
}

async function hashAccount(
  { config }: AccountContext,
  email: string,
  keys: DerivedKeys<KeyUse<"account">> = config.keyRing.current,
): Promise<string> {
  return (await keys.sign("account", toEmailKey(email))).slice(0, 32);
}

/**
 * Returns the pair of an account and the client's IP under each key, the current one first. Known IPs are stored for months,
 * so they are also found under earlier keys.
 */
function hashPairs(ctx: AccountContext, email: string): Promise<string[]> {
  return Promise.all(
    ctx.config.keyRing.all.map(async (keys) => `${await hashAccount(ctx, email, keys)}:${await hashIp(ctx, keys)}`),
  );
}

/** Hashes the /48 network of an IPv6 client. Returns undefined for other clients. */
async function hashNetwork({ config, client }: AccountContext): Promise<string | undefined> {
  const network = toSubscriberNetwork(client?.ip ?? "");
  if (network === undefined) return undefined;
  return (await config.keyRing.current.sign("network", network)).slice(0, 16);
}

/** Counts one use of an operation, by the key or else by IP. Throws RATE_LIMITED. */
export async function recordUse(ctx: AccountContext, tier: Tier, key?: string): Promise<void> {
  const result = await countUse(ctx, tier, key);
  if (result?.success === false) countDenial(ctx, "LIMIT_EXCEEDED", { operation: tier });
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
    .catch((error: unknown) => log("warn", "rate limits unavailable", { error: describeError(error) }));
}

/** Returns undefined when limits are off, or when Redis is down and the limit of the platform allows the use. */
async function countUse(ctx: AccountContext, tier: Tier, key?: string) {
  if (!ctx.config.limits) return undefined;
  const ip = await hashIp(ctx);
  const counters: readonly (readonly [Tier, string])[] = [[tier, key ?? ip], ...(await findWiderCounters(ctx, tier))];
  const results = await count(ctx, `${tier}:${key ?? ip}`, () =>
    Promise.all(counters.map(([limit, id]) => getLimiter(ctx, limit).limit(id))),
  );
  return results?.find(({ success }) => !success) ?? results?.[0];
}

/** Returns the wider limits of an operation and the keys under which they count it. */
async function findWiderCounters(ctx: AccountContext, tier: Tier): Promise<(readonly [Tier, string])[]> {
  const wider = widerTiers[tier];
  if (wider === undefined) return [];
  const network = await hashNetwork(ctx);
  const storefront = ctx.client?.storefrontId;
  return [
    ...(network === undefined ? [] : [[wider.network, network] as const]),
    ...(storefront === undefined ? [] : [[wider.storefront, storefront] as const]),
  ];
}

/**
 * Returns the key of the client's IP for an account, if the account signed in from it. Returns undefined otherwise, and
 * while Redis is down.
 */
export async function findKnownAddress(ctx: AccountContext, email: string): Promise<string | undefined> {
  if (!ctx.config.limits) return undefined;
  const pairs = await hashPairs(ctx, email);
  try {
    const keys = pairs.map((pair) => `known:${pair}`);
    const known = await ctx.redis.run((client) => client.mget<(string | null)[]>(...keys));
    return known.some((value) => value !== null) ? pairs[0] : undefined;
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
      traceId: ctx.trace.traceId,
      error: describeError(error),
    });
    if (!(await ctx.tryFallbackLimit(fallbackKey))) throw rateLimited(60_000);
    return undefined;
  }
}

/** Returns whether `recordFailedLogin` threw this error because of too many attempts. */
export function isThrottled(error: unknown): boolean {
  return error instanceof Failure && throttledReasons.has(error.reason);
}

const throttledReasons: ReadonlySet<string> = new Set(["RATE_LIMITED", "EMAIL_CONFIRMATION_REQUIRED"]);

function confirmationRequired(): Failure {
  const message = "Too many failed sign-ins. Use the link in the mail that was sent to the address of this account.";
  return new Failure(Code.FailedPrecondition, "EMAIL_CONFIRMATION_REQUIRED", message);
}

function rateLimited(waitMs: number): Failure {
  const seconds = Math.max(Math.ceil(waitMs / 1000), 1);
  return new Failure(Code.ResourceExhausted, "RATE_LIMITED", `Too many attempts. Retry in ${seconds} seconds.`, {
    // The gateway does not count the failure again.
    metadata: { retryAfterSeconds: String(seconds), counted: "account" },
  });
}
