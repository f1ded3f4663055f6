import { outcome, type Perform, retry } from "./effect.ts";

/** A repeat first looks how the payment stands: the attempt before it may have gone through unanswered. */
export const voidPayment: Perform<"voidPayment"> = async ({ paymentId }, { payments, key, attempt }) => {
  const found = attempt === 0 ? undefined : await payments.find(paymentId);
  const stands = found?.type === "voided" || found?.type === "captured" ? found : await payments.void(paymentId, key);
  switch (stands.type) {
    case "voided":
      return outcome({ type: "voided", paymentId });
    case "unknown":
      return retry(stands.reason);
    default:
      return retry(`the payment is ${stands.type} and cannot be voided`);
  }
};
