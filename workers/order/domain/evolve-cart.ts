import { zero } from "../../kit/domain/money.ts";
import { type Evolvers, replaceLines, sumCart } from "./changes.ts";
import type { CartLine } from "./model.ts";

type CartEvent =
  | "CartCreated"
  | "CartLineSet"
  | "CartLineRemoved"
  | "CartAdditionsRecorded"
  | "CartCouponCodesSet"
  | "CartCurrencySet"
  | "CartReopened"
  | "CartMergeStarted"
  | "CartMerged"
  | "CartMergeEnded";

export const evolveCart: Evolvers<CartEvent> = {
  CartCreated: ({ orderId, accountId, currency }, _state, { at }) => ({
    status: "CART",
    isFromCart: true,
    id: orderId,
    accountId,
    currency,
    totals: sumCart([], currency),
    refunded: zero(currency),
    createdAt: at,
  }),

  CartLineSet: ({ line, addedAt }, state, { sequence }) => {
    const current = state.lines.find(({ sku }) => sku === line.sku);
    const place = addedAt ?? (current === undefined ? sequence : current.addedAt);
    return replaceLines(setLine(state.lines, { ...line, ...(place === undefined ? {} : { addedAt: place }) }), state);
  },

  CartLineRemoved: ({ sku }, state) =>
    replaceLines(
      state.lines.filter((line) => line.sku !== sku),
      state,
    ),

  CartAdditionsRecorded: ({ additions }) => ({ additions }),

  CartCouponCodesSet: ({ couponCodes }) => ({ couponCodes }),

  CartCurrencySet: ({ currency, lines }, state) => ({
    ...replaceLines(lines, { ...state, currency }),
    chosenCurrency: currency,
  }),

  // The ledger keeps the payments of the rejected placement, and the number of attempts its ids.
  CartReopened: (_event, state) => ({
    ...replaceLines(state.lines, state),
    status: "CART",
    // An earlier release may have placed the cart in another currency.
    chosenCurrency: state.chosenCurrency === state.currency ? state.chosenCurrency : undefined,
    pricing: undefined,
    terms: undefined,
    marketId: undefined,
    priceContext: undefined,
    taxId: undefined,
    earlierKeys: state.idempotencyKey === undefined ? state.earlierKeys : [...state.earlierKeys, state.idempotencyKey],
    number: undefined,
    idempotencyKey: undefined,
    paymentMethod: undefined,
    shippingAddress: undefined,
    shippingMethod: undefined,
    expectedTotal: undefined,
    email: undefined,
    billingAddress: undefined,
    customerNote: undefined,
    returnUrl: undefined,
    paymentId: undefined,
    paymentAction: undefined,
    cancellation: undefined,
    compensation: undefined,
    rejection: undefined,
    placedAt: undefined,
  }),

  CartMergeStarted: ({ into }, { accountId }) => ({ merge: { into, accountId } }),

  CartMerged: ({ from, skus }, { mergedCarts }) => ({ mergedCarts: { ...mergedCarts, [from]: skus } }),

  CartMergeEnded: ({ skus, isWhole }, state) => ({
    ...replaceLines(
      state.lines.filter(({ sku }) => !skus.includes(sku)),
      state,
    ),
    merge: isWhole ? state.merge : undefined,
  }),
};

/** Replaces a line, or adds it. The lines are in the order in which they were added. Lines that were placed come first. */
function setLine(lines: readonly CartLine[], line: CartLine): readonly CartLine[] {
  const index = lines.findIndex(({ sku }) => sku === line.sku);
  const changed = index < 0 ? [...lines, line] : lines.with(index, line);
  return changed.toSorted((a, b) => (a.addedAt ?? 0) - (b.addedAt ?? 0));
}
