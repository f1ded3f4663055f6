import { log } from "../../kit/observability/log.ts";
import type { Trace } from "../../kit/observability/trace.ts";
import type { Carriers, ParcelDestination } from "../carriers/port.ts";
import type { PriceQuote } from "../domain/pricing/quote.ts";

interface CarrierContext {
  readonly carriers: Carriers;
  readonly signal: AbortSignal;
  readonly trace: Trace;
}

/**
 * Adds the prices of carriers to a quote. Calls the provider only if a shipping method of the destination has a carrier. A method
 * without a price is not offered: its carrier does not take the parcel, has no price in the currency, or does not respond.
 */
export async function addCarrierPrices(
  quote: PriceQuote,
  destination: ParcelDestination | undefined,
  { carriers, signal, trace }: CarrierContext,
): Promise<PriceQuote> {
  const { shippingMethods, lines, currency } = quote;
  const hasCarrier = shippingMethods.some(({ carrier }) => carrier !== undefined);
  if (destination === undefined || lines.length === 0 || !hasCarrier) return quote;
  const weightGrams = lines.reduce((sum, { quantity, weightGrams: weight = 0 }) => sum + quantity * weight, 0);
  const result = await carriers.findPrices({ destination, weightGrams }, signal);
  if (result.type === "unavailable") {
    log("warn", "carrier prices unavailable", { traceId: trace.traceId, error: result.reason });
    return quote;
  }
  return {
    ...quote,
    shippingMethods: shippingMethods.map((method) => {
      const found = result.prices.find(
        ({ carrier, price }) => carrier === method.carrier && price.currency === currency,
      );
      return found === undefined ? method : { ...method, rates: [{ price: found.price.amountMinor }] };
    }),
  };
}
