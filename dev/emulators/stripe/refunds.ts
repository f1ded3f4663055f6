import { invalidRequest, missing } from "./errors.ts";
import * as fields from "./fields.ts";
import type { Form } from "./form.ts";
import { getIntent } from "./payment-intents.ts";
import type { Sandbox } from "./sandbox.ts";
import { newObjectId, type PaymentIntent, type Refund } from "./store.ts";

/** Gives money back: never more, in sum, than was captured. */
export function createRefund(sandbox: Sandbox, form: Form): object {
  fields.allowOnly(form, ["payment_intent", "amount", "reason", "metadata"]);
  const intent = getIntent(sandbox, fields.required(form, "payment_intent"));
  const left = intent.amount_received - intent.refunded;
  if (intent.amount_received === 0) {
    throw invalidRequest(
      "charge_not_captured",
      "This PaymentIntent has no captured charge to refund.",
      "payment_intent",
    );
  }
  if (left === 0) throw invalidRequest("charge_already_refunded", "All of it has been refunded.", "payment_intent");
  const amount = fields.amount(form, "amount") ?? left;
  if (amount > left) {
    throw invalidRequest(
      "amount_too_large",
      `Refund amount (${amount}) is greater than what is left (${left}).`,
      "amount",
    );
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
    status: "succeeded",
  };
  const after = { ...intent, refunded: intent.refunded + amount };
  sandbox.store.put(after);
  sandbox.store.put(refund);
  sandbox.emit("refund.created", refund);
  sandbox.emit("charge.refunded", chargeOf(after));
  return refund;
}

/** The charge behind a payment, as events tell of it: with the payment's own metadata. */
function chargeOf(intent: PaymentIntent): object {
  const { latest_charge: id, id: payment_intent, amount_received: amount, currency, metadata, refunded } = intent;
  const amounts = { amount, amount_captured: amount, amount_refunded: refunded };
  return { id, object: "charge", ...amounts, currency, metadata, payment_intent, refunded: refunded === amount };
}

export function getRefund({ store }: Sandbox, id: string): Refund {
  const refund = store.find<Refund>("refund", id);
  if (refund === undefined) throw missing("refund", id);
  return refund;
}
