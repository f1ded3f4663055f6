import { outcome, type Perform, retry } from "./effect.ts";

/** A repeat first looks how the payment stands: the attempt before it may have gone through unanswered. */
export const capturePayment: Perform<"capturePayment"> = async (effect, { payments, key, attempt }) => {
  const { paymentId, amount } = effect;
  const found = attempt === 0 ? { type: "authorized" as const } : await payments.find(paymentId);
  const stands = found.type === "authorized" ? await payments.capture(paymentId, amount, key) : found;
  switch (stands.type) {
    case "captured":
      return outcome({ type: "captured", paymentId });
    case "voided":
      // The provider let the authorization lapse: nothing was taken, and nothing can be.
      return outcome({
        type: "declined",
        paymentId,
        code: "authorization_lapsed",
        message: "it was not captured in time",
      });
    case "declined":
      return outcome({ ...stands, paymentId });
    case "unknown":
      return retry(stands.reason);
    case "authorized":
    case "actionRequired":
    case "open":
      return retry(`the payment is ${stands.type} after it was captured`);
  }
};
