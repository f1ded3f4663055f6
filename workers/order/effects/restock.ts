import { InventoryService } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { Failure } from "../../kit/errors/failure.ts";
import { outcome, type Perform } from "./effect.ts";

/** Puts back what was sold; where the sale itself had not come through yet, what is still held is let go. */
export const restock: Perform<"restock"> = async (_effect, { state, catalog, key }) => {
  const lines = state.lines.map(({ sku, quantity }) => ({ sku, quantity }));
  try {
    await catalog(InventoryService.method.restock, { reservationId: state.id, idempotencyKey: key, lines });
  } catch (error) {
    if (!(error instanceof Failure) || error.reason !== "RESERVATION_NOT_HELD") throw error;
    await catalog(InventoryService.method.release, { reservationId: state.id, orderId: state.id });
  }
  return outcome({ type: "restocked" });
};
