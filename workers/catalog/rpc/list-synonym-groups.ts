import type { ListSynonymGroupsRequest } from "../../../proto/gen/catalog/v1/search_admin_pb.js";
import type { CatalogContext } from "../context.ts";
import { listSynonymGroups as list } from "../store/synonyms.ts";
import { toSynonymGroupMessage } from "./shared/search-admin-messages.ts";

export async function listSynonymGroups(_request: ListSynonymGroupsRequest, ctx: CatalogContext) {
  return { groups: (await list(ctx.db)).map(toSynonymGroupMessage) };
}
