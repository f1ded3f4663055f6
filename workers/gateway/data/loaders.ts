import { timestampMs } from "@bufbuild/protobuf/wkt";
import DataLoader from "dataloader";
import type { GraphQLResolveInfo } from "graphql";
import { AccountService, type LastSignIn, type User } from "../../../proto/gen/account/v1/account_pb.js";
import {
  CatalogService,
  type ListProductsResponse,
  type Product,
  type ProductSort,
  ProductView,
  type StockLevel,
  type Variant,
} from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { InventoryService } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { AccountOrdersService, type AccountOrderTotals } from "../../../proto/gen/order/v1/account_orders_pb.js";
import { type Order, type OrderDetails, OrderService } from "../../../proto/gen/order/v1/order_pb.js";
import type { Rpc } from "../../kit/connect/client.ts";
import { indexBySku } from "../../kit/domain/sku.ts";
import { notFound } from "../../kit/errors/failure.ts";
import { categoriesTag, listsTag, pricesTag } from "../../kit/storage/cache-tags.ts";
import { queryTooComplex } from "../graphql/errors.ts";
import { type FieldMask, productFieldMask } from "../graphql/read-mask.ts";
import { limits } from "../policies/limits.ts";
import type { CacheHints } from "../response-cache/cached-response.ts";
import { type CategoryTree, findCachedTree, loadTree } from "./category-tree.ts";
import { required } from "./mappers/protobuf.ts";
import { type RequestMarket, toMarketPrices } from "./market-directory.ts";
import { createPricingLoaders, type PricingLoaders } from "./pricing-loaders.ts";
import type { ServiceClients } from "./service-clients.ts";

const maxOrders = limits.orders;

/** Parameters of the first page of a product list. */
export interface FirstPageRequest {
  readonly pageSize: number;
  readonly categorySlug: string;
  readonly sort: ProductSort;
  readonly view: ProductView;
  /** All pages of an operation have the same read mask. */
  readonly readMask: FieldMask;
  /** All pages of an operation have the prices of one market. */
  readonly prices: ReturnType<typeof toMarketPrices>;
}

/** Returns a loader of products with all fields that the operation selects of any product. */
type ProductLoader = (info: GraphQLResolveInfo) => DataLoader<string, Product | undefined>;

type CategoriesLoader = (isComplete?: (tree: CategoryTree) => boolean) => CategoryTree | Promise<CategoryTree>;

/** Loaders batch the lookups of one request, and load each entity once. */
export interface Loaders {
  readonly product: ProductLoader;
  readonly productWithVariants: ProductLoader;
  readonly productBySlug: ProductLoader;
  readonly productBySlugWithVariants: ProductLoader;
  /** Adds products that another call has returned, for example the product of a variant. */
  readonly prime: (products: readonly Product[]) => void;
  /** Batches the first pages of several categories. */
  readonly firstPage: DataLoader<FirstPageRequest, ListProductsResponse, string>;
  readonly variant: DataLoader<string, Variant | undefined>;
  /** Loads the stock of SKUs, for catalog managers with what only they see. */
  readonly stock: DataLoader<string, StockLevel | undefined>;
  readonly user: DataLoader<string, User | undefined>;
  /** Of accounts that the caller may read them of. */
  readonly lastSignIn: DataLoader<string, LastSignIn | undefined>;
  /** Of accounts that the caller may read them of. */
  readonly orderTotals: DataLoader<string, AccountOrderTotals | undefined>;
  /** Loads complete orders. Orders in lists have fewer fields. */
  readonly order: DataLoader<string, Order>;
  /** Loads what orders do and why. Undefined for an order that the caller may not see. */
  readonly orderDetails: DataLoader<string, OrderDetails | undefined>;
  /** Returns a tree that `isComplete` accepts if there is one. Synchronous when the tree is cached. */
  readonly categories: CategoriesLoader;
  /** Returns the number of products by category, without categories that have none. */
  readonly productCounts: () => Promise<ReadonlyMap<string, number>>;
  /** Loads the units sold of products, for catalog managers. */
  readonly unitsSold: DataLoader<string, number | undefined>;
  readonly pricing: PricingLoaders;
  /** Discards what `pricing` has loaded, after a write. */
  readonly resetPricing: () => void;
}

export interface LoaderOptions {
  /** Collects the tags of the response (see `kit/storage/cache-tags.ts`), and until when its prices are valid. */
  readonly cacheHints: Pick<CacheHints, "tags" | "validUntil">;
  /** The market whose prices are read. */
  readonly market: RequestMarket;
  /** Whether a category tree that is up to a second old is accepted. */
  readonly allowStale: boolean;
}

/** What reads of products share. */
interface CatalogRead {
  readonly catalog: Rpc;
  readonly cacheHints: LoaderOptions["cacheHints"];
  readonly prices: ReturnType<typeof toMarketPrices>;
}

