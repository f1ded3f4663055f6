import type { DeleteSynonymGroupRequest } from "../../../proto/gen/catalog/v1/search_admin_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { expireSynonymRules } from "../search/synonym-rules.ts";
import { deleteSynonymGroup as remove } from "../store/synonyms.ts";

export async function deleteSynonymGroup({ id }: DeleteSynonymGroupRequest, ctx: CatalogContext) {
  if (!(await remove(ctx.db, id))) throw notFound("Group of synonyms not found", "id");
  expireSynonymRules();
  return {};
}
