import type { MessageInitShape } from "@bufbuild/protobuf";
import type { AdjustStockOutcomeSchema, BatchAdjustStockRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import type { CatalogContext } from "../context.ts";
import { orRefusal, requireChanges } from "./shared/refusals.ts";
import { applyAdjustment } from "./shared/stock-adjustments.ts";

/** Makes one adjustment after the other: each is a transaction, so that adjustments do not lock several SKUs. */
export async function batchAdjustStock({ adjustments }: BatchAdjustStockRequest, ctx: CatalogContext) {
  requireChanges(adjustments);
  const outcomes: MessageInitShape<typeof AdjustStockOutcomeSchema>[] = [];
  for (const adjustment of adjustments) {
    outcomes.push(await orRefusal(async () => ({ stock: await applyAdjustment(adjustment, ctx) })));
  }
  return { outcomes };
}