export function createLoaders(
  { account, catalog, order }: Omit<ServiceClients, "streams">,
  { cacheHints, allowStale, market }: LoaderOptions,
): Loaders {
  const { tags } = cacheHints;
  const read: CatalogRead = { catalog, cacheHints, prices: toMarketPrices(market) };
  const { prime, ...productLoaders } = createProductLoaders(read);
  // Created on first use: most requests use one or two of them.
  let firstPage: Loaders["firstPage"] | undefined;
  let variant: Loaders["variant"] | undefined;
  let stock: Loaders["stock"] | undefined;
  let unitsSold: Loaders["unitsSold"] | undefined;
  let productCounts: ReturnType<Loaders["productCounts"]> | undefined;
  let user: Loaders["user"] | undefined;
  let lastSignIn: Loaders["lastSignIn"] | undefined;
  let orderTotals: Loaders["orderTotals"] | undefined;
  let orders: Loaders["order"] | undefined;
  let orderDetails: Loaders["orderDetails"] | undefined;
  let pricing: PricingLoaders | undefined;
  return {
    ...productLoaders,
    prime,
    get firstPage() {
      firstPage ??= createFirstPageLoader(catalog, prime);
      return firstPage;
    },
    get variant() {
      variant ??= createVariantLoader(read);
      return variant;
    },
    get stock() {
      stock ??= createStockLoader(catalog);
      return stock;
    },
    get unitsSold() {
      unitsSold ??= createUnitsSoldLoader(catalog);
      return unitsSold;
    },
    productCounts: () => {
      tags.add(listsTag);
      productCounts ??= countProducts(catalog);
      return productCounts;
    },
    get user() {
      user ??= createUserLoader(account);
      return user;
    },
    get lastSignIn() {
      lastSignIn ??= createLastSignInLoader(account);
      return lastSignIn;
    },
    get orderTotals() {
      orderTotals ??= createOrderTotalsLoader(order);
      return orderTotals;
    },
    get order() {
      orders ??= createOrderLoader(order);
      return orders;
    },
    get orderDetails() {
      orderDetails ??= createOrderDetailsLoader(order);
      return orderDetails;
    },
    categories: createCategoriesLoader(catalog, { tags, allowStale }),
    get pricing() {
      pricing ??= createPricingLoaders({ account, catalog }, tags);
      return pricing;
    },
    resetPricing: () => {
      pricing = undefined;
    },
  };
}

/** Creates four product loaders on first use. They share a read mask, and prime each other. */
function createProductLoaders({ catalog, cacheHints, prices }: CatalogRead) {
  const { tags } = cacheHints;
  let readMask: FieldMask = { paths: [] };
  const primed: Product[] = [];
  const withReadMask = (create: () => DataLoader<string, Product | undefined>): ProductLoader => {
    let loader: DataLoader<string, Product | undefined> | undefined;
    return (info) => {
      readMask = productFieldMask(info);
      loader ??= create();
      return loader;
    };
  };
  const createLoader = (key: "id" | "slug", view: ProductView) =>
    new DataLoader<string, Product | undefined>(
      async (values) => {
        const keys = key === "id" ? { ids: [...values] } : { slugs: [...values] };
        for (const id of keys.ids ?? []) tags.add(id);
        const { products } = await catalog(CatalogService.method.batchGetProducts, { ...keys, view, readMask, prices });
        prime(products);
        // A missing product can be created by any write, so the response depends on the tag of all lists.
        if (products.length < values.length) tags.add(listsTag);
        return inOrder(values, products, (product) => product[key]);
      },
      { maxBatchSize: 100 },
    );
  let basic: DataLoader<string, Product | undefined> | undefined;
  let full: DataLoader<string, Product | undefined> | undefined;
  const primeLoaders = (found: Product): void => {
    basic?.prime(found.id, found);
    if (found.variants.length > 0) full?.prime(found.id, found);
  };
  const prime = (products: readonly Product[]): void => {
    for (const found of products) {
      tags.add(found.id);
      limitValidity(cacheHints, found);
      primed.push(found);
      primeLoaders(found);
    }
  };
  return {
    prime,
    product: withReadMask(() => {
      basic = createLoader("id", ProductView.BASIC);
      primed.forEach(primeLoaders);
      return basic;
    }),
    productWithVariants: withReadMask(() => {
      full = createLoader("id", ProductView.FULL);
      primed.forEach(primeLoaders);
      return full;
    }),
    productBySlug: withReadMask(() => createLoader("slug", ProductView.BASIC)),
    productBySlugWithVariants: withReadMask(() => createLoader("slug", ProductView.FULL)),
  };
}

/** Records that the response changes when the price of a product or variant changes by itself. */
function limitValidity(cacheHints: LoaderOptions["cacheHints"], { validUntil }: Product | Variant): void {
  cacheHints.tags.add(pricesTag);
  if (validUntil === undefined) return;
  cacheHints.validUntil = Math.min(cacheHints.validUntil ?? Number.POSITIVE_INFINITY, timestampMs(validUntil));
}

