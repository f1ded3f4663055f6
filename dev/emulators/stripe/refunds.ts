import { pendingRefundCard } from "./cards.ts";
import { disputedAmount } from "./disputes.ts";
import { invalidRequest, missing } from "./errors.ts";
import * as fields from "./fields.ts";
import type { Form } from "./form.ts";
import { newObjectId, type PaymentIntent, type Refund } from "./objects.ts";
import { getIntent } from "./payment-intents.ts";
import type { Sandbox } from "./sandbox.ts";

/** Creates a refund. The sum of all refunds of a payment never exceeds its captured amount. */
export function createRefund(sandbox: Sandbox, form: Form): object {
  fields.allowOnly(form, ["payment_intent", "amount", "reason", "metadata"]);
  const intent = getIntent(sandbox, fields.required(form, "payment_intent"));
  const remaining = intent.amount_received - intent.refunded;
  if (intent.amount_received === 0) {
    throw invalidRequest(
      "charge_not_captured",
      "This PaymentIntent has no captured charge to refund.",
      "payment_intent",
    );
  }
  if (remaining === 0)
    throw invalidRequest("charge_already_refunded", "The charge has been fully refunded.", "payment_intent");
  const amount = fields.amount(form, "amount", fields.toCurrency(intent.currency)) ?? remaining;
  if (amount > remaining) {
    throw invalidRequest(
      "amount_too_large",
      `Refund amount (${amount}) is greater than the remaining amount (${remaining}).`,
      "amount",
    );
  }
  if (amount > remaining - disputedAmount(sandbox, intent.id)) {
    throw invalidRequest("charge_disputed", "The charge has been charged back.", "payment_intent");
  }
  const refund: Refund = {
    id: newObjectId("re"),
    object: "refund",
    amount,
    charge: intent.latest_charge,
    created: sandbox.now(),
    currency: intent.currency,
    metadata: fields.metadata(form),
    payment_intent: intent.id,
    reason: fields.text(form, "reason") ?? null,
    status: intent.payment_method === pendingRefundCard ? "pending" : "succeeded",
  };
  const refunded = { ...intent, refunded: intent.refunded + amount };
  sandbox.store.put(refunded);
  sandbox.store.put(refund);
  sandbox.emit("refund.created", refund);
  sandbox.emit("charge.refunded", toCharge(refunded));
  return refund;
}

/** Completes a pending refund, as the customer's bank does. */
export function completeRefund(sandbox: Sandbox, id: string): object {
  const refund = getRefund(sandbox, id);
  if (refund.status !== "pending") throw invalidRequest("refund_not_pending", `The refund is ${refund.status}.`);
  const completed: Refund = { ...refund, status: "succeeded" };
  sandbox.store.put(completed);
  sandbox.emit("refund.updated", completed);
  sandbox.emit("charge.refund.updated", completed);
  return completed;
}

/** Makes a refund fail, also one that has succeeded, for example because the card was closed. The money comes back. */
export function failRefund(sandbox: Sandbox, id: string, reason: string): object {
  const refund = getRefund(sandbox, id);
  if (refund.status === "failed") throw invalidRequest("refund_already_failed", "The refund has already failed.");
  const failed: Refund = { ...refund, status: "failed", failure_reason: reason };
  const intent = getIntent(sandbox, refund.payment_intent);
  sandbox.store.put({ ...intent, refunded: intent.refunded - refund.amount });
  sandbox.store.put(failed);
  for (const type of ["refund.updated", "refund.failed", "charge.refund.updated"]) sandbox.emit(type, failed);
  return failed;
}

/** Returns the charge of a payment for events, with the metadata of the payment. */
function toCharge(intent: PaymentIntent): object {
  const { latest_charge: id, id: payment_intent, amount_received: amount, currency, metadata, refunded } = intent;
  const amounts = { amount, amount_captured: amount, amount_refunded: refunded };
  return { id, object: "charge", ...amounts, currency, metadata, payment_intent, refunded: refunded === amount };
}

export function getRefund({ store }: Sandbox, id: string): Refund {
  const refund = store.find<Refund>("refund", id);
  if (refund === undefined) throw missing("refund", id);
  return refund;
}
