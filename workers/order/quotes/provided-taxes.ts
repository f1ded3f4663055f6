import { unavailable } from "../../kit/errors/failure.ts";
import { log } from "../../kit/observability/log.ts";
import type { Trace } from "../../kit/observability/trace.ts";
import type { Pricing } from "../domain/pricing/model.ts";
import type { ProvidedTaxes } from "../domain/pricing/provided-taxes.ts";
import { type PriceQuote, type QuoteRequest, quoteOrder } from "../domain/pricing/quote.ts";
import type { PartTax, TaxableOrder, TaxCalculation, Taxes } from "../taxes/port.ts";

interface TaxContext {
  /** Undefined when the shop has no tax provider. */
  readonly taxes: Pick<Taxes, "calculate"> | undefined;
  readonly signal: AbortSignal;
  readonly trace: Trace;
}

/**
 * Replaces the tax rates of a quote by the taxes of the provider, for an order that this request prices. Returns the quote
 * unchanged when the shop has no tax provider. Throws UNAVAILABLE when the provider does not respond: no order is quoted or
 * placed without its tax.
 */
export async function addProvidedTaxes(
  quote: PriceQuote,
  request: QuoteRequest,
  destination: TaxableOrder["destination"] | undefined,
  { taxes, signal, trace }: TaxContext,
): Promise<PriceQuote> {
  if (taxes === undefined) return quote;
  const untaxed = withoutTaxRates(quote);
  if (destination === undefined || !quote.isSoldInMarket) return untaxed;
  const { pricing } = quoteOrder(untaxed, request);
  const order = toTaxableOrder(untaxed, pricing, destination);
  // Nothing is sold, or it is free.
  if ([...order.lines, order.shipping].every(({ amount }) => amount === 0n)) return untaxed;
  const calculate = async (taxable: TaxableOrder) => requireResponse(await taxes.calculate(taxable, signal), trace);
  const calculated = request.isReverseCharge
    ? await calculateReverseCharge(order, calculate)
    : toProvidedTaxes(await calculate(order));
  return calculated === undefined ? { ...untaxed, isDestinationTaxable: false } : { ...untaxed, taxes: calculated };
}

type Calculated = Extract<TaxCalculation, { type: "calculated" }>;

/** Returns undefined when the provider does not find the destination. */
function requireResponse(result: TaxCalculation, trace: Trace): Calculated | undefined {
  if (result.type === "calculated") return result;
  if (result.type === "unknownDestination") return undefined;
  log("error", "tax provider unavailable", { traceId: trace.traceId, error: result.reason });
  throw unavailable("The tax provider does not respond. Retry later.");
}

function toProvidedTaxes(calculated: Calculated | undefined): ProvidedTaxes | undefined {
  if (calculated === undefined) return undefined;
  const { calculationId, lines, shipping } = calculated;
  const charged = (part: PartTax) => ({ ...part, reverseChargeAmount: 0n });
  return { calculationId, lines: lines.map(charged), shipping: charged(shipping) };
}

/**
 * With reverse charge no tax is charged. Tax that is inside the prices is deducted from them, and the provider then calculates the
 * order with what is left.
 */
async function calculateReverseCharge(
  order: TaxableOrder,
  calculate: (order: TaxableOrder) => Promise<Calculated | undefined>,
): Promise<ProvidedTaxes | undefined> {
  const included = order.taxesIncluded ? await calculate(order) : noTaxes(order);
  if (included === undefined) return undefined;
  const net = await calculate({
    ...order,
    taxesIncluded: false,
    isReverseCharge: true,
    lines: order.lines.map((line, index) => ({ ...line, amount: line.amount - (included.lines[index]?.tax ?? 0n) })),
    shipping: { ...order.shipping, amount: order.shipping.amount - included.shipping.tax },
  });
  if (net === undefined) return undefined;
  const deducted = ({ tax }: PartTax) => ({ tax: 0n, taxLines: [], reverseChargeAmount: tax });
  return {
    calculationId: net.calculationId,
    lines: included.lines.map(deducted),
    shipping: deducted(included.shipping),
  };
}

function noTaxes({ lines }: TaxableOrder): Pick<Calculated, "lines" | "shipping"> {
  const none: PartTax = { tax: 0n, taxLines: [] };
  return { lines: lines.map(() => none), shipping: none };
}

function withoutTaxRates(quote: PriceQuote): PriceQuote {
  return {
    ...quote,
    lines: quote.lines.map((line) => ({ ...line, taxRates: [] })),
    shippingMethods: quote.shippingMethods.map((method) => ({ ...method, taxRates: [] })),
  };
}

/** The tax class of goods that have none of their own. */
const standard = "standard";

function toTaxableOrder(
  { currency, taxesIncluded, lines, shippingMethods }: PriceQuote,
  pricing: Pricing,
  destination: TaxableOrder["destination"],
): TaxableOrder {
  const { shipping } = pricing;
  const method = shippingMethods.find(({ code }) => code === shipping.method);
  return {
    currency,
    taxesIncluded,
    isReverseCharge: false,
    destination,
    lines: pricing.lines.map(({ sku, quantity, total, discountTotal }, index) => ({
      sku,
      quantity,
      amount: total - discountTotal,
      taxClass: lines[index]?.taxClass ?? standard,
    })),
    shipping: { amount: shipping.price - shipping.discountTotal, taxClass: method?.taxClass ?? standard },
  };
}
