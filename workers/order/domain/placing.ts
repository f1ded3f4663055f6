import { isSameMoney } from "../../kit/domain/money.ts";
import { type AmountProblem, findChargeProblem, findStepProblem } from "../../kit/domain/payment-amounts.ts";
import { err, ok, type Result } from "../../kit/domain/result.ts";
import { indexBySku } from "../../kit/domain/sku.ts";
import type { LineInput, Rejection, UserCommand } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import { maxLines, maxPlacements, maxUnits } from "./limits.ts";
import type { OrderLine, OrderRejection } from "./model.ts";
import type { OrderState } from "./order.ts";
import { toOrderNumber } from "./order-number.ts";
import { priceLines } from "./terms.ts";
import { cartPlaced } from "./transitions.ts";

type PlaceOrder = Extract<UserCommand, { type: "placeOrder" }>;

/**
 * Places an order from lines, or from its own cart. A cart whose placement was rejected is that cart again first.
 */
export function decidePlacing(command: PlaceOrder, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  const isAgain = state.status === "REJECTED";
  if (isAgain && !state.isFromCart) return err(cartPlaced);
  if (state.attempt >= maxPlacements) return err(tooManyPlacements);
  const placed = place(command, state);
  return placed.ok && isAgain ? ok([{ type: "CartReopened" }, ...placed.value]) : placed;
}

const tooManyPlacements: Rejection = {
  reason: "TOO_MANY_CHANGES",
  message: `At most ${maxPlacements} placements per cart. Create a new one.`,
  field: ["cartId"],
};

/** When the total is not the one that the client expected, the order is placed and rejected in one step. */
function place(command: PlaceOrder, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  const inputs = command.lines ?? state.lines;
  const rejected = rejectLineCount(inputs, command);
  if (rejected !== undefined) return err(rejected);
  const { terms } = command;
  if (terms === undefined) {
    const message = "The shipping method does not serve this destination in this currency";
    return err({ reason: "SHIPPING_UNAVAILABLE", message, field: ["shippingMethod"] });
  }
  const quoted = quoteLines(inputs, command);
  if (!quoted.ok) return quoted;

  const lines = quoted.value;
  const currency = lines[0]?.unitPrice.currency ?? state.currency;
  const { type: _, lines: __, quotes: ___, ...rest } = command;
  const placed = {
    ...rest,
    terms,
    pricing: priceLines(lines, currency, terms),
    type: "OrderPlaced",
    lines,
    currency,
    number: toOrderNumber(command.orderId),
  } as const;
  if (command.expectedTotal !== undefined && command.expectedTotal.currency !== currency) {
    const message = `The order's currency is ${currency}`;
    return err({ reason: "CURRENCY_MISMATCH", message, field: ["expectedTotal", "currency"] });
  }
  const total = { amountMinor: placed.pricing.total, currency };
  const problem = findChargeProblem(total);
  if (problem !== undefined) {
    const field = [command.lines === undefined ? "cartId" : "lines"];
    return err({ reason: problem.code, message: problem.message, field });
  }
  if (command.expectedTotal !== undefined && !isSameMoney(command.expectedTotal, total)) {
    const rejection = priceChangedRejection(lines);
    return ok([
      { ...placed, proceed: false },
      { type: "OrderRejected", rejection },
    ]);
  }
  return ok([{ ...placed, proceed: true }]);
}

function rejectLineCount(inputs: readonly LineInput[], command: PlaceOrder): Rejection | undefined {
  if (inputs.length === 0) {
    const field = [command.lines === undefined ? "cartId" : "lines"];
    return { reason: "NO_LINES", message: "An order needs at least one line", field };
  }
  if (inputs.length > maxLines) {
    const field = [command.lines === undefined ? "cartId" : "lines"];
    return { reason: "TOO_MANY_LINES", message: `At most ${maxLines} lines per order`, field };
  }
  return undefined;
}

/**
 * Returns one line per SKU, in the quote's spelling and at its price. Two inputs of one SKU, in any case, become one line
 * with the sum of both.
 */
function quoteLines(inputs: readonly LineInput[], command: PlaceOrder): Result<readonly OrderLine[], Rejection> {
  const { quotes } = command;
  const findQuote = indexBySku(quotes);
  const lines = new Map<string, OrderLine>();
  for (const [index, { sku, quantity }] of inputs.entries()) {
    const quote = findQuote(sku);
    // The lines of a cart are no part of the request.
    const fieldOf = (name: string) => (command.lines === undefined ? ["cartId"] : ["lines", String(index), name]);
    if (quote === undefined) {
      return err({ reason: "UNKNOWN_SKU", message: `SKU ${sku} is not on sale`, field: fieldOf("sku") });
    }
    if (quote.unitPrice.currency !== quotes[0]?.unitPrice.currency) {
      const message = "All lines of an order must have the same currency";
      return err({ reason: "MIXED_CURRENCIES", message, field: fieldOf("sku") });
    }
    const problem = findPriceProblem([quote]);
    if (problem !== undefined) {
      return err({ reason: problem.code, message: problem.message, field: fieldOf("sku") });
    }
    const sum = quantity + (lines.get(quote.sku)?.quantity ?? 0);
    if (sum > maxUnits) {
      const message = `At most ${maxUnits} units per SKU`;
      return err({ reason: "INVALID_QUANTITY", message, field: fieldOf("quantity") });
    }
    lines.set(quote.sku, { ...quote, quantity: sum });
  }
  return ok([...lines.values()]);
}

/**
 * Returns the first price that is no multiple of the step of its currency. The catalog rejects such prices, but has some from
 * before it did. Charging or refunding a part of the order could fail.
 */
export function findPriceProblem(
  lines: readonly Pick<OrderLine, "sku" | "unitPrice">[],
): (AmountProblem & { readonly skus: readonly string[] }) | undefined {
  for (const { sku, unitPrice } of lines) {
    const problem = findStepProblem(unitPrice);
    if (problem !== undefined) {
      return { ...problem, message: `The price of SKU ${sku} must be corrected: ${problem.message}`, skus: [sku] };
    }
  }
  return undefined;
}

/** Returns the rejection of an order whose total differs from the total that the client expected. */
export function priceChangedRejection(lines: readonly OrderLine[]): OrderRejection {
  return {
    code: "PRICE_CHANGED",
    message: "The total differs from the expected total",
    skus: lines.map((line) => line.sku),
  };
}
