import { isFinal, isFree, type OrderState } from "./order.ts";

export type PaymentStatus = "PENDING" | "AUTHORIZED" | "PAID" | "PARTIALLY_REFUNDED" | "REFUNDED" | "VOIDED";

/**
 * Returns where the money of an order is. Shipments do not change it.
 *
 * - A refund counts from when the payment provider accepts it, until the provider takes it back. So the refund of a
 *   cancellation counts only after it was accepted.
 * - Disputes do not change it: the money that a bank takes is not a refund. `disputes` shows it.
 * - A free order is paid from its placement on.
 */
export function paymentStatus(state: OrderState): PaymentStatus {
  const captured = capturedMinor(state);
  const refunded = state.refunded.amountMinor;
  if (captured > 0n) {
    if (refunded >= captured) return "REFUNDED";
    return refunded > 0n ? "PARTIALLY_REFUNDED" : "PAID";
  }
  if (isFinal(state)) return "VOIDED";
  // A rejected cart that was changed is a cart again. Its ledger has the entries of the earlier placement.
  if (state.status === "NEW" || state.status === "CART") return "PENDING";
  if (isFree(state)) return "PAID";
  const last = state.transactions.findLast(
    ({ kind, status }) => status === "SUCCEEDED" && (kind === "AUTHORIZATION" || kind === "VOID"),
  );
  if (last?.kind === "AUTHORIZATION") return "AUTHORIZED";
  // The void of an earlier placement does not count.
  return last?.kind === "VOID" && state.compensation !== undefined ? "VOIDED" : "PENDING";
}

function capturedMinor({ transactions }: OrderState): bigint {
  return transactions.reduce(
    (sum, { kind, status, amount }) => (kind === "CAPTURE" && status === "SUCCEEDED" ? sum + amount.amountMinor : sum),
    0n,
  );
}
