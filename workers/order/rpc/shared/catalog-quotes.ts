import type { CurrencyCode } from "../../../kit/domain/money.ts";
import { invalid } from "../../../kit/errors/failure.ts";
import type { OrderContext } from "../../context.ts";
import type { LineInput, Quote } from "../../domain/commands.ts";
import { getCustomer } from "./customer.ts";
import { fetchQuote } from "./order-quotes.ts";

/** Throws COUPON_INVALID for a code that does not exist or is not valid now. */
export async function requireValidCodes(ctx: OrderContext, couponCodes: readonly string[]): Promise<void> {
  if (couponCodes.length === 0) return;
  const quote = await fetchQuote(ctx, {
    lines: [],
    couponCodes,
    destination: undefined,
    currency: undefined,
    marketSlug: undefined,
    customer: { groupIds: [], keys: [] },
  });
  const index = quote.couponCodes.findIndex(({ state }) => state === "INVALID");
  if (index < 0) return;
  throw invalid("COUPON_INVALID", "This code does not exist or is not valid now.", "couponCodes", String(index));
}

interface CurrencyQuoteRequest {
  readonly lines: readonly LineInput[];
  /** That of the market if undefined. */
  readonly currency: CurrencyCode | undefined;
  readonly marketSlug: string | undefined;
}

/** Returns the caller's prices of lines in a currency, without lines that are not sold in it. */
export async function getQuotesInCurrency(ctx: OrderContext, request: CurrencyQuoteRequest): Promise<readonly Quote[]> {
  if (request.lines.length === 0) return [];
  const { groupIds } = getCustomer(ctx);
  const customer = { groupIds, keys: [] };
  const { lines, currency } = await fetchQuote(ctx, { ...request, couponCodes: [], destination: undefined, customer });
  return lines.map(({ sku, name, productId, unitPrice }) => ({
    sku,
    name,
    productId,
    unitPrice: { amountMinor: unitPrice, currency },
  }));
}
