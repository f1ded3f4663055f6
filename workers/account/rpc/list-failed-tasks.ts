import type { ListFailedTasksRequest } from "../../../proto/gen/account/v1/failed_tasks_pb.js";
import { parsePageSize, parseTimePosition, toPage } from "../../kit/validation/paging.ts";
import type { AccountContext } from "../context.ts";
import { listFailedTasks as listRows } from "../store/outbox.ts";
import { toFailedJob } from "./shared/failed-jobs.ts";

export async function listFailedTasks({ pageSize, pageToken, id }: ListFailedTasksRequest, { db }: AccountContext) {
  const size = parsePageSize(pageSize);
  const position = parseTimePosition(pageToken);
  const after = position && { createdAt: new Date(position.time), id: position.id };
  const { rows, total } = await listRows(db, { id, after, limit: size + 1 });
  const { items, ...page } = toPage(rows, size, (row) => [row.createdAt.getTime(), row.id]);
  return { jobs: items.map(toFailedJob), ...page, totalCount: total };
}
