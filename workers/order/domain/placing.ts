import { isSameMoney } from "../../kit/domain/money.ts";
import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { LineInput, Quote, Rejection, UserCommand } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import type { OrderLine, OrderRejection } from "./model.ts";
import type { OrderState } from "./order.ts";
import { priceOrder } from "./pricing.ts";

/** Of one SKU in one order. */
export const mostUnits = 1_000;
/** SKUs in one order. */
export const mostLines = 100;

type PlaceOrder = Extract<UserCommand, { type: "placeOrder" }>;

export function decidePlacing(command: PlaceOrder, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  const drafts = command.lines ?? state.lines;
  const refused = refuseLines(drafts, command);
  if (refused !== undefined) return err(refused);
  const { terms } = command;
  if (terms === undefined) {
    const message = "it cannot be sent there that way, in that currency";
    return err({ reason: "SHIPPING_UNAVAILABLE", message, field: ["shippingMethod"] });
  }
  const priced = quoteLines(drafts, command);
  if (!priced.ok) return priced;

  const lines = priced.value;
  const currency = lines[0]?.unitPrice.currency ?? state.currency;
  const { type: _, lines: __, quotes: ___, ...rest } = command;
  const placed = {
    ...rest,
    terms,
    type: "OrderPlaced",
    lines,
    currency,
    number: orderNumber(command.orderId),
  } as const;
  if (command.expectedTotal !== undefined && command.expectedTotal.currency !== currency) {
    const message = `the prices are in ${currency}`;
    return err({ reason: "CURRENCY_MISMATCH", message, field: ["expectedTotal", "currency"] });
  }
  const { total } = priceOrder(lines, currency, terms);
  if (command.expectedTotal !== undefined && !isSameMoney(command.expectedTotal, total)) {
    const rejection = priceChanged(lines);
    return ok([
      { ...placed, proceed: false },
      { type: "OrderRejected", rejection },
    ]);
  }
  return ok([{ ...placed, proceed: true }]);
}

function refuseLines(drafts: readonly LineInput[], command: PlaceOrder): Rejection | undefined {
  if (drafts.length === 0) {
    const field = [command.lines === undefined ? "cartId" : "lines"];
    return { reason: "NO_LINES", message: "there is nothing to order", field };
  }
  if (drafts.length > mostLines) {
    return { reason: "TOO_MANY_LINES", message: `at most ${mostLines} lines`, field: ["lines"] };
  }
  return undefined;
}

/** One line a SKU, each at its quote: two lines of one SKU are one of both quantities. */
function quoteLines(drafts: readonly LineInput[], { quotes }: PlaceOrder): Result<readonly OrderLine[], Rejection> {
  const bySku = new Map(quotes.map((quote): [string, Quote] => [quote.sku, quote]));
  const lines = new Map<string, OrderLine>();
  for (const [index, { sku, quantity }] of drafts.entries()) {
    const quote = bySku.get(sku);
    const field = ["lines", String(index)];
    if (quote === undefined) {
      return err({ reason: "UNKNOWN_SKU", message: `${sku} is not on sale`, field: [...field, "sku"] });
    }
    if (quote.unitPrice.currency !== quotes[0]?.unitPrice.currency) {
      const message = "an order is in one currency";
      return err({ reason: "MIXED_CURRENCIES", message, field: [...field, "sku"] });
    }
    const sum = quantity + (lines.get(sku)?.quantity ?? 0);
    if (sum > mostUnits) {
      const message = `at most ${mostUnits} of one SKU`;
      return err({ reason: "INVALID_QUANTITY", message, field: [...field, "quantity"] });
    }
    lines.set(sku, { ...quote, quantity: sum });
  }
  return ok([...lines.values()]);
}

export function priceChanged(lines: readonly OrderLine[]): OrderRejection {
  return {
    code: "PRICE_CHANGED",
    message: "the total is no longer what was expected",
    skus: lines.map((line) => line.sku),
  };
}

/** Ten characters of the id that people can read out: 50 bits, without letters that look or sound like digits. */
function orderNumber(orderId: string): string {
  const tail = orderId.slice(-10).toUpperCase();
  return `${tail.slice(0, 5)}-${tail.slice(5)}`;
}
