import Stripe from "stripe";
import { describeError } from "../../kit/observability/log.ts";
import { outboundFetch } from "../../kit/outbound-fetch.ts";
import { type OrderConfig, toStripeOrigin } from "../config.ts";
import type {
  CapturedBalance,
  Confirmation,
  NewPayment,
  PaymentDispute,
  PaymentEvent,
  PaymentOutcome,
  PaymentRecord,
  PaymentRefund,
  Payments,
  RefundOutcome,
  StartedPayment,
} from "./port.ts";
import { getStripeClient } from "./stripe-client.ts";

type Declined = Extract<PaymentOutcome, { type: "declined" }>;
type Unknown = Extract<PaymentOutcome, { type: "unknown" }>;

/** A longer wait that Stripe requests is not applied. */
const maxRetryAfterMs = 60_000;
/** The maximum age of a webhook event. */
const toleranceSeconds = 300;
/** The events that report a change of a refund. Stripe sends several of them for one change. */
const refundEvents: ReadonlySet<string> = new Set([
  "refund.created",
  "charge.refunded",
  "charge.refund.updated",
  "refund.updated",
  "refund.failed",
]);

/** The events that report a change of a dispute, and the money that the bank takes or gives back. */
const disputeEvents: ReadonlySet<string> = new Set([
  "charge.dispute.created",
  "charge.dispute.updated",
  "charge.dispute.closed",
  "charge.dispute.funds_withdrawn",
  "charge.dispute.funds_reinstated",
]);

const cryptoProvider = Stripe.createSubtleCryptoProvider();

/** Throws unless Stripe responds. The request has no API key, so it counts against no rate limit. */
export async function pingStripe(host: string, signal: AbortSignal): Promise<undefined> {
  const response = await outboundFetch(`${toStripeOrigin(host)}/healthcheck`, { signal });
  await response.body?.cancel();
  if (response.status >= 500) throw new Error(`Stripe responded with status ${response.status}`);
}

