import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { AccountService } from "../../../proto/gen/account/v1/account_pb.js";
import { CatalogService } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { OrderService } from "../../../proto/gen/order/v1/order_pb.js";
import { badInput, orNull } from "../errors.ts";
import { listOwnOrders } from "../orders.ts";
import { listProducts, remember, viewOf } from "../products.ts";
import type { QueryResolvers } from "../schema.generated.ts";
import { searchProducts } from "../search.ts";
import { findNode } from "./node.ts";

export const query: Omit<QueryResolvers, "_entities" | "_service"> = {
  node: (_root, { id }, ctx) => findNode(id, ctx),
  me: (_root, _args, ctx) =>
    orNull(async () => {
      const { accountId } = ctx.identity;
      if (accountId === undefined) return null;
      return (await ctx.account(AccountService.method.getUser, { id: accountId })).user ?? null;
    }),
  product: (_root, args, ctx, info) =>
    orNull(async () => {
      const request = { key: keyOf(args), view: viewOf(info) };
      const { product } = await ctx.catalog(CatalogService.method.getProduct, request);
      if (product !== undefined) remember(ctx, [product]);
      return product ?? null;
    }),
  products: (_root, args, ctx, info) => listProducts(ctx, info, args),
  search: (_root, args, ctx, info) => searchProducts(ctx, info, args),
  category: async (_root, args, { loaders }) => {
    const { case: by, value } = keyOf(args);
    const tree = await loaders.categories();
    return (by === "id" ? tree.byId : tree.bySlug).get(value) ?? null;
  },
  categories: async (_root, _args, { loaders }) => [...((await loaders.categories()).children.get("") ?? [])],
  order: (_root, { id, asOf }, ctx) =>
    orNull(async () => {
      const request = { id, ...(asOf ? { asOfTime: timestampFromDate(asOf) } : {}) };
      return (await ctx.order(OrderService.method.getOrder, request)).order ?? null;
    }),
  orders: (_root, args, ctx) => listOwnOrders(ctx, args),
};

function keyOf({ id, slug }: { id?: string | null; slug?: string | null }) {
  if (typeof id === "string" && !slug) return { case: "id", value: id } as const;
  if (typeof slug === "string" && !id) return { case: "slug", value: slug } as const;
  throw badInput("either an id or a slug is needed");
}
