import { type Timestamp, timestampDate } from "@bufbuild/protobuf/wkt";
import { Role, type UserFilter } from "../../../../proto/gen/account/v1/account_pb.js";
import { AccountOrdersService } from "../../../../proto/gen/order/v1/account_orders_pb.js";
import { invalid } from "../../../kit/errors/failure.ts";
import { isStorable } from "../../../kit/validation/paging.ts";
import type { AccountContext } from "../../context.ts";
import { maxFilterRoles, maxQueryLength, maxScannedUsers } from "../../domain/limits.ts";
import { listUserPositions, type UserPage, type UserPosition, type UserSelection } from "../../store/users.ts";

/** Users whose orders one call of the order service looks up. */
const chunkSize = 2_000;

/** Returns the conditions of a request that one statement can check: all but `hasOrders`. */
export function parseSelection(query: string, filter: UserFilter | undefined): UserSelection {
  if (query.length > maxQueryLength) {
    throw invalid("QUERY_TOO_LONG", `\`query\` must have at most ${maxQueryLength} characters`, "query");
  }
  const { roles = [], disabled, createdFromTime, createdToTime } = filter ?? {};
  if (roles.length > maxFilterRoles) {
    throw invalid("TOO_MANY", `At most ${maxFilterRoles} roles are allowed`, "filter", "roles");
  }
  return {
    query: query.trim(),
    roles: [...new Set(roles)].map((role) => Role[role] ?? ""),
    disabled,
    createdFrom: parseFilterTime(createdFromTime, "createdFrom"),
    createdTo: parseFilterTime(createdToTime, "createdTo"),
  };
}

/** Parses a time of a filter. Throws INVALID_TIME. */
export function parseFilterTime(time: Timestamp | undefined, field: string): Date | undefined {
  if (time === undefined) return undefined;
  const date = timestampDate(time);
  if (isStorable(date)) return date;
  throw invalid("INVALID_TIME", "The year must be 1 to 9999", "filter", field);
}

/**
 * Finds users who have orders, or who have none. The order service has the orders, so it is asked about the selected users,
 * newest first, until enough are found or `maxScannedUsers` were looked up. `scannedTo` is then the last of them; undefined
 * at the end of the list.
 */
export async function findUsersByOrders(
  ctx: AccountContext,
  page: UserPage,
  hasOrders: boolean,
): Promise<{ readonly found: readonly UserPosition[]; readonly scannedTo: UserPosition | undefined }> {
  const found: UserPosition[] = [];
  let after = page.after;
  for (let scanned = 0; scanned < maxScannedUsers; scanned += chunkSize) {
    const chunk = await listUserPositions(ctx.db, { ...page, after, limit: chunkSize });
    const buyers = await findBuyers(ctx, chunk);
    found.push(...chunk.filter(({ id }) => buyers.has(id) === hasOrders));
    if (found.length >= page.limit) return { found: found.slice(0, page.limit), scannedTo: undefined };
    if (chunk.length < chunkSize) return { found, scannedTo: undefined };
    after = chunk.at(-1);
  }
  return { found, scannedTo: after };
}

async function findBuyers(ctx: AccountContext, chunk: readonly UserPosition[]): Promise<ReadonlySet<string>> {
  if (chunk.length === 0) return new Set();
  const orders = await ctx.orders();
  const { accountIds } = await orders(AccountOrdersService.method.listBuyers, {
    accountIds: chunk.map(({ id }) => id),
  });
  return new Set(accountIds);
}
