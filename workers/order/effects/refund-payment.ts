import { outcome, type Perform, retry } from "./effect.ts";

export const refundPayment: Perform<"refundPayment"> = async ({ paymentId, amount }, { payments, key }) => {
  const refunded = await payments.refund(paymentId, amount, key);
  switch (refunded.type) {
    case "refunded":
      return outcome({ type: "refunded", refundId: refunded.refundId });
    case "declined":
      return retry(`${refunded.code}: ${refunded.message}`);
    case "unknown":
      return retry(refunded.reason);
  }
};
