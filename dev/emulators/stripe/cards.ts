/** How a test payment method behaves when a payment is confirmed with it. */
export type Behaviour =
  | { readonly type: "pays" }
  | { readonly type: "declines"; readonly code: string; readonly declineCode?: string; readonly message: string }
  | { readonly type: "asks" };

const declined = (declineCode: string, message = "Your card was declined."): Behaviour => ({
  type: "declines",
  code: "card_declined",
  declineCode,
  message,
});

/** Stripe's own test payment methods. */
const behaviours: Readonly<Record<string, Behaviour>> = {
  pm_card_visa: { type: "pays" },
  pm_card_visa_debit: { type: "pays" },
  pm_card_mastercard: { type: "pays" },
  pm_card_amex: { type: "pays" },
  pm_card_chargeDeclined: declined("generic_decline"),
  pm_card_visa_chargeDeclined: declined("generic_decline"),
  pm_card_chargeDeclinedInsufficientFunds: declined("insufficient_funds", "Your card has insufficient funds."),
  pm_card_visa_chargeDeclinedInsufficientFunds: declined("insufficient_funds", "Your card has insufficient funds."),
  pm_card_visa_chargeDeclinedLostCard: declined("lost_card"),
  pm_card_visa_chargeDeclinedStolenCard: declined("stolen_card"),
  pm_card_chargeDeclinedExpiredCard: { type: "declines", code: "expired_card", message: "Your card has expired." },
  pm_card_chargeDeclinedIncorrectCvc: {
    type: "declines",
    code: "incorrect_cvc",
    message: "Your card's security code is incorrect.",
  },
  pm_card_chargeDeclinedProcessingError: {
    type: "declines",
    code: "processing_error",
    message: "An error occurred while processing your card. Try again in a little bit.",
  },
  pm_card_authenticationRequired: { type: "asks" },
  pm_card_threeDSecure2Required: { type: "asks" },
};

export function findBehaviour(paymentMethod: string): Behaviour | undefined {
  return Object.hasOwn(behaviours, paymentMethod) ? behaviours[paymentMethod] : undefined;
}
