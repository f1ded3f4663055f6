import type { MessageInitShape } from "@bufbuild/protobuf";
import { PricingService } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import {
  type Destination,
  QuotedCouponCode_Status,
  type QuoteOrderRequest,
  type QuoteOrderResponseSchema,
} from "../../../proto/gen/order/v1/order_pb.js";
import { toTaxIdMessage } from "../../kit/connect/tax-id-message.ts";
import { maxAddressLengths } from "../../kit/domain/limits.ts";
import type { DomainError } from "../../kit/domain/result.ts";
import { parseVatNumber, type TaxId } from "../../kit/domain/tax-id.ts";
import { invalid } from "../../kit/errors/failure.ts";
import { parseCountry } from "../../kit/validation/postal-address.ts";
import { parseOptionalText, parseText } from "../../kit/validation/text.ts";
import type { OrderContext } from "../context.ts";
import type { LineInput } from "../domain/commands.ts";
import { maxShippingMethodLength } from "../domain/limits.ts";
import { currencyOfCart } from "../domain/order.ts";
import { type PriceQuote, type QuotedOrder, type QuoteProblem, quoteOrder as quote } from "../domain/pricing/quote.ts";
import { isReverseCharge } from "../domain/pricing/reverse-charge.ts";
import { addCarrierPrices } from "../quotes/carrier-prices.ts";
import { fromQuoteResponse } from "../quotes/catalog-messages.ts";
import { addProvidedTaxes } from "../quotes/provided-taxes.ts";
import { parseCouponCodes, parseCurrencyCode, parseMarketSlug } from "./shared/catalog-quotes.ts";
import { getOwnCart } from "./shared/change-cart.ts";
import { getCustomer } from "./shared/customer.ts";
import {
  moneyOf,
  toDiscountMessage,
  toLinePriceMessage,
  toTaxLineMessage,
  toTaxSource,
} from "./shared/price-messages.ts";
import { parseLines, requireCartOrLines } from "./shared/validation.ts";

/** Returns what an order would cost now. */
export async function quoteOrder(request: QuoteOrderRequest, ctx: OrderContext) {
  const { shippingMethod } = request;
  const destination = request.destination === undefined ? undefined : parseDestination(request.destination);
  const { lines, couponCodes, currencyCode } = await readSource(request, ctx);
  const method =
    shippingMethod === undefined
      ? {}
      : { shippingMethod: parseText(shippingMethod, maxShippingMethodLength, "shippingMethod") };
  const customer = getCustomer(ctx);
  const number = parseTaxId(request.taxId);
  const catalog = await ctx.catalog();
  const quoting = catalog(PricingService.method.quote, {
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
    priceContext: {
      marketSlug: parseMarketSlug(request.marketSlug),
      currencyCode,
      couponCodes: [...couponCodes],
      ...(destination === undefined ? {} : { destination }),
      customerGroupIds: [...customer.groupIds],
      customerKeys: [...customer.keys],
    },
  });
  const [response, taxId] = await Promise.all([quoting, number?.ok ? ctx.taxIds.verify(number.value) : undefined]);
  const quoteRequest = {
    lines,
    hasDestination: destination !== undefined,
    isReverseCharge: isReverseCharge({ taxId, shopCountry: ctx.shopCountry, destination }),
    ...method,
  };
  const priced = await addCarrierPrices(fromQuoteResponse(response), destination, ctx);
  const quoted = await addProvidedTaxes(priced, quoteRequest, destination, ctx);
  const order = quote(quoted, quoteRequest);
  const invalidTaxId = number?.ok === false ? [toProblem(number.error)] : [];
  return toResponse(quoted, { ...order, taxId, problems: [...order.problems, ...invalidTaxId] }, request);
}

/** What an order is placed from, and what its price depends on. */
interface QuoteSource {
  readonly lines: readonly LineInput[];
  readonly couponCodes: readonly string[];
  /** Empty for the default of the market. */
  readonly currencyCode: string;
}

/** Returns the lines, codes and currency of the request, or of the caller's cart. Codes of the request replace the cart's. */
async function readSource(request: QuoteOrderRequest, ctx: OrderContext): Promise<QuoteSource> {
  const { cartId, lines } = request;
  requireCartOrLines(cartId, lines);
  const codes = request.couponCodes === undefined ? undefined : parseCouponCodes(request.couponCodes.codes);
  const currency = request.currencyCode === undefined ? undefined : parseCurrencyCode(request.currencyCode);
  if (cartId === undefined) {
    return { lines: parseLines(lines), couponCodes: codes ?? [], currencyCode: currency ?? "" };
  }
  const { state } = await getOwnCart(ctx, cartId);
  const cartCurrency = currencyOfCart(state);
  if (currency !== undefined && cartCurrency !== undefined && currency !== cartCurrency) {
    throw invalid("CURRENCY_MISMATCH", `The cart's currency is ${cartCurrency}. Change it first.`, "currency");
  }
  return { lines: state.lines, couponCodes: codes ?? state.couponCodes, currencyCode: cartCurrency ?? currency ?? "" };
}

/** Returns undefined when the buyer named no tax id. */
function parseTaxId(text = "") {
  return text.trim() === "" ? undefined : parseVatNumber(text);
}

function toProblem({ reason, message, field }: DomainError): QuoteProblem {
  return { code: reason, message, field };
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
