import { zero } from "../../kit/domain/money.ts";
import { type Evolvers, replaceLines } from "./changes.ts";
import type { CartLine } from "./model.ts";
import { priceOrder } from "./pricing.ts";
import { noTerms } from "./terms.ts";

export const evolveCart: Evolvers<"CartCreated" | "CartLineSet" | "CartLineRemoved"> = {
  CartCreated: ({ orderId, accountId, currency }, _state, { at }) => ({
    status: "CART",
    id: orderId,
    accountId,
    currency,
    totals: priceOrder([], currency, noTerms(currency)),
    terms: noTerms(currency),
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
};

/** Replaces a line, or adds it. The lines are in the order in which they were added. Lines that were placed come first. */
function setLine(lines: readonly CartLine[], line: CartLine): readonly CartLine[] {
  const index = lines.findIndex(({ sku }) => sku === line.sku);
  const changed = index < 0 ? [...lines, line] : lines.with(index, line);
  return changed.toSorted((a, b) => (a.addedAt ?? 0) - (b.addedAt ?? 0));
}
