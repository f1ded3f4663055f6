import { InventoryService } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { reservationIdOf } from "../domain/order.ts";
import { toRedemptions } from "../domain/redemptions.ts";
import { type EffectHandler, outcome } from "./effect.ts";

export const commitStock: EffectHandler<"commitStock"> = async (_effect, { state, catalog }) => {
  const redemptions = toRedemptions(state);
  await catalog(InventoryService.method.commit, { reservationId: reservationIdOf(state), redemptions });
  return outcome({ type: "committed" });
};
