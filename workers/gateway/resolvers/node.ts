import { AccountService } from "../../../proto/gen/account/v1/account_pb.js";
import { parseIdPrefix } from "../../kit/ids.ts";
import type { GatewayContext } from "../context.ts";
import { orNull } from "../errors.ts";
import type { NodeResolvers } from "../schema.generated.ts";

/** Whatever has this id, found by what its first letters say it is. */
export function findNode(id: string, ctx: GatewayContext) {
  switch (parseIdPrefix(id)) {
    case "prd":
      return ctx.loaders.product.load(id).then((found) => found ?? null);
    case "cat":
      return ctx.loaders.categories(({ byId }) => byId.has(id)).then(({ byId }) => byId.get(id) ?? null);
    case "acc":
      return orNull(async () => (await ctx.account(AccountService.method.getUser, { id })).user ?? null);
    case "ord":
      return orNull(() => ctx.loaders.order.load(id));
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
