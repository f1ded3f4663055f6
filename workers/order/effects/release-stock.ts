import { InventoryService } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { reservationIdOf } from "../domain/order.ts";
import { type EffectHandler, outcome } from "./effect.ts";

export const releaseStock: EffectHandler<"releaseStock"> = async (_effect, { state, catalog }) => {
  await catalog(InventoryService.method.release, { reservationId: reservationIdOf(state), orderId: state.id });
  return outcome({ type: "released" });
};
