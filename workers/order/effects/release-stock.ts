import { InventoryService } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { type EffectHandler, outcome } from "./effect.ts";

export const releaseStock: EffectHandler<"releaseStock"> = async (_effect, { state, catalog }) => {
  await catalog(InventoryService.method.release, { reservationId: state.id, orderId: state.id });
  return outcome({ type: "released" });
};
