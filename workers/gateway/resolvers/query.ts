import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { AccountService } from "../../../proto/gen/account/v1/account_pb.js";
import { CatalogService } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { PricingService } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { SearchAdminService } from "../../../proto/gen/catalog/v1/search_admin_pb.js";
import { OrderService } from "../../../proto/gen/order/v1/order_pb.js";
import { listAccounts, listApiTokens, listSecurityEvents } from "../data/accounts.ts";
import type { CategoryTree } from "../data/category-tree.ts";
import { listFailedJobs } from "../data/failed-jobs.ts";
import { findImportJob, listImportJobs } from "../data/imports.ts";
import { previewOrderAction } from "../data/order-previews.ts";
import { listAllOrders, listDeadLetters, listOwnOrders } from "../data/orders.ts";
import { findPromotion, listPriceLists, listPromotions, listTaxRates } from "../data/pricing.ts";
import { findProduct, type LookupKey, listProducts } from "../data/products.ts";
import { getQuote } from "../data/quotes.ts";
import { getOrderStatistics, getSalesReport } from "../data/sales.ts";
import { searchProducts, suggest } from "../data/search.ts";
import { listSearchQueries } from "../data/search-admin.ts";
import { getShopHealth } from "../data/shop-health.ts";
import { listReservations, listStockLedger, listStockLevels } from "../data/stock.ts";
import { badUserInput, nullIfNotFound } from "../graphql/errors.ts";
import { isSelectedOrDeferred } from "../graphql/read-mask.ts";
import type { QueryResolvers } from "../graphql/schema.generated.ts";
import { findNode } from "./node.ts";

export const query: Omit<QueryResolvers, "_entities" | "_service"> = {
  node: (_root, { id }, ctx, info) => findNode(id, ctx, info),
  me: (_root, _args, ctx) =>
    nullIfNotFound(async () => {
      const { accountId } = ctx.caller.identity;
      if (accountId === undefined) return null;
      return (await ctx.services.account(AccountService.method.getUser, { id: accountId })).user ?? null;
    }),
  account: (_root, { id }, ctx) =>
    nullIfNotFound(async () => (await ctx.services.account(AccountService.method.getUser, { id })).user ?? null),
  accounts: (_root, args, ctx) => listAccounts(ctx, args),
  securityEvents: (_root, args, ctx) => listSecurityEvents(ctx, args),
  apiTokens: (_root, args, ctx) => listApiTokens(ctx, args),
  product: (_root, args, ctx, info) => findProduct(ctx, info, lookupKeyOf(args)),
  products: (_root, args, ctx, info) => listProducts(ctx, info, args),
  search: (_root, args, ctx, info) => searchProducts(ctx, info, args),
  suggest: (_root, args, ctx, info) => suggest(ctx, info, args),
  category: async (_root, args, { loaders }) => {
    const { type, value } = lookupKeyOf(args);
    const find = (tree: CategoryTree) => (type === "id" ? tree.byId : tree.bySlug).get(value);
    return find(await loaders.categories((tree) => find(tree) !== undefined)) ?? null;
  },
  categories: async (_root, _args, { loaders }) => [...((await loaders.categories()).children.get("") ?? [])],
  variant: async (_root, { sku }, { loaders }) => (await loaders.variant.load(sku)) ?? null,
  isSkuTaken: async (_root, { sku }, { services }) =>
    (await services.catalog(CatalogService.method.isSkuTaken, { sku })).isTaken,
  stockLevels: (_root, args, ctx, info) =>
    listStockLevels(ctx, { ...args, counts: isSelectedOrDeferred(info, "totalCount") }),
  stockLedger: (_root, args, ctx) => listStockLedger(ctx, args),
  reservations: (_root, args, ctx) => listReservations(ctx, args),
  markets: async (_root, _args, { loaders }) => [...(await loaders.pricing.markets())],
  priceLists: (_root, args, ctx) => listPriceLists(ctx, args),
  customerGroups: async (_root, _args, { loaders }) => [...(await loaders.pricing.customerGroups())],
  taxClasses: async (_root, _args, { loaders }) => [...(await loaders.pricing.taxClasses())],
  taxRates: (_root, args, ctx) => listTaxRates(ctx, args),
  shippingZones: async (_root, _args, { loaders }) => [...(await loaders.pricing.shippingZones())],
  promotion: async (_root, args, ctx) => findPromotion(ctx, lookupKeyOf(args)),
  promotions: (_root, args, ctx) => listPromotions(ctx, args),
  couponCode: (_root, { code }, { services }) =>
    nullIfNotFound(
      async () => (await services.catalog(PricingService.method.getCouponCode, { code })).couponCode ?? null,
    ),
  importJob: (_root, { id }, ctx) => findImportJob(ctx, id),
  importJobs: (_root, args, ctx) => listImportJobs(ctx, args),
  synonymGroups: async (_root, _args, { services }) =>
    (await services.catalog(SearchAdminService.method.listSynonymGroups, {})).groups,
  searchQueries: (_root, args, ctx) => listSearchQueries(ctx, args),
  searchIndexRebuild: async (_root, _args, { services }) =>
    (await services.catalog(SearchAdminService.method.getIndexRebuild, {})).rebuild ?? null,
  order: (_root, { id, asOf }, ctx) =>
    nullIfNotFound(async () => {
      if (!asOf) return ctx.loaders.order.load(id);
      const request = { id, asOfTime: timestampFromDate(asOf) };
      return (await ctx.services.order(OrderService.method.getOrder, request)).order ?? null;
    }),
  orderReconciliation: (_root, { orderId }, { services }) =>
    nullIfNotFound(() => services.order(OrderService.method.getOrderReconciliation, { orderId })),
  orderByNumber: async (_root, { number, email }, { services }) =>
    (await services.order(OrderService.method.getOrderByNumber, { number, email })).order ?? null,
  previewOrderAction: (_root, { input }, ctx) => previewOrderAction(ctx, input),
  quote: (_root, { input }, ctx) => getQuote(ctx, input),
  cart: async (_root, _args, ctx) => (await ctx.services.order(OrderService.method.getCart, {})).order ?? null,
  orders: (_root, args, ctx, info) => listOwnOrders(ctx, args, info),
  orderStatistics: (_root, args, ctx, info) => getOrderStatistics(ctx, args, info),
  salesReport: (_root, args, ctx) => getSalesReport(ctx, args),
  allOrders: (_root, args, ctx, info) => listAllOrders(ctx, args, info),
  deadLetters: (_root, args, ctx) => listDeadLetters(ctx, args),
  deadFacts: (_root, args, ctx) => listDeadLetters(ctx, args),
  failedJobs: (_root, args, ctx) => listFailedJobs(ctx, args),
  shopHealth: (_root, _args, ctx) => getShopHealth(ctx),
};

function lookupKeyOf({ id, slug }: { id?: string | null; slug?: string | null }): LookupKey {
  if (typeof id === "string" && !slug) return { type: "id", value: id };
  if (typeof slug === "string" && !id) return { type: "slug", value: slug };
  throw badUserInput("Exactly one of `id` and `slug` is required");
}
