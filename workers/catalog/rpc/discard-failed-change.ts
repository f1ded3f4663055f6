import type { DiscardFailedChangeRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import type { CatalogContext } from "../context.ts";
import { deleteDeadLetter } from "../store/outbox.ts";
import { noFailedChange } from "./shared/failed-changes.ts";

export async function discardFailedChange({ id }: DiscardFailedChangeRequest, { db }: CatalogContext) {
  if (!(await deleteDeadLetter(db, id))) throw noFailedChange();
  return {};
}
