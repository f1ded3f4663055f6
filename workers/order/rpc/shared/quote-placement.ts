import { isSameMoney } from "../../../kit/domain/money.ts";
import type { TaxId } from "../../../kit/domain/tax-id.ts";
import type { OrderContext } from "../../context.ts";
import type { UserCommand } from "../../domain/commands.ts";
import { toQuoteRequest } from "../../domain/placing.ts";
import { type PriceQuote, type QuotedOrder, quoteOrder } from "../../domain/pricing/quote.ts";
import { addProvidedTaxes } from "../../quotes/provided-taxes.ts";
import type { QuoteSource } from "./cart-source.ts";
import { getCustomer, getCustomerKeys, isFirstOrder } from "./customer.ts";
import { fetchQuote, getCachedQuote } from "./order-quotes.ts";
import { toTaxation } from "./tax-ids.ts";

/** The part of the command that comes from the request, and the market that the request selects. */
export type OrderInput = Omit<PlaceOrderCommand, keyof Quoted> & {
  readonly marketSlug?: string;
  /** The tax id that the request names, as it is stored. Empty if it names none, in place of the account's. */
  readonly taxNumber?: string;
};

export type PlaceOrderCommand = Extract<UserCommand, { type: "placeOrder" }>;

/** The part of the command that other services know. */
export type Quoted = Pick<PlaceOrderCommand, "quote" | "customer" | "taxId" | "isReverseCharge">;

export interface QuotedPlacement {
  readonly quoted: Quoted;
  /** The price, and the problems that the order would be rejected for. */
  readonly order: QuotedOrder;
}

/** Quotes the order. A cached quote with problems or with another total than the expected one is fetched again. */
export async function quotePlacement(
  ctx: OrderContext,
  input: OrderInput,
  source: QuoteSource & { readonly taxId: Promise<TaxId | undefined> },
): Promise<QuotedPlacement> {
  const { countryCode, region = "", postalCode } = input.shippingAddress;
  const { marketSlug, expectedTotal } = input;
  const { lines, couponCodes, currency } = source;
  const customer = getCustomer(ctx);
  const destination = { countryCode, region, postalCode };
  const query = { lines, couponCodes, destination, currency, marketSlug, customer };
  const complete = async (priced: PriceQuote): Promise<QuotedPlacement> => {
    const keys = await getCustomerKeys(ctx, input.email, priced);
    const known = { ...customer, keys, isFirstOrder: await isFirstOrder(ctx, input.email, priced) };
    const request = toQuoteRequest({ ...input, ...taxation, customer: known }, lines);
    const quote = await addProvidedTaxes(priced, request, destination, ctx);
    return { quoted: { quote, customer: known, ...taxation }, order: quoteOrder(quote, request) };
  };
  const [{ quote, isCached }, taxId] = await Promise.all([getCachedQuote(ctx, query), source.taxId]);
  const taxation = toTaxation(ctx, taxId, destination);
  const placement = await complete(quote);
  const total = { amountMinor: placement.order.pricing.total, currency: quote.currency };
  const isExpected = expectedTotal === undefined || isSameMoney(expectedTotal, total);
  if (!isCached || (isExpected && placement.order.problems.length === 0)) return placement;
  return complete(await fetchQuote(ctx, query));
}
