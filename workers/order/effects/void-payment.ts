import { type EffectHandler, outcome, retry } from "./effect.ts";

/** Voids the payment. A repeated attempt first checks the payment: the response to an earlier void may be lost. */
export const voidPayment: EffectHandler<"voidPayment"> = async ({ paymentId }, { payments, key, attempt }) => {
  const found = attempt === 0 ? undefined : await payments.find(paymentId);
  const isEnded = found?.type === "voided" || found?.type === "captured";
  const payment = isEnded ? found : await payments.void(paymentId, key);
  switch (payment.type) {
    case "voided":
      return outcome({ type: "voided", paymentId });
    case "unknown":
      return retry(payment.reason);
    default:
      return retry(`The payment is ${payment.type} and cannot be voided`);
  }
};
