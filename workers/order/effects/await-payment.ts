import { maxPaymentWaitMs } from "../domain/limits.ts";
import { type EffectHandler, outcome, retry, retryPayment } from "./effect.ts";

/** Asks the provider whether the customer has confirmed the payment. Only the provider's own response counts. */
export const awaitPayment: EffectHandler<"awaitPayment"> = async ({ paymentId }, { payments, now, firstDueAt }) => {
  const payment = await payments.find(paymentId);
  switch (payment.type) {
    // Staff may have captured it in the provider's dashboard. The capture of the order finds that.
    case "authorized":
    case "captured":
      return outcome({ type: "authorized", paymentId });
    case "declined":
      return outcome({ ...payment, paymentId });
    case "voided":
      return outcome({ type: "declined", paymentId, code: "voided", message: "The payment was voided" });
    case "unknown":
      return retryPayment(payment);
    case "actionRequired":
    case "open": {
      const message = "The payment was not confirmed in time";
      return now - firstDueAt >= maxPaymentWaitMs
        ? outcome({ type: "declined", paymentId, code: "not_confirmed", message })
        : retry("The payment is not confirmed yet");
    }
  }
};