/** Returns payments by Stripe PaymentIntents with manual capture. `host` is empty for Stripe itself. */
export function createStripePayments({ webhookSecret, ...connection }: OrderConfig["stripe"]): Payments {
  const stripe = getStripeClient(connection);
  return {
    provider: "stripe",
    authorize: async (payment, confirmation, key) => {
      try {
        const { metadata, ...params } = toIntentParams(payment);
        const request = { ...params, ...toConfirmParams(confirmation), confirm: true, metadata: { ...metadata, key } };
        const intent = await stripe.paymentIntents.create(request, { idempotencyKey: key });
        return toStarted(intent);
      } catch (error) {
        const failure = toFailure(error);
        // A declined card leaves a payment, which must be voided.
        const paymentId = error instanceof Stripe.errors.StripeCardError ? error.payment_intent?.id : undefined;
        return paymentId === undefined ? failure : { type: "started", paymentId, payment: failure };
      }
    },
    findStarted: (key) =>
      attempt<Awaited<ReturnType<Payments["findStarted"]>>>(async () => {
        const { data } = await stripe.paymentIntents.search({ query: `metadata['key']:'${key}'`, limit: 1 });
        const [intent] = data;
        return intent === undefined ? { type: "absent" } : toStarted(intent);
      }),
    start: (payment, key) =>
      attempt<Awaited<ReturnType<Payments["start"]>>>(async () => {
        const intent = await stripe.paymentIntents.create(toIntentParams(payment), { idempotencyKey: key });
        return { type: "started", paymentId: intent.id };
      }),
    confirm: (paymentId, confirmation, key) =>
      attempt(async () => {
        const request = toConfirmParams(confirmation);
        return toOutcome(await stripe.paymentIntents.confirm(paymentId, request, { idempotencyKey: key }));
      }),
    capture: (paymentId, amount, key) =>
      attempt(async () => {
        const request = { amount_to_capture: Number(amount.amountMinor) };
        return toOutcome(await stripe.paymentIntents.capture(paymentId, request, { idempotencyKey: key }));
      }),
    void: (paymentId, key) =>
      attempt(async () => toOutcome(await stripe.paymentIntents.cancel(paymentId, {}, { idempotencyKey: key }))),
    refund: (paymentId, amount, orderId, key) =>
      attempt<RefundOutcome>(async () => {
        const metadata = { key, order_id: orderId };
        const request = { payment_intent: paymentId, amount: Number(amount.amountMinor), metadata };
        return toRefundOutcome(await stripe.refunds.create(request, { idempotencyKey: key }));
      }),
    findRefund: (paymentId, key) =>
      attempt<RefundOutcome | { type: "absent" }>(async () => {
        for await (const refund of stripe.refunds.list({ payment_intent: paymentId, limit: 100 })) {
          if (refund.metadata?.key === key) return toRefundOutcome(refund);
        }
        return { type: "absent" };
      }),
    findBalance: (paymentId) =>
      attempt<CapturedBalance>(async () => {
        const { amount_received } = await stripe.paymentIntents.retrieve(paymentId);
        const refunds: PaymentRefund[] = [];
        for await (const refund of stripe.refunds.list({ payment_intent: paymentId, limit: 100 })) {
          refunds.push(toPaymentRefund(refund));
        }
        const refundedMinor = refunds
          .filter(({ status }) => status !== "FAILED")
          .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
        return { type: "balance", remainingMinor: BigInt(amount_received) - refundedMinor, refundedMinor, refunds };
      }),
    findDisputes: (paymentId) =>
      attempt<Awaited<ReturnType<Payments["findDisputes"]>>>(async () => {
        const disputes: PaymentDispute[] = [];
        for await (const dispute of stripe.disputes.list({ payment_intent: paymentId, limit: 100 })) {
          disputes.unshift(toPaymentDispute(dispute));
        }
        return { type: "disputes", disputes };
      }),
    findRecord: (paymentId) =>
      attempt<PaymentRecord>(async () => {
        const intent = await stripe.paymentIntents.retrieve(paymentId);
        let refundedMinor = 0n;
        for await (const refund of stripe.refunds.list({ payment_intent: paymentId, limit: 100 })) {
          const { status, amountMinor } = toPaymentRefund(refund);
          if (status !== "FAILED") refundedMinor += amountMinor;
        }
        let [chargedBackMinor, reversedMinor] = [0n, 0n];
        for await (const dispute of stripe.disputes.list({ payment_intent: paymentId, limit: 100 })) {
          const { withdrawnMinor, reinstatedMinor } = toPaymentDispute(dispute);
          chargedBackMinor += withdrawnMinor;
          reversedMinor += reinstatedMinor;
        }
        return {
          type: "record",
          status: intent.status,
          currency: intent.currency.toUpperCase(),
          amountMinor: BigInt(intent.amount),
          heldMinor: BigInt(intent.amount_capturable),
          capturedMinor: BigInt(intent.amount_received),
          refundedMinor,
          chargedBackMinor,
          reversedMinor,
          createdAt: intent.created * 1_000,
        };
      }),
    findOrderId: (paymentId) =>
      attempt<Awaited<ReturnType<Payments["findOrderId"]>>>(async () => {
        const { metadata } = await stripe.paymentIntents.retrieve(paymentId);
        return { type: "order", orderId: metadata.order_id };
      }),
    readEvent: async (payload, signature) => {
      try {
        const text = new TextDecoder().decode(payload);
        const verified = [text, signature, webhookSecret, toleranceSeconds, cryptoProvider] as const;
        const { id, type, data } = await stripe.webhooks.constructEventAsync(...verified);
        // A charge has the metadata of its PaymentIntent. A dispute and a refund of the dashboard have none.
        const { metadata, payment_intent } = data.object as {
          metadata?: Record<string, string> | null;
          payment_intent?: unknown;
        };
        const subject = subjectOf(type);
        const hasPayment = subject !== "payment" && typeof payment_intent === "string";
        return { id, subject, orderId: metadata?.order_id, paymentId: hasPayment ? payment_intent : undefined };
      } catch {
        return undefined;
      }
    },
    find: (paymentId) =>
      attempt<Awaited<ReturnType<Payments["find"]>>>(async () => {
        return toFoundPayment(await stripe.paymentIntents.retrieve(paymentId));
      }),
  };
}

function toIntentParams({ amount, orderId, acceptsRedirects }: NewPayment) {
  return {
    amount: Number(amount.amountMinor),
    currency: amount.currency.toLowerCase(),
    capture_method: "manual",
    automatic_payment_methods: { enabled: true, allow_redirects: acceptsRedirects ? "always" : "never" },
    metadata: { order_id: orderId },
  } as const;
}

function toConfirmParams({ paymentMethod, returnUrl }: Confirmation) {
  return { payment_method: paymentMethod, ...(returnUrl === undefined ? {} : { return_url: returnUrl }) };
}

function toStarted(intent: Stripe.PaymentIntent): Extract<StartedPayment, { type: "started" }> {
  return { type: "started", paymentId: intent.id, payment: toFoundPayment(intent) };
}

function toFoundPayment(intent: Stripe.PaymentIntent): PaymentOutcome | { type: "open" } {
  const isOpen = intent.status === "requires_confirmation" || intent.status === "processing";
  const isUntried = intent.status === "requires_payment_method" && intent.last_payment_error === null;
  return isOpen || isUntried ? { type: "open" } : toOutcome(intent);
}

function subjectOf(type: string): PaymentEvent["subject"] {
  if (refundEvents.has(type)) return "refund";
  return disputeEvents.has(type) ? "dispute" : "payment";
}

