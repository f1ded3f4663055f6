import type { GraphQLResolveInfo } from "graphql";
import { AccountService } from "../../../proto/gen/account/v1/account_pb.js";
import { parseIdPrefix } from "../../kit/domain/ids.ts";
import type { GatewayContext } from "../context.ts";
import { findCustomerGroup } from "../data/customer-groups.ts";
import { findFailedJob, isJobId } from "../data/failed-jobs.ts";
import { findImportNode } from "../data/imports.ts";
import { findMarkets, findPricingNode } from "../data/pricing.ts";
import { nullIfNotFound } from "../graphql/errors.ts";
import type { NodeResolvers } from "../graphql/schema.generated.ts";

/** Returns the object with this ID. The prefix of the ID names its type. */
export async function findNode(id: string, ctx: GatewayContext, info: GraphQLResolveInfo) {
  const { services, loaders } = ctx;
  if (isJobId(id)) {
    await ctx.caller.requireUnrevokedForRead();
    return nullIfNotFound(async () => (await findFailedJob(ctx, id)) ?? null);
  }
  const prefix = parseIdPrefix(id);
  switch (prefix) {
    case "prd":
      return (await loaders.product(info).load(id)) ?? null;
    case "cat":
      return (await loaders.categories(({ byId }) => byId.has(id))).byId.get(id) ?? null;
    case "mkt":
      return (await findMarkets(ctx, [id]))[0] ?? null;
    case "grp":
      return findCustomerGroup(ctx, id);
    case "txr":
    case "shz":
    case "shm":
    case "plt":
    case "prm":
      return findPricingNode(ctx, prefix, id);
    case "imp":
      return findImportNode(ctx, id);
    case "acc":
      await ctx.caller.requireUnrevokedForRead();
      return nullIfNotFound(async () => (await services.account(AccountService.method.getUser, { id })).user ?? null);
    case "ord":
      await ctx.caller.requireUnrevokedForRead();
      return nullIfNotFound(() => loaders.order.load(id));
    default:
      return null;
  }
}

export const node: NodeResolvers = {
  __resolveType: ({ id }) => {
    if (isJobId(id)) return "FailedJob";
    switch (parseIdPrefix(id)) {
      case "prd":
        return "Product";
      case "cat":
        return "Category";
      case "acc":
        return "Account";
      case "mkt":
        return "Market";
      case "grp":
        return "CustomerGroup";
      case "txr":
        return "TaxRate";
      case "shz":
        return "ShippingZone";
      case "shm":
        return "ShippingMethod";
      case "plt":
        return "PriceList";
      case "prm":
        return "Promotion";
      case "imp":
        return "ImportJob";
      default:
        return "Order";
    }
  },
};
