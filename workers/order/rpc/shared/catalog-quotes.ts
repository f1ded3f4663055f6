import { CouponCodeState, PricingService } from "../../../../proto/gen/catalog/v1/pricing_pb.js";
import { fromMoneyMessage } from "../../../kit/connect/money-message.ts";
import type { CurrencyCode } from "../../../kit/domain/money.ts";
import { invalid } from "../../../kit/errors/failure.ts";
import type { OrderContext } from "../../context.ts";
import type { LineInput, Quote } from "../../domain/commands.ts";
import { getCustomer } from "./customer.ts";

/** Throws COUPON_INVALID for a code that does not exist or is not valid now. */
export async function requireValidCodes(ctx: OrderContext, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return;
  const catalog = await ctx.catalog();
  const { couponCodes } = await catalog(PricingService.method.quote, { priceContext: { couponCodes: [...codes] } });
  const index = couponCodes.findIndex(({ state }) => state === CouponCodeState.INVALID);
  if (index < 0) return;
  throw invalid("COUPON_INVALID", "This code does not exist or is not valid now.", "couponCodes", String(index));
}

interface CurrencyQuoteRequest {
  readonly lines: readonly LineInput[];
  readonly currency: CurrencyCode;
  readonly marketSlug: string | undefined;
}

/** Returns the caller's prices of lines in a currency, without lines that are not sold in it. */
export async function getQuotesInCurrency(
  ctx: OrderContext,
  { lines, currency, marketSlug }: CurrencyQuoteRequest,
): Promise<readonly Quote[]> {
  if (lines.length === 0) return [];
  const catalog = await ctx.catalog();
  const response = await catalog(PricingService.method.quote, {
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
    priceContext: {
      marketSlug: marketSlug ?? "",
      currencyCode: currency,
      customerGroupIds: [...getCustomer(ctx).groupIds],
    },
  });
  return response.lines.map(({ sku, name, productId, unitPrice }) => ({
    sku,
    name,
    productId,
    unitPrice: fromMoneyMessage(unitPrice),
  }));
}
