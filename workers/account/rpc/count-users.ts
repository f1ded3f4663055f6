import type { CountUsersRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { maxCounted } from "../../kit/domain/limits.ts";
import type { AccountContext } from "../context.ts";
import { countUsers as countUserRows } from "../store/users.ts";
import { findUsersByOrders, parseSelection } from "./shared/user-selection.ts";

export async function countUsers({ query, filter }: CountUsersRequest, ctx: AccountContext) {
  const selection = parseSelection(query, filter);
  if (filter?.hasOrders === undefined) return { count: await countUserRows(ctx.db, selection, maxCounted) };
  const page = { ...selection, after: undefined, limit: maxCounted };
  const { found, scannedTo } = await findUsersByOrders(ctx, page, filter.hasOrders);
  // More accounts than one request looks up: the count is not known, but it is for a large shop.
  return { count: scannedTo === undefined ? found.length : maxCounted };
}
