import type { MessageInitShape } from "@bufbuild/protobuf";
import { type Timestamp, timestampDate, timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
  type Market as MarketMessage,
  type MarketSchema,
  type ShippingMethod as ShippingMethodMessage,
  type ShippingRate as ShippingRateMessage,
  type ShippingZone as ShippingZoneMessage,
  type ShippingZoneSchema,
  type TaxRate as TaxRateMessage,
  type TaxRateSchema,
  TaxRounding,
} from "../../../../proto/gen/catalog/v1/pricing_pb.js";
import { fromMoneyMessage, toMoneyMessage } from "../../../kit/connect/money-message.ts";
import { invalid } from "../../../kit/errors/failure.ts";
import type { Market } from "../../domain/pricing/market.ts";
import type { Period } from "../../domain/pricing/period.ts";
import type { ShippingMethod, ShippingRate, ShippingZone } from "../../domain/pricing/shipping-zone.ts";
import type { TaxRate } from "../../domain/pricing/tax.ts";
import type { MarketRow } from "../../store/markets.ts";
import type { ShippingMethodRow, ShippingZoneRow } from "../../store/shipping-zones.ts";
import type { TaxRateRow } from "../../store/taxes.ts";
import { toEtag } from "./etag.ts";

/** Returns the time fields of a message. */
export function toPeriodMessage({ startsAt, endsAt }: Period): { startTime?: Timestamp; endTime?: Timestamp } {
  return {
    ...(startsAt === null ? {} : { startTime: timestampFromDate(startsAt) }),
    ...(endsAt === null ? {} : { endTime: timestampFromDate(endsAt) }),
  };
}

/** Returns the period of a message. */
export function fromPeriodMessage({ startTime, endTime }: PeriodMessage): Period {
  return { startsAt: toDate(startTime), endsAt: toDate(endTime) };
}

interface PeriodMessage {
  readonly startTime?: Timestamp | undefined;
  readonly endTime?: Timestamp | undefined;
}

/** Returns the message, or throws when the request does not have it. */
export function requireMessage<T>(message: T | undefined, field: string): T {
  if (message === undefined) throw invalid("MISSING_FIELD", `\`${field}\` is required`, field);
  return message;
}

export function toMarketMessage(row: MarketRow): MessageInitShape<typeof MarketSchema> {
  const { currencies, taxRounding, countryCodes, ...rest } = row;
  return {
    ...rest,
    countryCodes: [...countryCodes],
    currencyCodes: [...currencies],
    taxRounding: taxRounding === "ORDER" ? TaxRounding.ORDER : TaxRounding.LINE,
  };
}

export function fromMarketMessage(message: MarketMessage): Market {
  const { slug, name, countryCodes, currencyCodes, taxesIncluded, taxRounding } = message;
  return {
    slug,
    name,
    countryCodes,
    currencies: currencyCodes,
    taxesIncluded,
    taxRounding: taxRounding === TaxRounding.ORDER ? "ORDER" : "LINE",
  };
}

export function toTaxRateMessage(row: TaxRateRow): MessageInitShape<typeof TaxRateSchema> {
  const { id, name, taxClass, countryCode, region, postalCodePrefix, ratePpm, combinable } = row;
  return {
    id,
    name,
    taxClassCode: taxClass,
    countryCode,
    ...(region === null ? {} : { region }),
    ...(postalCodePrefix === null ? {} : { postalCodePrefix }),
    ratePpm,
    combinable,
    ...toPeriodMessage(row),
  };
}

export function fromTaxRateMessage(message: TaxRateMessage): TaxRate {
  const { name, taxClassCode, countryCode, region, postalCodePrefix, ratePpm, combinable } = message;
  return {
    name,
    taxClass: taxClassCode,
    countryCode,
    region: region ?? null,
    postalCodePrefix: postalCodePrefix ?? null,
    ratePpm,
    combinable,
    ...fromPeriodMessage(message),
  };
}

export function toShippingZoneMessage(row: ShippingZoneRow): MessageInitShape<typeof ShippingZoneSchema> {
  const { id, slug, name, countryCodes, regions, postalCodePrefixes, methods, version } = row;
  return {
    id,
    slug,
    name,
    countryCodes: [...countryCodes],
    regions: [...regions],
    postalCodePrefixes: [...postalCodePrefixes],
    methods: methods.map(toShippingMethodMessage),
    etag: toEtag(version),
  };
}

export function fromShippingZoneMessage(message: ShippingZoneMessage): ShippingZone {
  const { slug, name, countryCodes, regions, postalCodePrefixes, methods } = message;
  return { slug, name, countryCodes, regions, postalCodePrefixes, methods: methods.map(fromShippingMethodMessage) };
}

function toShippingMethodMessage(row: ShippingMethodRow) {
  const { id, code, name, taxClass, carrier, rates, minDeliveryDays, maxDeliveryDays, active } = row;
  return {
    id,
    code,
    name,
    taxClassCode: taxClass,
    ...(carrier === null ? {} : { carrier }),
    rates: rates.map(toShippingRateMessage),
    ...(minDeliveryDays === null ? {} : { minDeliveryDays }),
    ...(maxDeliveryDays === null ? {} : { maxDeliveryDays }),
    active,
  };
}

export function toShippingRateMessage({ price, fromAmount, toAmount, ...weights }: ShippingRate) {
  return {
    ...weights,
    ...(fromAmount === undefined ? {} : { fromAmount: toMoneyMessage(fromAmount) }),
    ...(toAmount === undefined ? {} : { toAmount: toMoneyMessage(toAmount) }),
    price: toMoneyMessage(price),
  };
}

function fromShippingMethodMessage(message: ShippingMethodMessage, index: number): ShippingMethod {
  const { code, name, taxClassCode, carrier, rates, minDeliveryDays, maxDeliveryDays, active } = message;
  return {
    code,
    name,
    taxClass: taxClassCode,
    carrier: carrier ?? null,
    rates: rates.map((rate, position) => fromRateMessage(rate, ["methods", String(index), "rates", String(position)])),
    minDeliveryDays: minDeliveryDays ?? null,
    maxDeliveryDays: maxDeliveryDays ?? null,
    active,
  };
}

function fromRateMessage(message: ShippingRateMessage, path: readonly string[]): ShippingRate {
  const { fromWeightGrams, toWeightGrams, fromAmount, toAmount, price } = message;
  return {
    ...(fromWeightGrams === undefined ? {} : { fromWeightGrams }),
    ...(toWeightGrams === undefined ? {} : { toWeightGrams }),
    ...(fromAmount === undefined ? {} : { fromAmount: fromMoneyMessage(fromAmount, ...path, "fromAmount") }),
    ...(toAmount === undefined ? {} : { toAmount: fromMoneyMessage(toAmount, ...path, "toAmount") }),
    price: fromMoneyMessage(price, ...path, "price"),
  };
}

function toDate(time: Timestamp | undefined): Date | null {
  return time === undefined ? null : timestampDate(time);
}
