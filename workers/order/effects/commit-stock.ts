import { InventoryService } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { type EffectHandler, outcome } from "./effect.ts";

export const commitStock: EffectHandler<"commitStock"> = async (_effect, { state, catalog }) => {
  await catalog(InventoryService.method.commit, { reservationId: state.id });
  return outcome({ type: "committed" });
};
