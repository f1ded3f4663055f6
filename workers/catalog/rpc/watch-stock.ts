import type { WatchStockRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { withHeartbeats } from "../../kit/connect/heartbeat.ts";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { findStock } from "../store/inventory.ts";
import { requireWatchable } from "../subscriptions/stock.ts";
import { toStockMessages } from "./shared/stock-messages.ts";

export async function watchStock({ sku }: WatchStockRequest, ctx: CatalogContext) {
  const rows = await findStock(ctx.db, [sku]);
  if (rows.length === 0) throw notFound(`SKU ${sku} not found`, "sku");
  requireWatchable(rows);
  return withHeartbeats(toStockMessages(ctx, rows), ctx.signal);
}