function toOutcome(intent: Stripe.PaymentIntent): PaymentOutcome {
  switch (intent.status) {
    case "requires_capture":
      return { type: "authorized" };
    case "succeeded":
      return { type: "captured" };
    case "canceled":
      return { type: "voided" };
    case "requires_action": {
      const url = intent.next_action?.redirect_to_url?.url;
      const clientSecret = intent.client_secret ?? "";
      return { type: "actionRequired", clientSecret, ...(typeof url === "string" ? { url } : {}) };
    }
    case "requires_payment_method": {
      const error = intent.last_payment_error;
      return {
        type: "declined",
        code: error?.decline_code ?? error?.code ?? "declined",
        message: error?.message ?? "The card was declined",
      };
    }
    default:
      return { type: "unknown", reason: `The payment is ${intent.status}` };
  }
}

function toRefundOutcome(refund: Stripe.Refund): RefundOutcome {
  const { refundId, status, reason = "failed" } = toPaymentRefund(refund);
  if (status === "FAILED") return { type: "failed", refundId, reason };
  return status === "PENDING" ? { type: "refunded", refundId, isPending: true } : { type: "refunded", refundId };
}

function toPaymentRefund({ id, amount, status, failure_reason, metadata }: Stripe.Refund): PaymentRefund {
  const refund = { refundId: id, amountMinor: BigInt(amount), isOwn: metadata?.key !== undefined };
  switch (status) {
    case "failed":
    case "canceled":
      return { ...refund, status: "FAILED", reason: failure_reason ?? status };
    case "pending":
    case "requires_action":
      return { ...refund, status: "PENDING" };
    default:
      return { ...refund, status: "SUCCEEDED" };
  }
}

/**
 * The amounts of balance transactions are in the currency of the shop's account. If that is another currency than the
 * dispute's, the bank counts as having moved the disputed amount.
 */
function toPaymentDispute(dispute: Stripe.Dispute): PaymentDispute {
  const { id, amount, currency, balance_transactions, evidence_details, created, reason } = dispute;
  const moved = (isMoved: (amount: number) => boolean) => {
    const entries = balance_transactions.filter((entry) => isMoved(entry.amount));
    const isConverted = entries.some((entry) => entry.currency !== currency);
    const sum = entries.reduce((total, entry) => total + Math.abs(entry.amount), 0);
    return BigInt(isConverted ? amount : sum);
  };
  const withdrawnMinor = moved((minor) => minor < 0);
  const reinstatedMinor = moved((minor) => minor > 0);
  return {
    disputeId: id,
    ...toDisputeStatus(dispute, withdrawnMinor > reinstatedMinor),
    reason,
    amount: { amountMinor: BigInt(amount), currency: currency.toUpperCase() },
    withdrawnMinor,
    reinstatedMinor,
    // Stripe reports 0 when the bank accepts no evidence.
    evidenceDueBy: evidence_details.due_by ? evidence_details.due_by * 1000 : undefined,
    createdAt: created * 1000,
  };
}

/** `isMoneyGone` decides about a dispute that was settled before it became a chargeback. */
function toDisputeStatus({ status }: Stripe.Dispute, isMoneyGone: boolean): Pick<PaymentDispute, "type" | "status"> {
  switch (status) {
    case "warning_needs_response":
      return { type: "INQUIRY", status: "NEEDS_RESPONSE" };
    case "warning_under_review":
      return { type: "INQUIRY", status: "UNDER_REVIEW" };
    case "warning_closed":
      return { type: "INQUIRY", status: "CLOSED" };
    case "prevented":
      return isMoneyGone ? { type: "CHARGEBACK", status: "LOST" } : { type: "INQUIRY", status: "CLOSED" };
    case "needs_response":
    case "appeal_needs_response":
      return { type: "CHARGEBACK", status: "NEEDS_RESPONSE" };
    case "won":
      return { type: "CHARGEBACK", status: "WON" };
    case "lost":
      return { type: "CHARGEBACK", status: "LOST" };
    default:
      return { type: "CHARGEBACK", status: "UNDER_REVIEW" };
  }
}

async function attempt<T>(call: () => Promise<T>): Promise<T | Declined | Unknown> {
  try {
    return await call();
  } catch (error) {
    return toFailure(error);
  }
}

/** A card error and an invalid request are final. A refused request was not processed. After any other error, the call may or may not have succeeded. */
function toFailure(error: unknown): Declined | Unknown {
  if (error instanceof Stripe.errors.StripeRateLimitError) {
    const seconds = Number(error.headers?.["retry-after"]);
    const refusedForMs = Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0) * 1_000, maxRetryAfterMs) : 0;
    return { type: "unknown", reason: describeError(error), refusedForMs };
  }
  if (error instanceof Stripe.errors.StripeCardError) {
    return { type: "declined", code: error.decline_code ?? error.code ?? "declined", message: error.message };
  }
  if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code !== "payment_intent_unexpected_state") {
    return { type: "declined", code: error.code ?? "invalid_request", message: error.message };
  }
  return { type: "unknown", reason: describeError(error) };
}
