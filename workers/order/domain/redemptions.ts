import type { OrderState } from "./order.ts";

/** Returns the uses of promotions by an order: those of its discounts. `code` is empty for an automatic promotion. */
export function toRedemptions({ pricing }: OrderState): { readonly promotionId: string; readonly code: string }[] {
  return (pricing?.discounts ?? []).map(({ promotionId, code = "" }) => ({ promotionId, code }));
}
