/** The outcome of confirming a payment with a test payment method. */
export type CardBehaviour =
  | { readonly type: "succeeds" }
  | { readonly type: "declines"; readonly code: string; readonly declineCode?: string; readonly message: string }
  | { readonly type: "requiresAction" };

const declines = (declineCode: string, message = "Your card was declined."): CardBehaviour => ({
  type: "declines",
  code: "card_declined",
  declineCode,
  message,
});

export const pendingRefundCard = "pm_card_pendingRefund";
export const disputeCard = "pm_card_createDispute";
export const inquiryCard = "pm_card_createDisputeInquiry";

/** Stripe's own test payment methods. */
const behaviours: Readonly<Record<string, CardBehaviour>> = {
  pm_card_visa: { type: "succeeds" },
  pm_card_visa_debit: { type: "succeeds" },
  pm_card_mastercard: { type: "succeeds" },
  pm_card_amex: { type: "succeeds" },
  pm_card_chargeDeclined: declines("generic_decline"),
  pm_card_visa_chargeDeclined: declines("generic_decline"),
  pm_card_chargeDeclinedInsufficientFunds: declines("insufficient_funds", "Your card has insufficient funds."),
  pm_card_visa_chargeDeclinedInsufficientFunds: declines("insufficient_funds", "Your card has insufficient funds."),
  pm_card_visa_chargeDeclinedLostCard: declines("lost_card"),
  pm_card_visa_chargeDeclinedStolenCard: declines("stolen_card"),
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
  /** Refunds of this card stay pending until `/sandbox/refunds` completes them or makes them fail. */
  [pendingRefundCard]: { type: "succeeds" },
  /** A charge of these cards is disputed as soon as it is captured. */
  [disputeCard]: { type: "succeeds" },
  [inquiryCard]: { type: "succeeds" },
  pm_card_authenticationRequired: { type: "requiresAction" },
  pm_card_threeDSecure2Required: { type: "requiresAction" },
};

export function findCardBehaviour(paymentMethod: string): CardBehaviour | undefined {
  return Object.hasOwn(behaviours, paymentMethod) ? behaviours[paymentMethod] : undefined;
}
