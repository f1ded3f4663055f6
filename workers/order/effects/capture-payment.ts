import type { Payments } from "../payments/port.ts";
import { type EffectHandler, type EffectOf, type EffectResult, outcome, retry, retryPayment } from "./effect.ts";

/** Captures the payment. A repeated attempt first checks the payment: the response to an earlier capture may be lost. */
export const capturePayment: EffectHandler<"capturePayment"> = async (effect, { payments, key, attempt }) => {
  const { paymentId, amount } = effect;
  const found = attempt === 0 ? { type: "authorized" as const } : await payments.find(paymentId);
  if (found.type === "captured") return acceptCapture(effect, payments);
  const payment = found.type === "authorized" ? await payments.capture(paymentId, amount, key) : found;
  switch (payment.type) {
    case "captured":
      return outcome({ type: "captured", paymentId });
    case "voided": {
      // The authorization expired at the provider: nothing was captured, and nothing can be.
      const message = "The payment was not captured in time";
      return outcome({ type: "declined", paymentId, code: "authorization_lapsed", message });
    }
    case "declined":
      return outcome({ ...payment, paymentId });
    case "unknown":
      return retryPayment(payment);
    case "authorized":
    case "actionRequired":
    case "open":
      return retry(`The payment is ${payment.type} after the capture`);
  }
};

/**
 * Accepts a capture of an earlier attempt, or of the provider's dashboard. Staff may have captured only a part there, and the
 * provider has released the rest. Such an order is rejected, and its compensation refunds the part.
 */
async function acceptCapture(
  { paymentId, amount }: EffectOf<"capturePayment">,
  payments: Payments,
): Promise<EffectResult> {
  const balance = await payments.findBalance(paymentId);
  if (balance.type === "unknown") return retryPayment(balance);
  if (balance.type !== "balance") return retry("The payment provider did not return the captured amount");
  const capturedMinor = balance.remainingMinor + balance.refundedMinor;
  if (capturedMinor >= amount.amountMinor) return outcome({ type: "captured", paymentId });
  const message = `Only ${capturedMinor} of ${amount.amountMinor} was captured`;
  return outcome({ type: "declined", paymentId, code: "captured_in_part", message });
}
