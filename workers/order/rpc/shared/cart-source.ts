import type { CurrencyCode } from "../../../kit/domain/money.ts";
import { invalid } from "../../../kit/errors/failure.ts";
import type { LineInput } from "../../domain/commands.ts";
import { currencyOfCart, type OrderState } from "../../domain/order.ts";

/** The lines of a quote or an order, and what a cart brings along besides them. */
export interface QuoteSource {
  readonly lines: readonly LineInput[];
  readonly couponCodes: readonly string[];
  readonly currency: CurrencyCode | undefined;
}

interface RequestedOptions {
  readonly couponCodes?: readonly string[];
  readonly currency?: CurrencyCode;
}

/** Returns what a cart is priced from. Codes of the request replace those of the cart. A cart has one currency. */
export function fromCart(state: OrderState, { couponCodes, currency }: RequestedOptions): QuoteSource {
  const cartCurrency = currencyOfCart(state);
  if (currency !== undefined && cartCurrency !== undefined && currency !== cartCurrency) {
    throw invalid("CURRENCY_MISMATCH", `The cart's currency is ${cartCurrency}. Change it first.`, "currency");
  }
  return {
    lines: state.lines.map(({ sku, quantity }) => ({ sku, quantity })),
    couponCodes: couponCodes ?? state.couponCodes,
    currency: cartCurrency ?? currency,
  };
}
