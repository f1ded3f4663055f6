import { QuoteProblem, type QuoteRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { toMoneyMessage } from "../../kit/connect/money-message.ts";
import { notFound } from "../../kit/errors/failure.ts";
import { cacheTerms, getCachedTerms } from "../cache/quote-terms.ts";
import type { CatalogContext } from "../context.ts";
import { aggregateLines, type StockLine } from "../domain/inventory.ts";
import { selectCandidates } from "../domain/pricing/candidate.ts";
import type { PriceContext } from "../domain/pricing/price-context.ts";
import { combineTaxRates } from "../domain/pricing/tax.ts";
import { readBasePriceQuote } from "../store/base-price-quotes.ts";
import { type QuoteRead, readQuote } from "../store/quotes.ts";
import { toCandidateMessage, toCodeResultMessage } from "./shared/candidate-messages.ts";
import { unwrap } from "./shared/errors.ts";
import { fromPriceContextMessage } from "./shared/price-context.ts";
import { toMarketMessage, toShippingRateMessage } from "./shared/pricing-messages.ts";

export async function quote(request: QuoteRequest, ctx: CatalogContext) {
  // Without lines, the quote has the market and the states of the codes.
  const lines = request.lines.length === 0 ? [] : unwrap(aggregateLines(request.lines));
  const context = fromPriceContextMessage(request.priceContext);
  const cached = request.allowCachedTerms ? await readWithCachedTerms(ctx, lines, context) : undefined;
  const read = cached ?? (await readCurrent(ctx, lines, context));
  const { market, currency } = read;
  const { candidates, codes } = selectCandidates(read, { id: market.id, currency }, context);
  return {
    market: toMarketMessage(market),
    currencyCode: currency,
    lines: read.lines.map((line) => toLineMessage(line, read)),
    skusNotSoldInCurrency: [...read.unsold],
    shippingMethods: read.shippingMethods.flatMap((method) => toMethodMessages(method, read)),
    candidates: candidates.map((candidate) => toCandidateMessage(candidate, currency)),
    couponCodes: codes.map(toCodeResultMessage),
    problems: market.servesDestination ? [] : [QuoteProblem.NOT_SOLD_IN_MARKET],
    sameForCountry: read.isSameForCountry,
    basePricesOnly: read.promotions.length === 0 && read.lines.every(({ isBasePrice }) => isBasePrice),
    hasCachedTerms: cached !== undefined,
  };
}

/** Returns a quote of the lines with cached terms. Returns undefined without such terms, and when prices are not the base prices. */
async function readWithCachedTerms(ctx: CatalogContext, lines: readonly StockLine[], context: PriceContext) {
  const terms = context.couponCodes.length > 0 ? undefined : getCachedTerms(context, ctx.now());
  return terms && readBasePriceQuote(ctx.db, lines, terms, context, new Date(ctx.now()));
}

async function readCurrent(
  ctx: CatalogContext,
  lines: readonly StockLine[],
  context: PriceContext,
): Promise<QuoteRead> {
  const read = await readQuote(ctx.db, lines, context, new Date(ctx.now()));
  if (read === undefined) throw notFound("Market", "marketSlug");
  if (!read.hasSpecialPrices) cacheTerms(context, read, ctx.now());
  return read;
}

function toLineMessage(line: QuoteRead["lines"][number], { currency, taxRates }: QuoteRead) {
  const { sku, name, productId, quantity, unitPriceMinor, compareAtMinor, weightGrams, taxClass } = line;
  return {
    sku,
    name,
    productId,
    quantity,
    unitPrice: toMoneyMessage({ amountMinor: unitPriceMinor, currency }),
    ...(compareAtMinor === undefined
      ? {}
      : { compareAtUnitPrice: toMoneyMessage({ amountMinor: compareAtMinor, currency }) }),
    ...(weightGrams === undefined ? {} : { weightGrams }),
    taxRates: combineTaxRates(taxRates, taxClass).map(toTaxMessage),
    taxClassCode: taxClass,
  };
}

/** Returns no message for a method that cannot be priced in the currency. */
function toMethodMessages(method: QuoteRead["shippingMethods"][number], { currency, taxRates }: QuoteRead) {
  const { code, name, taxClass, carrier, minDeliveryDays, maxDeliveryDays } = method;
  const rates = method.rates.filter(({ price }) => price.currency === currency);
  if (rates.length === 0 && carrier === null) return [];
  return [
    {
      code,
      name,
      ...(carrier === null ? {} : { carrier }),
      rates: rates.map(toShippingRateMessage),
      taxRates: combineTaxRates(taxRates, taxClass).map(toTaxMessage),
      taxClassCode: taxClass,
      ...(minDeliveryDays === null ? {} : { minDeliveryDays }),
      ...(maxDeliveryDays === null ? {} : { maxDeliveryDays }),
    },
  ];
}

const toTaxMessage = ({ name, ratePpm }: { readonly name: string; readonly ratePpm: number }) => ({ name, ratePpm });
