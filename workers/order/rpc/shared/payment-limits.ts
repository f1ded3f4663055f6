import { Code } from "@connectrpc/connect";
import { err, ok, type Result } from "../../../kit/domain/result.ts";
import { Failure } from "../../../kit/errors/failure.ts";
import { describeError, log } from "../../../kit/observability/log.ts";
import type { OrderContext } from "../../context.ts";
import type { Rejection } from "../../domain/commands.ts";
import {
  declinedPaymentWindowMs,
  maxDeclinedPaymentsOfAccount,
  maxDeclinedPaymentsOfAddress,
} from "../../domain/limits.ts";
import type { OrderView } from "../../saga/saga-runner.ts";
import type { KeyReservation } from "../../store/idempotency-keys.ts";
import {
  type AttemptId,
  type AttemptStart,
  deleteAttempt,
  endAttempt,
  markDeclined,
  startAttempt,
} from "../../store/payment-attempts.ts";

/** Declined payments after which an account or a network address cannot pay. */
const declinedPaymentLimits = {
  windowMs: declinedPaymentWindowMs,
  perAccount: maxDeclinedPaymentsOfAccount,
  perAddress: maxDeclinedPaymentsOfAddress,
  /** Longer than a placement waits for its payment. */
  maxRunMs: 30_000,
} as const;

/** How long a placement waits for other placements of the account or the address, and how often it looks. */
const maxWaitMs = 5_000;
const pollMs = 50;

/** The attempt of one placement. */
export interface PaymentAttempt {
  /** Must be called before the order is placed: from here on the payment may be tried. */
  setTried(): void;
  /** Must be called when the order has responded. */
  setResult(placed: Result<OrderView, Rejection>): void;
  /** Records the result. Must be called after the placement, also when it failed. */
  end(): Promise<void>;
}

/** The attempt of a placement without a limit, or without a payment. */
export const uncountedAttempt: PaymentAttempt = {
  setTried: () => {},
  setResult: () => {},
  end: async () => {},
};

/**
 * Starts the attempt of a placement before its payment is tried, and reserves the key of the order with it. A repeated request is
 * the same attempt. Waits while other attempts run whose payments could reach the limit. Throws RATE_LIMITED when the attempt
 * exceeds a limit. Fails when another order of the account has the key.
 */
export async function startPaymentAttempt(
  ctx: OrderContext,
  id: Omit<AttemptStart, "addressHash" | "isGuest" | "now">,
  reservation: KeyReservation | undefined,
): Promise<Result<PaymentAttempt, "KEY_TAKEN">> {
  const isGuest = ctx.identity.roles.includes("GUEST");
  const addressHash = await ctx.hashClientAddress();
  const waitUntil = ctx.now() + maxWaitMs;
  for (;;) {
    const attempt = { ...id, isGuest, addressHash, now: ctx.now() };
    const started = await startAttempt(ctx.db, attempt, declinedPaymentLimits, reservation);
    if (started.type === "started") return ok(createAttempt(ctx, id, started.isNew));
    if (started.type === "key taken") return err("KEY_TAKEN");
    if (started.type === "limited") throw rateLimited(started.until - ctx.now());
    if (ctx.now() >= waitUntil) throw rateLimited(0);
    await scheduler.wait(pollMs, { signal: ctx.signal });
  }
}

/**
 * Counts a payment that was declined after the placement had returned, from the time of the decline on. It is counted once,
 * also when several requests report it.
 */
export async function countLateDecline(ctx: OrderContext, view: OrderView): Promise<void> {
  if (!ctx.limits) return;
  for (const { event } of view.events) {
    if (event.type !== "OrderPlaced") continue;
    const { orderId, idempotencyKey } = event;
    const declinedAt = findDeclineTime(view, idempotencyKey);
    if (declinedAt !== undefined) await markDeclined(ctx.db, { orderId, idempotencyKey }, declinedAt);
  }
}

function createAttempt(ctx: OrderContext, id: AttemptId, isNew: boolean): PaymentAttempt {
  let isTried = false;
  let placed: Result<OrderView, Rejection> | undefined;
  return {
    setTried: () => {
      isTried = true;
    },
    setResult: (result) => {
      placed = result;
    },
    end: async () => {
      // Without a response, the payment may have been tried. The attempt then counts until its time to run is over.
      if (isTried && placed === undefined) return;
      if (placed === undefined || !placed.ok) return isNew ? deleteAttempt(ctx.db, id) : undefined;
      // The statement that writes the row of a confirmed order ends its attempt.
      if (placed.value.state.status === "CONFIRMED") return;
      const declined = findDeclineTime(placed.value, id.idempotencyKey) !== undefined;
      const ended = endAttempt(declined ? ctx.db : ctx.background().db, id, ctx.now(), declined);
      // A declined payment is counted before the client can try the next card.
      if (declined) return ended;
      ctx.defer(
        ended.catch((error: unknown) => log("warn", "payment attempt not ended", { error: describeError(error) })),
      );
    },
  };
}

/** Codes of payments that ended without a decision about the card. */
const undecidedCodes: ReadonlySet<string> = new Set([
  "not_confirmed",
  "voided",
  "captured",
  "captured_in_part",
  "authorization_lapsed",
]);

/** Returns when the payment of the placement with this key was declined. Undefined when it was not. */
function findDeclineTime({ events }: OrderView, idempotencyKey: string): number | undefined {
  const start = events.findIndex(
    ({ event }) => event.type === "OrderPlaced" && event.idempotencyKey === idempotencyKey,
  );
  if (start < 0) return undefined;
  const end = events.findIndex(({ event }, index) => index > start && event.type === "OrderPlaced");
  return events
    .slice(start, end < 0 ? undefined : end)
    .find(({ event }) => event.type === "PaymentDeclined" && !undecidedCodes.has(event.code))?.at;
}

function rateLimited(waitMs: number): Failure {
  const seconds = Math.max(Math.ceil(waitMs / 1000), 1);
  return new Failure(
    Code.ResourceExhausted,
    "RATE_LIMITED",
    `Too many declined payments. Retry in ${seconds} seconds.`,
    {
      metadata: { retryAfterSeconds: String(seconds) },
    },
  );
}
