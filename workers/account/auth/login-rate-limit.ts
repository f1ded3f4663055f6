import { Code } from "@connectrpc/connect";
import { Ratelimit } from "@upstash/ratelimit";
import { Failure } from "../../kit/errors/failure.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import { hashAddress } from "../audit/security-events.ts";
import type { AccountContext } from "../context.ts";
import { hmac } from "./crypto.ts";

/**
 * How often what may be tried. Passwords count failures: by who tries where (an account from an address), with longer
 * and longer waits; by address, over all accounts; and by account, over all addresses. The last keeps nobody out: it
 * leaves a single try to an address that never signed in to the account before, so that its owner has one too.
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
  verification: [3, "15 m"],
} as const;

type Tier = keyof typeof tiers;

/** How long an address is remembered as one that an account signed in from. */
const knownSeconds = 90 * 24 * 3_600;

const limiters = new Map<Tier, Ratelimit>();

function limiter({ redis }: AccountContext, tier: Tier): Ratelimit {
  let known = limiters.get(tier);
  if (known === undefined) {
    const [tokens, window] = tiers[tier];
    known = new Ratelimit({
      redis: redis.client,
      limiter: Ratelimit.slidingWindow(tokens, window),
      prefix: `limit:${tier.replaceAll(" ", "-")}`,
      ephemeralCache: false,
      // The client has a time limit of its own, and the answer without Redis is not "allowed".
      timeout: 0,
    });
    limiters.set(tier, known);
  }
  return known;
}

/** A password that is about to be checked. */
export interface Attempt {
  /** To be called when it was right: what it cost is given back. */
  succeeded(): void;
}

const unlimited: Attempt = { succeeded: () => {} };

/** Counts a try at an account's password before it is checked, so that many at once count too. Throws RATE_LIMITED. */
export async function recordFailedLogin(ctx: AccountContext, email: string): Promise<Attempt> {
  if (!ctx.config.limits) return unlimited;
  const address = await hashAddress(ctx);
  const account = (await hmac(ctx.config.identityKey, `account ${email.trim().toLowerCase()}`)).slice(0, 32);
  const pair = `${account}:${address}`;
  const counted = [
    ["short", pair],
    ["long", pair],
    ["day", pair],
    ["address", address],
    ["account", account],
  ] as const;
  const outcome = await counting(ctx, `sign-in:${address}`, async () => {
    const known = `known:${pair}`;
    const [seen, ...results] = await Promise.all([
      ctx.redis.client.get<string>(known),
      ...counted.map(([tier, key]) => limiter(ctx, tier).limit(key)),
    ]);
    return { known, seen: seen !== null, results };
  });
  if (outcome === undefined) return unlimited;

  const refund = (which: (tier: Tier) => boolean): void => {
    const due = counted.filter(([tier], index) => which(tier) && outcome.results[index]?.success === true);
    ctx.defer(
      Promise.all(due.map(([tier, key]) => limiter(ctx, tier).limit(key, { rate: -1 }))).catch((error: unknown) =>
        log("warn", "limits are away", { service: "account", error: describeError(error) }),
      ),
    );
  };
  const [short, long, day, byAddress, byAccount] = outcome.results;
  const crowded = byAccount?.success === false && !outcome.seen && (short?.remaining ?? 0) < tiers.short[0] - 1;
  const refusals = [short, long, day, ...(outcome.seen ? [] : [byAddress])].filter(
    (result) => result?.success === false,
  );
  if (refusals.length > 0 || crowded) {
    // What is refused is no try: it makes no wait longer.
    refund(() => true);
    const until = Math.max(...[...refusals, ...(crowded ? [byAccount] : [])].map((result) => result?.reset ?? 0));
    throw limited(until - ctx.now());
  }
  return {
    succeeded: () => {
      refund(() => true);
      ctx.defer(ctx.redis.client.set(outcome.known, "1", { ex: knownSeconds }).catch(() => undefined));
    },
  };
}

/** Counts one of an operation's uses under a key. Throws RATE_LIMITED. */
export async function recordUse(ctx: AccountContext, tier: Tier, key?: string): Promise<void> {
  if (!(await isAllowed(ctx, tier, key))) throw limited(60_000);
}

/** As `countUse`, for what must not tell that it was refused. */
export async function isAllowed(ctx: AccountContext, tier: Tier, key?: string): Promise<boolean> {
  if (!ctx.config.limits) return true;
  const address = await hashAddress(ctx);
  const outcome = await counting(ctx, `${tier}:${address}`, () => limiter(ctx, tier).limit(key ?? address));
  return outcome === undefined || outcome.success;
}

/** Runs a count. With Redis away the platform's own limit decides, which is stricter. */
async function counting<T>(ctx: AccountContext, emergencyKey: string, count: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ctx.redis.run(count);
  } catch (error) {
    log("warn", "limits are away", {
      service: "account",
      traceId: ctx.trace.traceId,
      error: describeError(error),
    });
    if (!(await ctx.emergencyLimit(emergencyKey))) throw limited(60_000);
    return undefined;
  }
}

function limited(waitMs: number): Failure {
  const seconds = Math.max(Math.ceil(waitMs / 1000), 1);
  return new Failure(Code.ResourceExhausted, "RATE_LIMITED", `too many attempts: wait ${seconds} seconds`, {
    metadata: { retryAfterSeconds: String(seconds) },
  });
}
