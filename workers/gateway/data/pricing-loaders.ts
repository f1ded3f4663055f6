import DataLoader from "dataloader";
import { AccountService, type CustomerGroup } from "../../../proto/gen/account/v1/account_pb.js";
import {
  type ListCouponCodesResponse,
  type ListPriceListPricesResponse,
  type Market,
  type PriceList,
  PricingService,
  type Promotion,
  type ShippingZone,
  type TaxClass,
  type TaxRate,
} from "../../../proto/gen/catalog/v1/pricing_pb.js";
import type { Rpc } from "../../kit/connect/client.ts";
import { marketsTag } from "../../kit/storage/cache-tags.ts";

const maxIds = 100;
const maxPages = 50;

/** A page of the prices of a list. */
export interface PricePageRequest {
  readonly priceListId: string;
  readonly sku: string;
  readonly pageSize: number;
  readonly pageToken: string;
}

/** A page of the coupon codes of a promotion. */
export interface CodePageRequest {
  readonly promotionId: string;
  readonly prefix: string;
  readonly pageSize: number;
  readonly pageToken: string;
}

type ById<T> = DataLoader<string, T | undefined>;

/** Loaders of what prices depend on. Markets, tax classes, shipping zones and customer groups are read as complete lists. */
export interface PricingLoaders {
  readonly markets: () => Promise<readonly Market[]>;
  readonly taxClasses: () => Promise<readonly TaxClass[]>;
  readonly shippingZones: () => Promise<readonly ShippingZone[]>;
  /** For staff. */
  readonly customerGroups: () => Promise<readonly CustomerGroup[]>;
  readonly taxRate: ById<TaxRate>;
  readonly priceList: ById<PriceList>;
  readonly promotion: ById<Promotion>;
  readonly prices: DataLoader<PricePageRequest, ListPriceListPricesResponse, string>;
  readonly codes: DataLoader<CodePageRequest, ListCouponCodesResponse, string>;
}

const { method } = PricingService;

/** Creates loaders for one request. A mutation discards them after its write. */
export function createPricingLoaders(
  { account, catalog }: { readonly account: Rpc; readonly catalog: Rpc },
  tags: Set<string>,
): PricingLoaders {
  return {
    markets: once(async () => {
      tags.add(marketsTag);
      return (await catalog(method.listMarkets, {})).markets;
    }),
    taxClasses: once(async () => (await catalog(method.listTaxClasses, {})).taxClasses),
    shippingZones: once(async () => (await catalog(method.listShippingZones, {})).shippingZones),
    customerGroups: once(async () => (await account(AccountService.method.listCustomerGroups, {})).customerGroups),
    taxRate: createIdLoader(async (ids) => (await catalog(method.batchGetTaxRates, { ids })).taxRates),
    priceList: createIdLoader(async (ids) => (await catalog(method.batchGetPriceLists, { ids })).priceLists),
    promotion: createIdLoader(async (ids) => (await catalog(method.batchGetPromotions, { ids })).promotions),
    prices: createPageLoader(
      (request) => catalog(method.listPriceListPrices, request),
      async (requests) => (await catalog(method.batchListPriceListPrices, { requests })).responses,
    ),
    codes: createPageLoader(
      (request) => catalog(method.listCouponCodes, request),
      async (requests) => (await catalog(method.batchListCouponCodes, { requests })).responses,
    ),
  };
}

/** Returns a function that loads on its first call. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

function createIdLoader<T extends { readonly id: string }>(load: (ids: string[]) => Promise<readonly T[]>): ById<T> {
  return new DataLoader(
    async (ids) => {
      const byId = new Map((await load([...ids])).map((found) => [found.id, found]));
      return ids.map((id) => byId.get(id));
    },
    { maxBatchSize: maxIds },
  );
}

/** Creates a loader of pages. Several pages share one call. */
function createPageLoader<Request extends object, Page>(
  loadOne: (request: Request) => Promise<Page>,
  loadAll: (requests: Request[]) => Promise<readonly Page[]>,
): DataLoader<Request, Page, string> {
  return new DataLoader(
    async (requests) => {
      const [request, ...others] = requests;
      return request !== undefined && others.length === 0 ? [await loadOne(request)] : loadAll([...requests]);
    },
    { maxBatchSize: maxPages, cacheKeyFn: (request) => JSON.stringify(request) },
  );
}
