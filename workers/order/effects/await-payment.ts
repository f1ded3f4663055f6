import { outcome, type Perform, retry } from "./effect.ts";

/** How long the holder of a card has to confirm a payment; then the order lets it go. */
const patienceMs = 30 * 60_000;

/** Asks how a payment stands whose holder was asked to confirm it. Nothing but the provider's own answer counts. */
export const awaitPayment: Perform<"awaitPayment"> = async ({ paymentId }, { payments, now, since }) => {
  const stands = await payments.find(paymentId);
  switch (stands.type) {
    case "authorized":
      return outcome({ type: "authorized", paymentId });
    case "declined":
      return outcome({ ...stands, paymentId });
    case "captured":
    case "voided":
      return outcome({ type: "declined", paymentId, code: stands.type, message: `the payment was ${stands.type}` });
    case "unknown":
      return retry(stands.reason);
    case "actionRequired":
    case "open": {
      const late = now - since > patienceMs;
      const message = "it was not confirmed in time";
      return late
        ? outcome({ type: "declined", paymentId, code: "not_confirmed", message })
        : retry("not confirmed yet");
    }
  }
};
