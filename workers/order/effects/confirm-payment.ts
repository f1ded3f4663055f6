import { outcome, type Perform, retry } from "./effect.ts";

/** A repeat first looks how the payment stands: the attempt before it may have gone through unanswered. */
export const confirmPayment: Perform<"confirmPayment"> = async (effect, { payments, key, attempt }) => {
  const { paymentId, paymentMethod } = effect;
  const found = attempt === 0 ? { type: "open" as const } : await payments.find(paymentId);
  const stands = found.type === "open" ? await payments.confirm(paymentId, paymentMethod, key) : found;
  switch (stands.type) {
    case "authorized":
      return outcome({ type: "authorized", paymentId });
    case "actionRequired":
    case "declined":
      return outcome({ ...stands, paymentId });
    case "unknown":
      return retry(stands.reason);
    case "captured":
    case "voided":
      return retry(`the payment is ${stands.type} before it was authorized`);
  }
};
