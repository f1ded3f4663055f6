import { type EffectHandler, outcome, retryPayment } from "./effect.ts";

/** Authorizes the payment. A repeated attempt first checks the payment: the response to an earlier one may be lost. */
export const confirmPayment: EffectHandler<"confirmPayment"> = async (effect, { state, payments, key, attempt }) => {
  const { paymentId, paymentMethod } = effect;
  const found = attempt === 0 ? { type: "open" as const } : await payments.find(paymentId);
  const confirmation = { paymentMethod, returnUrl: state.returnUrl };
  const payment = found.type === "open" ? await payments.confirm(paymentId, confirmation, key) : found;
  switch (payment.type) {
    // Staff may have captured it in the provider's dashboard. The capture of the order finds that.
    case "authorized":
    case "captured":
      return outcome({ type: "authorized", paymentId });
    case "actionRequired":
    case "declined":
      return outcome({ ...payment, paymentId });
    case "unknown":
      return retryPayment(payment);
    case "voided":
      return outcome({ type: "declined", paymentId, code: "voided", message: "The payment was voided" });
  }
};
