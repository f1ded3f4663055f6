import type { SaveSynonymGroupRequest } from "../../../proto/gen/catalog/v1/search_admin_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import type { CatalogContext } from "../context.ts";
import { parseSynonymWords } from "../domain/synonym-group.ts";
import { expireSynonymRules, toSynonymKey } from "../search/synonym-rules.ts";
import { saveSynonymGroup as save } from "../store/synonyms.ts";
import { unwrap } from "./shared/errors.ts";
import { toSynonymGroupMessage } from "./shared/search-admin-messages.ts";

export async function saveSynonymGroup({ id, words }: SaveSynonymGroupRequest, ctx: CatalogContext) {
  const parsed = unwrap(parseSynonymWords(words, toSynonymKey));
  const updatedBy = ctx.identity.accountId ?? null;
  const write = { ...parsed, id: id ?? newId("syn", ctx.now()), isNew: id === undefined, updatedBy };
  const group = unwrap(await save(ctx.db, write));
  expireSynonymRules();
  return { group: toSynonymGroupMessage(group) };
}
