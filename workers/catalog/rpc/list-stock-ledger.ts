import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { ListStockLedgerRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import { decodePageToken, parsePageSize, toPage } from "../../kit/validation/paging.ts";
import type { CatalogContext } from "../context.ts";
import { parseLedgerReference } from "../domain/stock-ledger.ts";
import { type LedgerRow, listStockLedger as list } from "../store/stock-lists.ts";

export async function listStockLedger({ sku, pageSize, pageToken }: ListStockLedgerRequest, { db }: CatalogContext) {
  const size = parsePageSize(pageSize);
  const rows = await list(db, { sku, before: parsePosition(pageToken), limit: size + 1 });
  const { items, ...page } = toPage(rows, size, ({ id }) => [id]);
  return { entries: items.map(toEntry), ...page };
}

function toEntry({ id, available, reserved, committed, cause, reference, atMs }: LedgerRow) {
  const { actor = "", ...parsed } = parseLedgerReference(cause, reference);
  return {
    id,
    availableDelta: available,
    reservedDelta: reserved,
    committedDelta: committed,
    cause,
    reference: parsed.reference,
    actor,
    createTime: timestampFromMs(Number(atMs)),
  };
}

function parsePosition(token: string): string | undefined {
  if (token === "") return undefined;
  const [id = "", ...rest] = decodePageToken(token);
  if (!/^\d{1,18}$/.test(id) || rest.length > 0) {
    throw invalid("INVALID_CURSOR", "Invalid cursor for this connection", "after");
  }
  return id;
}
