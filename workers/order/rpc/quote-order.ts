import type { MessageInitShape } from "@bufbuild/protobuf";
import { PricingService } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import {
  type Destination,
  QuotedCouponCode_Status,
  type QuoteOrderRequest,
  type QuoteOrderResponseSchema,
} from "../../../proto/gen/order/v1/order_pb.js";
import { parseIdPrefix } from "../../kit/domain/ids.ts";
import { maxAddressLengths } from "../../kit/domain/limits.ts";
import { parseCurrency } from "../../kit/domain/money.ts";
import { invalid, notFound } from "../../kit/errors/failure.ts";
import { parseCountry } from "../../kit/validation/postal-address.ts";
import { parseOptionalText, parseText } from "../../kit/validation/text.ts";
import type { OrderContext } from "../context.ts";
import type { LineInput } from "../domain/commands.ts";
import { maxCouponCodeLength, maxCouponCodes, maxMarketSlugLength, maxShippingMethodLength } from "../domain/limits.ts";
import { type PriceQuote, type QuotedOrder, quoteOrder as quote } from "../domain/pricing/quote.ts";
import { addCarrierPrices } from "../quotes/carrier-prices.ts";
import { fromQuoteResponse } from "../quotes/catalog-messages.ts";
import { moneyOf, toDiscountMessage, toLinePriceMessage, toTaxLineMessage } from "./shared/price-messages.ts";
import { parseLines, requireCartOrLines } from "./shared/validation.ts";

/** Returns what an order would cost now. */
export async function quoteOrder(request: QuoteOrderRequest, ctx: OrderContext) {
  const { shippingMethod, couponCodes } = request;
  const destination = request.destination === undefined ? undefined : parseDestination(request.destination);
  const lines = await readLines(request, ctx);
  const method =
    shippingMethod === undefined
      ? {}
      : { shippingMethod: parseText(shippingMethod, maxShippingMethodLength, "shippingMethod") };
  const catalog = await ctx.catalog();
  const response = await catalog(PricingService.method.quote, {
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
    priceContext: {
      marketSlug: parseOptionalText(request.marketSlug, maxMarketSlugLength, "marketSlug") ?? "",
      currencyCode: parseCurrencyCode(request.currencyCode) ?? "",
      couponCodes: parseCouponCodes(couponCodes?.codes ?? []),
      ...(destination === undefined ? {} : { destination }),
      ...customerOf(ctx),
    },
  });
  const quoted = await addCarrierPrices(fromQuoteResponse(response), destination, ctx);
  const order = quote(quoted, {
    lines,
    hasDestination: destination !== undefined,
    isReverseCharge: false,
    ...method,
  });
  return toResponse(quoted, order, request);
}

/** Uses of a promotion are counted per account. A guest's account says nothing about the person. */
function customerOf({ identity: { accountId, roles } }: OrderContext): { customerKeys?: string[] } {
  return accountId === undefined || roles.includes("GUEST") ? {} : { customerKeys: [accountId] };
}

/** Returns the lines of the request, or of the caller's cart. */
async function readLines({ cartId, lines }: QuoteOrderRequest, ctx: OrderContext): Promise<readonly LineInput[]> {
  requireCartOrLines(cartId, lines);
  if (cartId === undefined) return parseLines(lines);
  const cart = parseIdPrefix(cartId) === "ord" ? await ctx.object(cartId).read() : undefined;
  if (cart === undefined || ctx.identity.accountId === undefined || cart.state.accountId !== ctx.identity.accountId) {
    throw notFound("Cart not found", "cartId");
  }
  return cart.state.lines;
}

function parseCouponCodes(codes: readonly string[]): string[] {
  if (codes.length > maxCouponCodes) {
    throw invalid("TOO_MANY_COUPONS", `At most ${maxCouponCodes} coupon codes`, "couponCodes");
  }
  return codes.map((code, index) => parseText(code, maxCouponCodeLength, "couponCodes", String(index)));
}

function parseCurrencyCode(code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  const currency = parseCurrency(code);
  if (currency === undefined) throw invalid("INVALID_CURRENCY", `${code} is not a supported currency`, "currency");
  return currency;
}

function parseDestination({ countryCode, region, postalCode }: Destination) {
  const field = "destination";
  return {
    countryCode: parseCountry(countryCode, field, "countryCode"),
    region: parseOptionalText(region, maxAddressLengths.region, field, "region") ?? "",
    postalCode: parseOptionalText(postalCode, maxAddressLengths.postalCode, field, "postalCode") ?? "",
  };
}

function toResponse(
  quoted: PriceQuote,
  order: QuotedOrder,
  { cartId }: QuoteOrderRequest,
): MessageInitShape<typeof QuoteOrderResponseSchema> {
  const { pricing, shippingOptions, couponCodes, problems } = order;
  const { currency, shipping } = pricing;
  const money = moneyOf(currency);
  return {
    marketId: quoted.marketId,
    lines: pricing.lines.flatMap((line, index) => {
      const source = quoted.lines[index];
      if (source === undefined) return [];
      const { name, productId, compareAtUnitPrice } = source;
      return {
        sku: line.sku,
        name,
        productId,
        quantity: line.quantity,
        ...toLinePriceMessage(line, currency),
        ...(compareAtUnitPrice === undefined ? {} : { compareAtUnitPrice: money(compareAtUnitPrice) }),
      };
    }),
    subtotal: money(pricing.subtotal),
    discounts: pricing.discounts.map((discount) => toDiscountMessage(discount, currency)),
    discountTotal: money(pricing.discountTotal),
    shippingOptions: shippingOptions.map(({ method: { code, name, minDeliveryDays, maxDeliveryDays }, price }) => ({
      code,
      name,
      price: money(price),
      ...(minDeliveryDays === undefined ? {} : { minDeliveryDays }),
      ...(maxDeliveryDays === undefined ? {} : { maxDeliveryDays }),
    })),
    ...(shipping.method === undefined ? {} : { shippingMethod: shipping.method }),
    shipping: money(shipping.price),
    tax: money(pricing.tax),
    taxesIncluded: pricing.taxesIncluded,
    taxLines: pricing.taxLines.map((line) => toTaxLineMessage(line, currency)),
    reverseChargeAmount: money(pricing.reverseChargeAmount),
    total: money(pricing.total),
    couponCodes: couponCodes.map(({ code, status, message }) => ({
      code,
      status: QuotedCouponCode_Status[status],
      message,
    })),
    // The lines of a cart are no part of the request.
    problems: problems.map(({ code, message, field }) => ({
      code,
      message,
      field: cartId !== undefined && field[0] === "lines" ? ["cartId"] : [...field],
    })),
  };
}
