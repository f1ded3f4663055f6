import type { Redemption, ReportedOrder } from "./records.ts";

/** Returns the redemptions of an order that does not exist, each as a difference. */
export function compareRedemptionsOfMissingOrder(redemptions: readonly Redemption[]): readonly string[] {
  return redemptions.map((redemption) => `${describe(redemption)}, but the order does not exist`);
}

/**
 * Compares the discounts of an order with the promotions that the catalog has redeemed for it. Discounts have no promotion id, so
 * they are compared by name and code. A paid order has one redemption for each discount; any other order has none.
 */
export function compareRedemptions(
  redemptions: readonly Redemption[],
  { status, discounts }: Pick<ReportedOrder, "status" | "discounts">,
  isPaid: boolean,
): readonly string[] {
  const held = redemptions.filter(({ isRedeemed }) => !isRedeemed);
  const redeemed = redemptions.filter(({ isRedeemed }) => isRedeemed);
  const ofHeld = held.map((redemption) => `${describe(redemption)}, but the order is ${status}`);
  if (!isPaid)
    return [...ofHeld, ...redeemed.map((redemption) => `${describe(redemption)}, but the order is ${status}`)];
  const unmatched = [...redeemed];
  const missing = discounts.filter(({ name, code }) => {
    const index = unmatched.findIndex((use) => use.name === name && use.code === (code ?? "").toUpperCase());
    if (index >= 0) unmatched.splice(index, 1);
    return index < 0;
  });
  return [
    ...ofHeld,
    ...unmatched.map((redemption) => `${describe(redemption)}, but the order has no discount of it`),
    ...missing.map(({ name, code }) => `its discount ${name}${code === null ? "" : ` (${code})`} was not redeemed`),
  ];
}

function describe({ promotionId, isRedeemed }: Redemption): string {
  return `promotion ${promotionId} is ${isRedeemed ? "redeemed" : "reserved"}`;
}
