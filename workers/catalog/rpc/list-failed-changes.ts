import type { ListFailedChangesRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { parsePageSize, parseTimePosition, toPage } from "../../kit/validation/paging.ts";
import type { CatalogContext } from "../context.ts";
import { listFailedChanges as list } from "../store/outbox.ts";
import { failedChangeMessage } from "./shared/failed-changes.ts";

export async function listFailedChanges({ pageSize, pageToken, id }: ListFailedChangesRequest, { db }: CatalogContext) {
  const size = parsePageSize(pageSize);
  const { rows, total } = await list(db, { id, after: parseTimePosition(pageToken), limit: size + 1 });
  const { items, ...page } = toPage(rows, size, ({ createdMs, id }) => [Number(createdMs), id]);
  return { changes: items.map(failedChangeMessage), ...page, totalCount: total };
}
