import { InventoryService } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { outcome, type Perform } from "./effect.ts";

export const restock: Perform<"restock"> = async (_effect, { state, catalog, key }) => {
  const lines = state.lines.map(({ sku, quantity }) => ({ sku, quantity }));
  await catalog(InventoryService.method.restock, { reservationId: state.id, idempotencyKey: key, lines });
  return outcome({ type: "restocked" });
};
