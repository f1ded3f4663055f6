import type { StartedPayment } from "../payments/port.ts";
import { type EffectHandler, type EffectResult, keyReliableMs, outcome, retryPayment } from "./effect.ts";

/**
 * Starts the payment and authorizes it. A repeated call returns the first response, as long as the provider remembers the key. So
 * a repeated or late attempt first searches the payment: staff may retry days later.
 */
export const authorizePayment: EffectHandler<"authorizePayment"> = async ({ amount }, ctx) => {
  const { state, payments, key, attempt, firstDueAt, now } = ctx;
  const isFirst = attempt === 0 && now - firstDueAt < keyReliableMs;
  const found = isFirst ? { type: "absent" as const } : await payments.findStarted(key);
  if (found.type !== "absent") return toResult(found);
  const { id: orderId, paymentMethod = "", returnUrl } = state;
  const payment = { amount, orderId, acceptsRedirects: returnUrl !== undefined };
  return toResult(await payments.authorize(payment, { paymentMethod, returnUrl }, key));
};

function toResult(started: StartedPayment): EffectResult {
  if (started.type === "unknown") return retryPayment(started);
  // No payment was created.
  if (started.type === "declined") return outcome(started);
  const { paymentId, payment } = started;
  switch (payment.type) {
    // Staff may have captured it in the provider's dashboard. The capture of the order finds that.
    case "authorized":
    case "captured":
      return outcome({ type: "paymentStarted", paymentId, result: { type: "authorized" } });
    case "actionRequired":
    case "declined":
      return outcome({ type: "paymentStarted", paymentId, result: payment });
    case "voided": {
      const message = "The payment was voided";
      return outcome({ type: "paymentStarted", paymentId, result: { type: "declined", code: "voided", message } });
    }
    case "unknown":
      return retryPayment(payment);
    case "open":
      return outcome({ type: "paymentStarted", paymentId });
  }
}
