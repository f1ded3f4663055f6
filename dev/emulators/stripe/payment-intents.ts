import { findCardBehaviour } from "./cards.ts";
import { invalidRequest, missing, StripeError } from "./errors.ts";
import * as fields from "./fields.ts";
import type { Form } from "./form.ts";
import { newObjectId, type PaymentIntent } from "./objects.ts";
import type { Sandbox } from "./sandbox.ts";

/** The path of the page of the customer's bank. The id of the payment follows. */
export const bankPagePath = "/3d_secure/";

/** Converts a stored PaymentIntent to the object that clients receive. */
export function toIntentResponse({ refunded: _, ...intent }: PaymentIntent): object {
  return intent;
}

export function getIntent({ store }: Sandbox, id: string): PaymentIntent {
  const intent = store.find<PaymentIntent>("payment_intent", id);
  if (intent === undefined) throw missing("payment_intent", id, "intent");
  return intent;
}

/** Supports the one query `metadata['name']:'value'`. Stripe may find a payment up to a minute later. */
export function searchIntents({ store }: Sandbox, url: string, query: URLSearchParams): object {
  const text = query.get("query") ?? "";
  const [, name, value] = /^metadata\['(\w+)'\]:'([^'\\]*)'$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw invalidRequest("parameter_invalid", `The emulator does not support the query ${text}`, "query");
  }
  const data = store.findByMetadata<PaymentIntent>("payment_intent", name, value).map(toIntentResponse);
  return { object: "search_result", url, has_more: false, next_page: null, data };
}

export function createIntent(sandbox: Sandbox, form: Form): object {
  fields.allowOnly(form, [
    "amount",
    "currency",
    "capture_method",
    "payment_method",
    "payment_method_types",
    "automatic_payment_methods",
    "confirm",
    "confirmation_method",
    "customer",
    "description",
    "metadata",
    "off_session",
    "receipt_email",
    "return_url",
    "setup_future_usage",
    "shipping",
    "statement_descriptor_suffix",
  ]);
  const currency = fields.required(form, "currency").toLowerCase();
  const amount = fields.chargeAmount(form, "amount", fields.toCurrency(currency));
  const captureMethod = fields.text(form, "capture_method") ?? "automatic";
  const paymentMethod = fields.text(form, "payment_method");
  if (paymentMethod !== undefined) requirePaymentMethod(paymentMethod);
  const id = newObjectId("pi");
  const intent: PaymentIntent = {
    id,
    object: "payment_intent",
    amount,
    amount_capturable: 0,
    amount_received: 0,
    currency,
    capture_method: captureMethod === "manual" ? "manual" : "automatic",
    status: paymentMethod === undefined ? "requires_payment_method" : "requires_confirmation",
    payment_method: paymentMethod ?? null,
    last_payment_error: null,
    next_action: null,
    latest_charge: null,
    canceled_at: null,
    cancellation_reason: null,
    client_secret: `${id}_secret_${newObjectId("s").slice(2)}`,
    created: sandbox.now(),
    livemode: false,
    metadata: fields.metadata(form),
    refunded: 0,
  };
  save(sandbox, intent, "payment_intent.created");
  return fields.flag(form, "confirm")
    ? confirm(sandbox, intent, fields.text(form, "return_url"))
    : toIntentResponse(intent);
}

export function confirmIntent(sandbox: Sandbox, id: string, form: Form): object {
  fields.allowOnly(form, ["payment_method", "return_url", "off_session", "use_stripe_sdk", "receipt_email"]);
  const intent = getIntent(sandbox, id);
  expectStatus(intent, ["requires_payment_method", "requires_confirmation", "requires_action"], "confirm");
  const paymentMethod = fields.text(form, "payment_method") ?? intent.payment_method;
  if (paymentMethod === null) {
    throw invalidRequest("parameter_missing", "A payment method is required to confirm.", "payment_method");
  }
  requirePaymentMethod(paymentMethod);
  return confirm(sandbox, { ...intent, payment_method: paymentMethod }, fields.text(form, "return_url"));
}

export function captureIntent(sandbox: Sandbox, id: string, form: Form): object {
  fields.allowOnly(form, ["amount_to_capture", "final_capture", "metadata", "statement_descriptor_suffix"]);
  const intent = getIntent(sandbox, id);
  expectStatus(intent, ["requires_capture"], "capture");
  const amount =
    fields.amount(form, "amount_to_capture", fields.toCurrency(intent.currency)) ?? intent.amount_capturable;
  if (amount > intent.amount_capturable) {
    throw invalidRequest("amount_too_large", "The amount is greater than the authorized amount.", "amount_to_capture");
  }
  const captured: PaymentIntent = { ...intent, status: "succeeded", amount_capturable: 0, amount_received: amount };
  save(sandbox, captured, "payment_intent.succeeded");
  return toIntentResponse(captured);
}

