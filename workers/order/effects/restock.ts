import { InventoryService } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { Failure } from "../../kit/errors/failure.ts";
import { reservationIdOf } from "../domain/order.ts";
import { type EffectHandler, outcome } from "./effect.ts";

/**
 * Returns sold stock. A cancellation releases the reservation instead when the catalog has not committed it.
 */
export const restock: EffectHandler<"restock"> = async ({ requestId, ...effect }, { state, catalog, key }) => {
  const lines = (effect.lines ?? state.lines).map(({ sku, quantity }) => ({ sku, quantity }));
  try {
    await catalog(InventoryService.method.restock, {
      reservationId: reservationIdOf(state),
      idempotencyKey: key,
      lines,
      releaseRedemptions: effect.releasesRedemptions === true,
    });
  } catch (error) {
    const isNotHeld = error instanceof Failure && error.reason === "RESERVATION_NOT_HELD";
    if (!isNotHeld || requestId !== undefined) throw error;
    await catalog(InventoryService.method.release, { reservationId: reservationIdOf(state), orderId: state.id });
  }
  return outcome({ type: "restocked", ...(requestId === undefined ? {} : { requestId }) });
};
