import type { CatalogContext } from "../../context.ts";
import type { StockRow } from "../../store/inventory.ts";
import { watchLevels } from "../../subscriptions/stock.ts";
import { stockMessage } from "./mappers.ts";

/** Yields a message for each level, and for each change of one. */
export async function* toStockMessages(ctx: CatalogContext, rows: readonly StockRow[]) {
  for await (const level of watchLevels(ctx, rows)) yield { stock: stockMessage(level, ctx.identity) };
}
