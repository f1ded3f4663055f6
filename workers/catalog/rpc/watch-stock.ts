import { Code } from "@connectrpc/connect";
import type { WatchStockRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { withHeartbeats } from "../../kit/connect/heartbeat.ts";
import { Failure, notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { findStock, type StockRow } from "../store/inventory.ts";
import { canWatch, levelsOf } from "../subscriptions/stock.ts";
import { stockMessage } from "./shared/mappers.ts";

export async function watchStock({ sku }: WatchStockRequest, ctx: CatalogContext) {
  const [row] = await findStock(ctx.db, [sku]);
  if (row === undefined) throw notFound(`there is no SKU ${sku}`, "sku");
  if (!canWatch(sku))
    throw new Failure(Code.ResourceExhausted, "TOO_MANY_WATCHED", "too much is watched here: try again");
  return withHeartbeats(messages(ctx, row), ctx.signal);
}

async function* messages(ctx: CatalogContext, row: StockRow) {
  for await (const level of levelsOf(ctx, row)) yield { stock: stockMessage(level) };
}
