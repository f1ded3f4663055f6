import type { GetCatalogHealthRequest } from "../../../proto/gen/catalog/v1/health_pb.js";
import { isStaff } from "../../kit/auth/permissions.ts";
import { forbidden } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { isSearchDegraded } from "../search/search.ts";
import { readOutboxLag } from "../store/outbox.ts";

export async function getCatalogHealth(_request: GetCatalogHealthRequest, { db, identity }: CatalogContext) {
  if (!isStaff(identity)) throw forbidden("This account does not have the required permission");
  return { lagMs: await readOutboxLag(db), searchDegraded: isSearchDegraded() };
}
