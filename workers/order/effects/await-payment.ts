import { type EffectHandler, outcome, retry } from "./effect.ts";

/** How long the customer has to confirm a payment. After that the order is rejected. */
const customerTimeoutMs = 30 * 60_000;

/** Asks the provider whether the customer has confirmed the payment. Only the provider's own response counts. */
export const awaitPayment: EffectHandler<"awaitPayment"> = async ({ paymentId }, { payments, now, firstDueAt }) => {
  const payment = await payments.find(paymentId);
  switch (payment.type) {
    case "authorized":
      return outcome({ type: "authorized", paymentId });
    case "declined":
      return outcome({ ...payment, paymentId });
    case "captured":
    case "voided":
      return outcome({ type: "declined", paymentId, code: payment.type, message: `The payment was ${payment.type}` });
    case "unknown":
      return retry(payment.reason);
    case "actionRequired":
    case "open": {
      const message = "The payment was not confirmed in time";
      return now - firstDueAt > customerTimeoutMs
        ? outcome({ type: "declined", paymentId, code: "not_confirmed", message })
        : retry("The payment is not confirmed yet");
    }
  }
};
