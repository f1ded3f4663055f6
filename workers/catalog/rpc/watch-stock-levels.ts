import type { WatchStockLevelsRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { withHeartbeats } from "../../kit/connect/heartbeat.ts";
import { invalid, notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { maxCounts } from "../domain/limits.ts";
import { findStock } from "../store/inventory.ts";
import { requireWatchable } from "../subscriptions/stock.ts";
import { parseBatch } from "./shared/batch.ts";
import { toStockMessages } from "./shared/stock-messages.ts";

/** Streams the levels of several SKUs. SKUs that do not exist are left out, unless none exists. */
export async function watchStockLevels(request: WatchStockLevelsRequest, ctx: CatalogContext) {
  const skus = parseBatch(request.skus, maxCounts.streamedSkus, "skus");
  if (skus.length === 0) throw invalid("NO_SKUS", "At least one SKU is required", "skus");
  const rows = await findStock(ctx.db, skus);
  if (rows.length === 0) throw notFound("None of the SKUs was found", "skus");
  requireWatchable(rows);
  return withHeartbeats(toStockMessages(ctx, rows), ctx.signal);
}
