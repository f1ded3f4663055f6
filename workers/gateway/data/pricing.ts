import type { DescMessage, DescMethodUnary, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import {
  type Market,
  PricingService,
  type Promotion,
  PromotionStatus,
  type TaxClass,
} from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import { hasPermission } from "../../kit/auth/permissions.ts";
import type { GatewayContext } from "../context.ts";
import { connection, pageSize } from "../graphql/connection.ts";
import { type InputMapping, mutationPayload, nullIfNotFound } from "../graphql/errors.ts";
import type { PromotionStatus as StatusName } from "../graphql/schema.generated.ts";
import { toMethodsOfZone } from "../graphql/shipping-method.ts";
import { required } from "./mappers/protobuf.ts";
import type { LookupKey } from "./products.ts";

const { method } = PricingService;

interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** In a request message, an input is a field of its own. */
const mapping: InputMapping = {
  wrappers: ["market", "priceList", "taxClass", "taxRate", "shippingZone", "promotion"],
  renamed: { currencyCode: "currency", currencyCodes: "currencies", startTime: "startsAt", endTime: "endsAt" },
};

/** Runs a mutation that saves what prices depend on: see `mutationPayload`. */
export function pricingPayload<T extends object, E extends object>(empty: E, work: () => Promise<T>) {
  return mutationPayload(empty, work, ["input"], mapping);
}

/** Writes to the catalog, and discards what the request has loaded: later fields of a mutation see the change. */
export async function changePricing<I extends DescMessage, O extends DescMessage>(
  { services, loaders }: GatewayContext,
  rpc: DescMethodUnary<I, O>,
  request: MessageInitShape<I>,
): Promise<MessageShape<O>> {
  try {
    return await services.catalog(rpc, request);
  } finally {
    loaders.resetPricing();
  }
}

/** Returns the markets with these ids, in the order of the ids. */
export async function findMarkets({ loaders }: GatewayContext, ids: readonly string[]): Promise<Market[]> {
  if (ids.length === 0) return [];
  const byId = new Map((await loaders.pricing.markets()).map((market) => [market.id, market]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Returns the tax class with this code. Rates and methods refer to existing classes only. */
export async function getTaxClass({ loaders }: GatewayContext, code: string): Promise<TaxClass> {
  const classes = await loaders.pricing.taxClasses();
  return required(
    classes.find((taxClass) => taxClass.code === code),
    "the tax class",
  );
}

export async function listTaxRates(
  { services }: GatewayContext,
  {
    first,
    after,
    countryCode,
    taxClassCode,
  }: PageArgs & { readonly countryCode?: string | null; readonly taxClassCode?: string | null },
) {
  const page = await services.catalog(method.listTaxRates, {
    pageSize: pageSize(first),
    pageToken: after ?? "",
    countryCode: countryCode ?? "",
    taxClassCode: taxClassCode ?? "",
  });
  return connection(page.taxRates, { ...page, after: after ?? "" });
}

export async function listPriceLists({ services }: GatewayContext, { first, after }: PageArgs) {
  const page = await services.catalog(method.listPriceLists, { pageSize: pageSize(first), pageToken: after ?? "" });
  return connection(page.priceLists, { ...page, after: after ?? "" });
}

export async function listPrices(
  { loaders }: GatewayContext,
  priceListId: string,
  { first, after, sku }: PageArgs & { readonly sku?: string | null },
) {
  const request = { priceListId, sku: sku ?? "", pageSize: pageSize(first), pageToken: after ?? "" };
  const page = await loaders.pricing.prices.load(request);
  return connection(page.prices, { ...page, after: after ?? "" });
}

export async function findPromotion(
  { services, loaders }: GatewayContext,
  { type, value }: LookupKey,
): Promise<Promotion | null> {
  if (type === "id") return (await loaders.pricing.promotion.load(value)) ?? null;
  return nullIfNotFound(async () => {
    const { promotion } = await services.catalog(method.getPromotion, { key: { case: "slug", value } });
    return promotion ?? null;
  });
}

export async function listPromotions(
  { services }: GatewayContext,
  { first, after, status }: PageArgs & { readonly status?: readonly StatusName[] | null },
) {
  const page = await services.catalog(method.listPromotions, {
    pageSize: pageSize(first),
    pageToken: after ?? "",
    statuses: (status ?? []).map((name) => PromotionStatus[name]),
  });
  return connection(page.promotions, { ...page, after: after ?? "" });
}

export async function listCouponCodes(
  { loaders }: GatewayContext,
  promotion: Promotion,
  { first, after, query }: PageArgs & { readonly query?: string | null },
) {
  loaders.pricing.promotion.prime(promotion.id, promotion);
  const request = {
    promotionId: promotion.id,
    prefix: query ?? "",
    pageSize: pageSize(first),
    pageToken: after ?? "",
  };
  const page = await loaders.pricing.codes.load(request);
  return connection(page.couponCodes, { ...page, after: after ?? "" });
}

/** Returns the tax rate, shipping zone, shipping method, price list or promotion with this id, for catalog managers. */
export async function findPricingNode(ctx: GatewayContext, prefix: "txr" | "shz" | "shm" | "plt" | "prm", id: string) {
  const { identity } = ctx.caller;
  await ctx.caller.requireUnrevokedForRead();
  // The service rejects anonymous callers. For others the object does not exist.
  if (identity.accountId !== undefined && !hasPermission(identity, Permission.PRICING_WRITE)) return null;
  const { pricing } = ctx.loaders;
  switch (prefix) {
    case "txr":
      return (await pricing.taxRate.load(id)) ?? null;
    case "shz":
      return (await pricing.shippingZones()).find((zone) => zone.id === id) ?? null;
    case "shm":
      return (await pricing.shippingZones()).flatMap(toMethodsOfZone).find((found) => found.id === id) ?? null;
    case "plt":
      return (await pricing.priceList.load(id)) ?? null;
    case "prm":
      return (await pricing.promotion.load(id)) ?? null;
  }
}
