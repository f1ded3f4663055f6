import type { ListImportsRequest } from "../../../proto/gen/catalog/v1/imports_pb.js";
import { decodePageToken, parsePageSize, toPage } from "../../kit/validation/paging.ts";
import type { CatalogContext } from "../context.ts";
import { listImports as list } from "../store/imports.ts";
import { toImportJobMessage } from "./shared/import-messages.ts";

export async function listImports({ pageSize, pageToken }: ListImportsRequest, ctx: CatalogContext) {
  const size = parsePageSize(pageSize);
  const [before = ""] = pageToken === "" ? [] : decodePageToken(pageToken);
  const { items, ...page } = toPage(await list(ctx.db, before, size + 1), size, ({ id }) => [id]);
  return { jobs: items.map(toImportJobMessage), ...page };
}
