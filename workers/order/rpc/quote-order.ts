import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  QuotedCouponCode_Status,
  type QuoteOrderRequest,
  type QuoteOrderResponseSchema,
} from "../../../proto/gen/order/v1/order_pb.js";
import { toTaxIdMessage } from "../../kit/connect/tax-id-message.ts";
import type { DomainError } from "../../kit/domain/result.ts";
import type { TaxId } from "../../kit/domain/tax-id.ts";
import type { OrderContext } from "../context.ts";
import { type PriceQuote, type QuotedOrder, type QuoteProblem, quoteOrder as quote } from "../domain/pricing/quote.ts";
import { lineValue } from "../domain/pricing/refund.ts";
import { isReverseCharge } from "../domain/pricing/reverse-charge.ts";
import { addProvidedTaxes } from "../quotes/provided-taxes.ts";
import { fromCart } from "./shared/cart-source.ts";
import { getOwnCart } from "./shared/change-cart.ts";
import { getCustomer, isFirstOrder } from "./shared/customer.ts";
import { fetchQuote } from "./shared/order-quotes.ts";
import {
  moneyOf,
  toDiscountMessage,
  toLinePriceMessage,
  toTaxLineMessage,
  toTaxSource,
} from "./shared/price-messages.ts";
import { parseDestination, parsePriceOptions } from "./shared/price-options.ts";
import { parseTaxId, verifyTaxId } from "./shared/tax-ids.ts";
import { parseLines, requireCartOrLines } from "./shared/validation.ts";

/** Returns what an order would cost now. */
export async function quoteOrder(request: QuoteOrderRequest, ctx: OrderContext) {
  const { cartId } = request;
  requireCartOrLines(cartId, request.lines);
  const options = parsePriceOptions(request);
  const { currency, couponCodes = [], marketSlug, shippingMethod } = options;
  const destination = request.destination && parseDestination(request.destination);
  const source =
    cartId === undefined
      ? { lines: parseLines(request.lines), couponCodes, currency }
      : fromCart((await getOwnCart(ctx, cartId)).state, options);
  const number = parseTaxId(request.taxId);
  const quoting = fetchQuote(ctx, { ...source, destination, marketSlug, customer: getCustomer(ctx) });
  const [priced, taxId] = await Promise.all([quoting, verifyTaxId(ctx, number?.ok ? number.value : undefined)]);
  const quoteRequest = {
    lines: source.lines,
    hasDestination: destination !== undefined,
    isReverseCharge: isReverseCharge({ taxId, shopCountry: ctx.shopCountry, destination }),
    isFirstOrder: await isFirstOrder(ctx, undefined, priced),
    ...(shippingMethod === undefined ? {} : { shippingMethod }),
    ...(currency === undefined ? {} : { currency }),
  };
  const quoted = await addProvidedTaxes(priced, quoteRequest, destination, ctx);
  const order = quote(quoted, quoteRequest);
  const invalidTaxId = number?.ok === false ? [toProblem(number.error)] : [];
  return toResponse(quoted, { ...order, taxId, problems: [...order.problems, ...invalidTaxId] }, request);
}

function toProblem({ reason, message, field }: DomainError): QuoteProblem {
  return { code: reason, message, field };
}

function toResponse(
  quoted: PriceQuote,
  order: QuotedOrder & { readonly taxId: TaxId | undefined },
  { cartId }: QuoteOrderRequest,
): MessageInitShape<typeof QuoteOrderResponseSchema> {
  const { pricing, shippingOptions, couponCodes, taxId, problems } = order;
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
        refundableAmount: money(lineValue(line, pricing.taxesIncluded)),
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
    ...(taxId === undefined ? {} : { taxId: toTaxIdMessage(taxId) }),
    taxSource: toTaxSource(pricing),
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
