import { Code } from "@connectrpc/connect";
import type { WatchStockRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { withHeartbeats } from "../../kit/connect/heartbeat.ts";
import { Failure, notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { findStock, type StockRow } from "../store/inventory.ts";
import { canWatch, watchLevels } from "../subscriptions/stock.ts";
import { stockMessage } from "./shared/mappers.ts";

export async function watchStock({ sku }: WatchStockRequest, ctx: CatalogContext) {
  const [row] = await findStock(ctx.db, [sku]);
  if (row === undefined) throw notFound(`SKU ${sku} not found`, "sku");
  if (!canWatch(row.sku)) {
    throw new Failure(Code.ResourceExhausted, "TOO_MANY_WATCHED", "Too many SKUs are being watched. Retry later.");
  }
  return withHeartbeats(messages(ctx, row), ctx.signal);
}

async function* messages(ctx: CatalogContext, row: StockRow) {
  for await (const level of watchLevels(ctx, row)) yield { stock: stockMessage(level) };
}
