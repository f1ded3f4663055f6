import type { ListUsersRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { encodePageToken, parsePageSize, parseTimePosition, toPage } from "../../kit/validation/paging.ts";
import type { AccountContext } from "../context.ts";
import { findUsers, listUsers as listUserRows, type UserPosition, type UserRow } from "../store/users.ts";
import { toUserMessage } from "./shared/mappers.ts";
import { findUsersByOrders, parseSelection } from "./shared/user-selection.ts";

export async function listUsers({ pageSize, pageToken, query, filter }: ListUsersRequest, ctx: AccountContext) {
  const size = parsePageSize(pageSize);
  const selection = parseSelection(query, filter);
  const position = parseTimePosition(pageToken);
  const after = position && { createdAt: new Date(position.time), id: position.id };
  const limit = size + 1;
  if (filter?.hasOrders === undefined) {
    return toResponse(await listUserRows(ctx.db, { ...selection, after, limit }), size);
  }
  const { hasOrders } = filter;
  const { found, scannedTo } = await findUsersByOrders(ctx, { ...selection, after, limit }, hasOrders);
  const response = toResponse(await loadUsers(ctx, found), size);
  // The scan ended at its limit: the next page continues there.
  if (response.nextPageToken !== "" || scannedTo === undefined) return response;
  return { ...response, nextPageToken: encodePageToken(toPosition(scannedTo)) };
}

function toResponse(rows: readonly UserRow[], size: number) {
  const { items, ...page } = toPage(rows, size, toPosition);
  return { users: items.map(toUserMessage), ...page };
}

const toPosition = ({ createdAt, id }: UserPosition) => [createdAt.getTime(), id];

/** Returns the users in this order, without those that were deleted in the meantime. */
async function loadUsers(ctx: AccountContext, positions: readonly UserPosition[]): Promise<readonly UserRow[]> {
  if (positions.length === 0) return [];
  const rows = await findUsers(
    ctx.db,
    positions.map(({ id }) => id),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return positions.flatMap(({ id }) => byId.get(id) ?? []);
}
