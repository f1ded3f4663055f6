import { InventoryService } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { reservationIdOf } from "../domain/order.ts";
import { type EffectHandler, outcome } from "./effect.ts";

export const commitStock: EffectHandler<"commitStock"> = async (_effect, { state, catalog }) => {
  await catalog(InventoryService.method.commit, { reservationId: reservationIdOf(state) });
  return outcome({ type: "committed" });
};