function createFirstPageLoader(catalog: Rpc, prime: Loaders["prime"]): Loaders["firstPage"] {
  return new DataLoader(
    async (requests) => {
      const [request, ...others] = requests;
      const responses =
        request !== undefined && others.length === 0
          ? [await catalog(CatalogService.method.listProducts, request)]
          : (await catalog(CatalogService.method.batchListProducts, { requests: [...requests] })).responses;
      prime(responses.flatMap(({ products }) => products));
      return responses;
    },
    { maxBatchSize: 50, cacheKeyFn: ({ readMask: _m, prices: _p, ...page }) => JSON.stringify(page) },
  );
}

function createVariantLoader({ catalog, cacheHints, prices }: CatalogRead): Loaders["variant"] {
  return new DataLoader(
    async (skus) => {
      const { variants } = await catalog(CatalogService.method.batchGetVariants, { skus: [...skus], prices });
      cacheHints.tags.add(listsTag);
      for (const found of variants) limitValidity(cacheHints, found);
      return skus.map(indexBySku(variants));
    },
    { maxBatchSize: 200 },
  );
}

function createStockLoader(catalog: Rpc): Loaders["stock"] {
  return new DataLoader(
    async (skus) =>
      skus.map(indexBySku((await catalog(InventoryService.method.batchGetStock, { skus: [...skus] })).stock)),
    { maxBatchSize: 200 },
  );
}

function createUnitsSoldLoader(catalog: Rpc): Loaders["unitsSold"] {
  return new DataLoader(
    async (productIds) => {
      const request = { productIds: [...productIds] };
      const { products } = await catalog(CatalogService.method.batchGetUnitsSold, request);
      return inOrder(productIds, products, ({ productId }) => productId).map((found) => found?.units);
    },
    { maxBatchSize: 100 },
  );
}

async function countProducts(catalog: Rpc): Promise<ReadonlyMap<string, number>> {
  const { categories } = await catalog(CatalogService.method.countProducts, {});
  return new Map(categories.map(({ categoryId, products }) => [categoryId, products]));
}

function createUserLoader(account: Rpc): Loaders["user"] {
  return new DataLoader(
    async (ids) => {
      const { users } = await account(AccountService.method.batchGetUsers, { ids: [...ids] });
      return inOrder(ids, users, ({ id }) => id);
    },
    { maxBatchSize: 100 },
  );
}

function createLastSignInLoader(account: Rpc): Loaders["lastSignIn"] {
  return new DataLoader(
    async (ids) => {
      const { lastSignIns } = await account(AccountService.method.batchGetLastSignIns, { userIds: [...ids] });
      return inOrder(ids, lastSignIns, ({ userId }) => userId);
    },
    { maxBatchSize: 100 },
  );
}

function createOrderTotalsLoader(order: Rpc): Loaders["orderTotals"] {
  return new DataLoader(
    async (ids) => {
      const { totals } = await order(AccountOrdersService.method.batchGetOrderTotals, { accountIds: [...ids] });
      return inOrder(ids, totals, ({ accountId }) => accountId);
    },
    { maxBatchSize: 100 },
  );
}

/** Each order is read from its own Durable Object, so the number of orders that a request may load is limited. */
function createOrderLoader(order: Rpc): Loaders["order"] {
  let loaded = 0;
  return new DataLoader<string, Order>(
    async (ids) => {
      loaded += ids.length;
      if (loaded > maxOrders) throw queryTooComplex(`A request may load at most ${maxOrders} orders completely`);
      const [id, ...others] = ids;
      if (id === undefined || others.length > 0) {
        const { orders } = await order(OrderService.method.batchGetOrders, { ids: [...ids] });
        return inOrder(ids, orders, (found) => found.id).map((found) => found ?? notFound("Order not found", "id"));
      }
      return [required((await order(OrderService.method.getOrder, { id })).order, "the order")];
    },
    { maxBatchSize: maxOrders },
  );
}

/** Limited as the loader of orders. */
function createOrderDetailsLoader(order: Rpc): Loaders["orderDetails"] {
  let loaded = 0;
  return new DataLoader<string, OrderDetails | undefined>(
    async (ids) => {
      loaded += ids.length;
      if (loaded > maxOrders) throw queryTooComplex(`A request may load the details of at most ${maxOrders} orders`);
      const { details } = await order(OrderService.method.batchGetOrderDetails, { orderIds: [...ids] });
      return inOrder(ids, details, ({ orderId }) => orderId);
    },
    { maxBatchSize: maxOrders },
  );
}

function createCategoriesLoader(
  catalog: Rpc,
  { tags, allowStale }: { readonly tags: Set<string>; readonly allowStale: boolean },
): CategoriesLoader {
  let tree: Promise<CategoryTree> | undefined;
  const load = async () => (await catalog(CatalogService.method.listCategories, {})).categories;
  return (isComplete = () => true) => {
    tags.add(categoriesTag);
    const cached = allowStale && tree === undefined ? findCachedTree(Date.now()) : undefined;
    if (cached !== undefined && isComplete(cached)) return cached;
    tree ??= loadTree(load, Date.now());
    return tree;
  };
}

function inOrder<T>(keys: readonly string[], values: readonly T[], keyOf: (value: T) => string): (T | undefined)[] {
  const byKey = new Map(values.map((value) => [keyOf(value), value]));
  return keys.map((key) => byKey.get(key));
}
