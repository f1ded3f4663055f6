import type { ListOpenDeadLettersRequest } from "../../../proto/gen/order/v1/dead_letters_pb.js";
import { parsePageSize, toPage } from "../../kit/validation/paging.ts";
import type { OrderContext } from "../context.ts";
import { listOpenDeadLetters as listRows } from "../store/dead-letters.ts";
import { toFailedJob } from "./shared/open-dead-letters.ts";
import { parseCursor } from "./shared/pagination.ts";

export async function listOpenDeadLetters({ pageSize, pageToken, id }: ListOpenDeadLettersRequest, ctx: OrderContext) {
  const size = parsePageSize(pageSize);
  const { rows, total } = await listRows(ctx.db, { id, size, after: parseCursor(pageToken) });
  const { items, ...page } = toPage(rows, size, (row) => [row.receivedAt.toISOString(), row.id]);
  return { jobs: items.map(toFailedJob), ...page, totalCount: total };
}
