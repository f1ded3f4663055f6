import Stripe from "stripe";
import { describeError } from "../../kit/observability/log.ts";
import type { OrderConfig } from "../config.ts";
import type { CapturedBalance, PaymentOutcome, Payments, RefundOutcome } from "./port.ts";

type Declined = Extract<PaymentOutcome, { type: "declined" }>;
type Unknown = Extract<PaymentOutcome, { type: "unknown" }>;

/** What one call may take. The order repeats an unanswered one itself, so the SDK must not. */
const timeoutMs = 8_000;

/** How old an event may be. */
const toleranceSeconds = 300;
const cryptoProvider = Stripe.createSubtleCryptoProvider();

const clients = new Map<string, Stripe>();

/** One client an isolate: making it costs more than a call through it. */
function clientOf(secretKey: string, host: string): Stripe {
  const known = clients.get(secretKey);
  if (known !== undefined) return known;
  const [hostname = "", port = ""] = host.split(":");
  const address = host === "" ? {} : { host: hostname, port, protocol: "http" as const };
  const client = new Stripe(secretKey, {
    httpClient: Stripe.createFetchHttpClient(),
    maxNetworkRetries: 0,
    timeout: timeoutMs,
    telemetry: false,
    ...address,
  });
  clients.set(secretKey, client);
  return client;
}

/** Throws unless Stripe answers. It is asked without a key: that counts against nobody's limits there. */
export async function pingStripe(host: string, signal: AbortSignal): Promise<undefined> {
  const response = await fetch(`${host === "" ? "https://api.stripe.com" : `http://${host}`}/healthcheck`, { signal });
  await response.body?.cancel();
  if (response.status >= 500) throw new Error(`Stripe answered ${response.status}`);
}

/** Payments by Stripe's PaymentIntents with manual capture. `host` is empty for Stripe itself. */
export function stripePayments({ secretKey, webhookSecret, host }: OrderConfig["stripe"]): Payments {
  const stripe = clientOf(secretKey, host);
  return {
    provider: "stripe",
    start: (amount, orderId, key) =>
      attempt<Awaited<ReturnType<Payments["start"]>>>(async () => {
        const intent = await stripe.paymentIntents.create(
          {
            amount: Number(amount.amountMinor),
            currency: amount.currency.toLowerCase(),
            capture_method: "manual",
            automatic_payment_methods: { enabled: true, allow_redirects: "never" },
            metadata: { order_id: orderId },
          },
          { idempotencyKey: key },
        );
        return { type: "started", paymentId: intent.id };
      }),
    confirm: (paymentId, paymentMethod, key) =>
      attempt(async () => {
        const request = { payment_method: paymentMethod };
        return outcomeOf(await stripe.paymentIntents.confirm(paymentId, request, { idempotencyKey: key }));
      }),
    capture: (paymentId, amount, key) =>
      attempt(async () => {
        const request = { amount_to_capture: Number(amount.amountMinor) };
        return outcomeOf(await stripe.paymentIntents.capture(paymentId, request, { idempotencyKey: key }));
      }),
    void: (paymentId, key) =>
      attempt(async () => outcomeOf(await stripe.paymentIntents.cancel(paymentId, {}, { idempotencyKey: key }))),
    refund: (paymentId, amount, key) =>
      attempt<RefundOutcome>(async () => {
        const request = { payment_intent: paymentId, amount: Number(amount.amountMinor), metadata: { key } };
        return refundOutcomeOf(await stripe.refunds.create(request, { idempotencyKey: key }));
      }),
    findRefund: (paymentId, key) =>
      attempt<RefundOutcome | { type: "absent" }>(async () => {
        for await (const refund of stripe.refunds.list({ payment_intent: paymentId, limit: 100 })) {
          if (refund.metadata?.key === key) return refundOutcomeOf(refund);
        }
        return { type: "absent" };
      }),
    findKept: (paymentId) =>
      attempt<CapturedBalance>(async () => {
        const { amount_received } = await stripe.paymentIntents.retrieve(paymentId);
        const refunds: Stripe.Refund[] = [];
        for await (const refund of stripe.refunds.list({ payment_intent: paymentId, limit: 100 })) {
          if (refundOutcomeOf(refund).type === "refunded") refunds.push(refund);
        }
        const given = refunds.reduce((sum, { amount }) => sum + amount, 0);
        const amounts = { amountMinor: BigInt(amount_received - given), givenMinor: BigInt(given) };
        return { type: "kept", ...amounts, refundIds: refunds.map(({ id }) => id) };
      }),
    readEvent: async (payload, signature) => {
      try {
        const text = new TextDecoder().decode(payload);
        const verified = [text, signature, webhookSecret, toleranceSeconds, cryptoProvider] as const;
        const { id, type, data } = await stripe.webhooks.constructEventAsync(...verified);
        // A charge has the metadata of its payment.
        const { metadata } = data.object as { metadata?: Record<string, string> | null };
        return { id, orderId: metadata?.order_id, isRefund: type === "charge.refunded" };
      } catch {
        return undefined;
      }
    },
    find: (paymentId) =>
      attempt<Awaited<ReturnType<Payments["find"]>>>(async () => {
        const intent = await stripe.paymentIntents.retrieve(paymentId);
        const open = intent.status === "requires_confirmation" || intent.status === "processing";
        const untried = intent.status === "requires_payment_method" && intent.last_payment_error === null;
        return open || untried ? { type: "open" } : outcomeOf(intent);
      }),
  };
}

function outcomeOf(intent: Stripe.PaymentIntent): PaymentOutcome {
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
        message: error?.message ?? "the card was declined",
      };
    }
    default:
      return { type: "unknown", reason: `the payment is ${intent.status}` };
  }
}

function refundOutcomeOf({ id, status, failure_reason }: Stripe.Refund): RefundOutcome {
  return status === "failed" || status === "canceled"
    ? { type: "declined", code: failure_reason ?? status, message: "the refund failed" }
    : { type: "refunded", refundId: id };
}

async function attempt<T>(call: () => Promise<T>): Promise<T | Declined | Unknown> {
  try {
    return await call();
  } catch (error) {
    return failureOf(error);
  }
}

/** A card that says no is final; so is a request that is wrong. All else may have happened or not. */
function failureOf(error: unknown): Declined | Unknown {
  if (error instanceof Stripe.errors.StripeCardError) {
    return { type: "declined", code: error.decline_code ?? error.code ?? "declined", message: error.message };
  }
  if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code !== "payment_intent_unexpected_state") {
    return { type: "declined", code: error.code ?? "invalid_request", message: error.message };
  }
  return { type: "unknown", reason: describeError(error) };
}
