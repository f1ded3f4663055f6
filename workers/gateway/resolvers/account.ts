import { Role } from "../../../proto/gen/account/v1/account_pb.js";
import { parseRole } from "../../kit/identity.ts";
import { listOwnOrders } from "../orders.ts";
import { connection } from "../pages.ts";
import type { AccountResolvers } from "../schema.generated.ts";
import { dateOf } from "../values.ts";

export const account: AccountResolvers = {
  __resolveReference: async ({ id }, { loaders }) => (await loaders.user.load(id)) ?? null,
  email: ({ email }) => email ?? null,
  roles: ({ roles }) => roles.flatMap((role) => parseRole(Role[role]) ?? []),
  orders: ({ id }, { first, after }, ctx) =>
    id === ctx.identity.accountId
      ? listOwnOrders(ctx, { first, after, status: null })
      : connection([], { pageTokens: [], nextPageToken: "", after: "" }),
  createdAt: ({ createTime }) => dateOf(createTime),
  updatedAt: ({ updateTime }) => dateOf(updateTime),
};
