import type { GraphQLResolveInfo } from "graphql";
import { AccountService } from "../../../proto/gen/account/v1/account_pb.js";
import { parseIdPrefix } from "../../kit/domain/ids.ts";
import type { GatewayContext } from "../context.ts";
import { nullIfNotFound } from "../graphql/errors.ts";
import type { NodeResolvers } from "../graphql/schema.generated.ts";

/** Whatever has this id, found by what its first letters say it is. */
export async function findNode(id: string, ctx: GatewayContext, info: GraphQLResolveInfo) {
  switch (parseIdPrefix(id)) {
    case "prd":
      return (await ctx.loaders.product(info).load(id)) ?? null;
    case "cat":
      return (await ctx.loaders.categories(({ byId }) => byId.has(id))).byId.get(id) ?? null;
    case "acc":
      return nullIfNotFound(async () => (await ctx.account(AccountService.method.getUser, { id })).user ?? null);
    case "ord":
      return nullIfNotFound(() => ctx.loaders.order.load(id));
    default:
      return null;
  }
}

export const node: NodeResolvers = {
  __resolveType: ({ id }) => {
    switch (parseIdPrefix(id)) {
      case "prd":
        return "Product";
      case "cat":
        return "Category";
      case "acc":
        return "Account";
      default:
        return "Order";
    }
  },
};
