import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { ListProductChangesRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import { decodePageToken, parsePageSize, toPage } from "../../kit/validation/paging.ts";
import type { CatalogContext } from "../context.ts";
import { listProductChanges as list } from "../store/product-changes.ts";
import { toEtag } from "./shared/etag.ts";

export async function listProductChanges(request: ListProductChangesRequest, { db }: CatalogContext) {
  const { productId, pageSize, pageToken } = request;
  const size = parsePageSize(pageSize);
  const rows = await list(db, { productId, before: parsePosition(pageToken), limit: size + 1 });
  const { items, ...page } = toPage(rows, size, ({ version }) => [version]);
  const changes = items.map(({ version, actor, fields, atMs }) => ({
    id: `${productId}:${version}`,
    actor,
    fields: [...fields],
    etag: toEtag(version),
    createTime: timestampFromMs(Number(atMs)),
  }));
  return { changes, ...page };
}

function parsePosition(token: string): number | undefined {
  if (token === "") return undefined;
  const [version = "", ...rest] = decodePageToken(token);
  if (!/^\d{1,9}$/.test(version) || rest.length > 0) {
    throw invalid("INVALID_CURSOR", "Invalid cursor for this connection", "after");
  }
  return Number(version);
}
