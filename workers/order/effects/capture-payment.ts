import { type EffectHandler, outcome, retry } from "./effect.ts";

/** Captures the payment. A repeated attempt first checks the payment: the response to an earlier capture may be lost. */
export const capturePayment: EffectHandler<"capturePayment"> = async (effect, { payments, key, attempt }) => {
  const { paymentId, amount } = effect;
  const found = attempt === 0 ? { type: "authorized" as const } : await payments.find(paymentId);
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
      return retry(payment.reason);
    case "authorized":
    case "actionRequired":
    case "open":
      return retry(`The payment is ${payment.type} after the capture`);
  }
};
