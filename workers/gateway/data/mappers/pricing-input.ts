import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
  type MarketSchema,
  type PriceListSchema,
  PriceListType,
  type ShippingZoneSchema,
  type TaxRateSchema,
  TaxRounding,
} from "../../../../proto/gen/catalog/v1/pricing_pb.js";
import { notFound } from "../../../kit/errors/failure.ts";
import type {
  CreateMarketInput,
  CreatePriceListInput,
  CreateShippingZoneInput,
  CreateTaxRateInput,
  ShippingMethodInput,
  ShippingRateInput,
  UpdateMarketInput,
  UpdatePriceListInput,
  UpdateShippingZoneInput,
  UpdateTaxRateInput,
} from "../../graphql/schema.generated.ts";
import { fieldMaskOf } from "./product-input.ts";
import { omitNullish, toMoneyMessage } from "./protobuf.ts";

// Absent fields of an update are empty in its message: the field mask names the fields that count.

/** Paths of message fields by the names of input fields, where they differ. */
const renamedPaths: Readonly<Record<string, string>> = {
  currencies: "currency_codes",
  starts_at: "start_time",
  ends_at: "end_time",
};

/** Returns the field mask of an update. Null clears the nullable fields, and counts as absent for the others. */
export function toUpdateMask(input: object, nullable: readonly string[] = []): { readonly paths: string[] } {
  const paths = fieldMaskOf(input, ["id", "etag"], nullable);
  return { paths: paths.map((path) => renamedPaths[path] ?? path) };
}

/** Returns the ID of an update. Throws NOT_FOUND when it is empty: the service would create an object. */
export function toExistingId(id: string): string {
  if (id === "") throw notFound("There is no object with this ID", "id");
  return id;
}

interface PeriodInput {
  readonly startsAt?: Date | null;
  readonly endsAt?: Date | null;
}

export function toPeriod({ startsAt, endsAt }: PeriodInput) {
  return {
    ...(startsAt ? { startTime: timestampFromDate(startsAt) } : {}),
    ...(endsAt ? { endTime: timestampFromDate(endsAt) } : {}),
  };
}

export function toMarketMessage(input: CreateMarketInput | UpdateMarketInput): MessageInitShape<typeof MarketSchema> {
  const { slug, name, countryCodes, currencies, taxesIncluded, taxRounding } = input;
  return {
    slug: slug ?? "",
    name: name ?? "",
    countryCodes: [...(countryCodes ?? [])],
    currencyCodes: [...(currencies ?? [])],
    taxesIncluded: taxesIncluded ?? false,
    taxRounding: TaxRounding[taxRounding ?? "LINE"],
  };
}

export function toTaxRateMessage(
  input: CreateTaxRateInput | UpdateTaxRateInput,
): MessageInitShape<typeof TaxRateSchema> {
  const { name, taxClassCode, countryCode, region, postalCodePrefix, ratePpm, combinable } = input;
  return {
    name: name ?? "",
    taxClassCode: taxClassCode ?? "",
    countryCode: countryCode ?? "",
    ...omitNullish({ region, postalCodePrefix }),
    ratePpm: ratePpm ?? 0,
    combinable: combinable ?? true,
    ...toPeriod(input),
  };
}

export function toShippingZoneMessage(
  input: CreateShippingZoneInput | UpdateShippingZoneInput,
): MessageInitShape<typeof ShippingZoneSchema> {
  const { slug, name, countryCodes, regions, postalCodePrefixes, methods } = input;
  return {
    slug: slug ?? "",
    name: name ?? "",
    countryCodes: [...(countryCodes ?? [])],
    regions: [...(regions ?? [])],
    postalCodePrefixes: [...(postalCodePrefixes ?? [])],
    methods: (methods ?? []).map(toMethodMessage),
  };
}

function toMethodMessage({ rates, ...method }: ShippingMethodInput) {
  return { ...omitNullish(method), rates: (rates ?? []).map(toRateMessage) };
}

function toRateMessage({ price, fromAmount, toAmount, ...weights }: ShippingRateInput) {
  return {
    ...omitNullish(weights),
    ...(fromAmount ? { fromAmount: toMoneyMessage(fromAmount) } : {}),
    ...(toAmount ? { toAmount: toMoneyMessage(toAmount) } : {}),
    price: toMoneyMessage(price),
  };
}

export function toPriceListMessage(
  input: CreatePriceListInput | UpdatePriceListInput,
): MessageInitShape<typeof PriceListSchema> {
  const { slug, name, type, priority, marketIds, customerGroupIds, active } = input;
  return {
    slug: slug ?? "",
    name: name ?? "",
    type: PriceListType[type ?? "SALE"],
    priority: priority ?? 0,
    marketIds: [...(marketIds ?? [])],
    customerGroupIds: [...(customerGroupIds ?? [])],
    active: active ?? true,
    ...toPeriod(input),
  };
}
