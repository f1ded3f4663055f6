import type { ConfiguredCarrier } from "../../kit/carriers.ts";
import { parseCurrency, parseDecimal } from "../../kit/domain/money.ts";
import { amountRules } from "../../kit/domain/payment-amounts.ts";
import { describeError } from "../../kit/observability/log.ts";
import { outboundFetch } from "../../kit/outbound-fetch.ts";
import { createCircuitBreaker } from "../../kit/storage/circuit-breaker.ts";
import { roundToStep } from "../domain/pricing/fraction.ts";
import type { CarrierPrice, Carriers, Parcel } from "./port.ts";

/** The place that parcels are sent from. */
export interface ShippingOrigin {
  readonly countryCode: string;
  readonly region: string;
  readonly city: string;
  readonly postalCode: string;
}

export interface EasyPostConfig {
  readonly apiKey: string;
  /** The origin of EasyPost's API, or of the server that replaces it. */
  readonly apiOrigin: string;
  readonly shippingOrigin: ShippingOrigin;
  readonly carriers: readonly ConfiguredCarrier[];
}

const timeoutMs = 3_000;

/** While EasyPost does not respond, quotes do not wait for it each time. */
const breaker = createCircuitBreaker({ dependency: "easypost", failureThreshold: 3, openMs: 10_000 });

/**
 * Returns prices of EasyPost (https://docs.easypost.com/docs/shipments/rates): its stateless rates, which create no shipment.
 * It gets the weight, the origin of the shop, and the country, region and postal code of the destination. It gets no name.
 */
export function createEasyPostCarriers(config: EasyPostConfig): Carriers {
  return {
    findPrices: async (parcel, signal) => {
      try {
        const rates = await breaker.run(
          () => fetchRates(parcel, config, signal),
          // A caller that has left says nothing about EasyPost.
          () => !signal.aborted,
        );
        return { type: "prices", prices: toPrices(rates, config.carriers) };
      } catch (error) {
        return { type: "unavailable", reason: describeError(error) };
      }
    },
  };
}

/** The fields of a rate that are used. */
interface Rate {
  readonly carrier: string;
  readonly service: string;
  /** A decimal number. */
  readonly rate: string;
  readonly currency: string;
}

async function fetchRates(
  { destination, weightGrams }: Parcel,
  { apiKey, apiOrigin, shippingOrigin }: EasyPostConfig,
  signal: AbortSignal,
): Promise<readonly Rate[]> {
  const response = await outboundFetch(`${apiOrigin}/beta/rates`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${apiKey}:`)}`, "content-type": "application/json" },
    body: JSON.stringify({
      shipment: {
        from_address: { ...toAddress(shippingOrigin), city: shippingOrigin.city },
        to_address: toAddress(destination),
        parcel: { weight: toOunces(weightGrams) },
      },
    }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  });
  // EasyPost does not accept the address or the weight: no carrier takes the parcel.
  if (response.status === 400 || response.status === 422) {
    await response.body?.cancel();
    return [];
  }
  if (!response.ok) throw new Error(`EasyPost responded with status ${response.status}`);
  return readRates(await response.json());
}

function toAddress({ countryCode, region, postalCode }: Parcel["destination"]) {
  return { country: countryCode, state: region, zip: postalCode };
}

const gramsPerOunce = 28.349_523_125;

/** Returns ounces with one decimal, rounded up. Every parcel weighs something. */
function toOunces(grams: number): number {
  return Math.max(1, Math.ceil((grams / gramsPerOunce) * 10)) / 10;
}

function readRates(body: unknown): readonly Rate[] {
  const { rates } = (body ?? {}) as { readonly rates?: unknown };
  if (!Array.isArray(rates)) throw new Error("The response of EasyPost has no rates");
  return rates.filter((rate: Partial<Rate> | null): rate is Rate =>
    [rate?.carrier, rate?.service, rate?.rate, rate?.currency].every((field) => typeof field === "string"),
  );
}

/** Returns the cheapest price of each carrier in each currency. */
function toPrices(rates: readonly Rate[], carriers: readonly ConfiguredCarrier[]): readonly CarrierPrice[] {
  const cheapest = new Map<string, CarrierPrice>();
  for (const { code, name, service } of carriers) {
    for (const rate of rates) {
      if (rate.carrier !== name || (service !== undefined && rate.service !== service)) continue;
      const price = toMoney(rate);
      const key = `${code} ${rate.currency}`;
      const known = cheapest.get(key);
      if (price === undefined || (known !== undefined && known.price.amountMinor <= price.amountMinor)) continue;
      cheapest.set(key, { carrier: code, price });
    }
  }
  return [...cheapest.values()];
}

/** Returns undefined for a currency that the shop does not support, and for a text that is no decimal number. */
function toMoney(rate: Rate): CarrierPrice["price"] | undefined {
  const currency = parseCurrency(rate.currency);
  const fraction = currency === undefined ? undefined : parseDecimal(rate.rate, currency);
  if (currency === undefined || fraction === undefined) return undefined;
  return { amountMinor: roundToStep(fraction, amountRules[currency].step), currency };
}