export function cancelIntent(sandbox: Sandbox, id: string, form: Form): object {
  fields.allowOnly(form, ["cancellation_reason"]);
  const intent = getIntent(sandbox, id);
  const cancelable = ["requires_payment_method", "requires_confirmation", "requires_action", "requires_capture"];
  expectStatus(intent, cancelable, "cancel");
  const canceled: PaymentIntent = {
    ...intent,
    status: "canceled",
    amount_capturable: 0,
    next_action: null,
    canceled_at: sandbox.now(),
    cancellation_reason: fields.text(form, "cancellation_reason") ?? null,
  };
  save(sandbox, canceled, "payment_intent.canceled");
  return toIntentResponse(canceled);
}

/** Applies the result of 3-D Secure: the customer authenticated, or did not. */
export function authenticate(sandbox: Sandbox, id: string, succeeded: boolean): object {
  const intent = getIntent(sandbox, id);
  expectStatus(intent, ["requires_action"], "authenticate");
  if (succeeded) return completeConfirmation(sandbox, intent);
  const code = "payment_intent_authentication_failure";
  const failed: PaymentIntent = {
    ...intent,
    status: "requires_payment_method",
    next_action: null,
    last_payment_error: { type: "card_error", code, message: "The customer did not authenticate." },
  };
  save(sandbox, failed, "payment_intent.payment_failed");
  return toIntentResponse(failed);
}

function confirm(sandbox: Sandbox, intent: PaymentIntent, returnUrl: string | undefined): object {
  const behaviour = findCardBehaviour(intent.payment_method ?? "");
  if (behaviour?.type === "declines") {
    const { code, declineCode, message } = behaviour;
    const error = { type: "card_error", code, ...(declineCode ? { decline_code: declineCode } : {}), message };
    const failed: PaymentIntent = {
      ...intent,
      status: "requires_payment_method",
      last_payment_error: error,
      payment_method: null,
      latest_charge: newObjectId("ch"),
    };
    save(sandbox, failed, "payment_intent.payment_failed");
    throw new StripeError(402, "card_error", code, message, { ...error, payment_intent: toIntentResponse(failed) });
  }
  if (behaviour?.type === "requiresAction") {
    const action =
      returnUrl === undefined
        ? { type: "use_stripe_sdk", use_stripe_sdk: { type: "three_d_secure_redirect" } }
        : { type: "redirect_to_url", redirect_to_url: { return_url: returnUrl, url: bankPageUrl(sandbox, intent) } };
    const pending: PaymentIntent = { ...intent, status: "requires_action", next_action: action };
    save(sandbox, pending, "payment_intent.requires_action");
    return toIntentResponse(pending);
  }
  return completeConfirmation(sandbox, intent);
}

/** Returns the address of the page that asks the customer. Clients that know the secret of the payment may use it. */
function bankPageUrl(sandbox: Sandbox, { id, client_secret }: PaymentIntent): string {
  return `${sandbox.origin()}${bankPagePath}${id}?client_secret=${client_secret}`;
}

function completeConfirmation(sandbox: Sandbox, intent: PaymentIntent): object {
  const manual = intent.capture_method === "manual";
  const confirmed: PaymentIntent = {
    ...intent,
    status: manual ? "requires_capture" : "succeeded",
    amount_capturable: manual ? intent.amount : 0,
    amount_received: manual ? 0 : intent.amount,
    latest_charge: newObjectId("ch"),
    last_payment_error: null,
    next_action: null,
  };
  save(sandbox, confirmed, manual ? "payment_intent.amount_capturable_updated" : "payment_intent.succeeded");
  return toIntentResponse(confirmed);
}

function save(sandbox: Sandbox, intent: PaymentIntent, event: string): void {
  sandbox.store.put(intent);
  sandbox.emit(event, toIntentResponse(intent));
}

function requirePaymentMethod(paymentMethod: string): void {
  if (findCardBehaviour(paymentMethod) === undefined) throw missing("PaymentMethod", paymentMethod, "payment_method");
}

function expectStatus(intent: PaymentIntent, allowed: readonly string[], verb: string): void {
  if (allowed.includes(intent.status)) return;
  const message = `You cannot ${verb} this PaymentIntent because it has a status of ${intent.status}.`;
  const code = "payment_intent_unexpected_state";
  throw new StripeError(400, "invalid_request_error", code, message, { payment_intent: toIntentResponse(intent) });
}
