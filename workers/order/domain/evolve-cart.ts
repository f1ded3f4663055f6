import { zero } from "../../kit/domain/money.ts";
import { type Evolvers, replaceLines } from "./changes.ts";
import type { OrderLine } from "./model.ts";
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

  CartLineSet: ({ line }, state) => replaceLines(setLine(state.lines, line), state),

  CartLineRemoved: ({ sku }, state) =>
    replaceLines(
      state.lines.filter((line) => line.sku !== sku),
      state,
    ),
};

function setLine(lines: readonly OrderLine[], line: OrderLine): readonly OrderLine[] {
  const index = lines.findIndex(({ sku }) => sku === line.sku);
  return index < 0 ? [...lines, line] : lines.with(index, line);
}
