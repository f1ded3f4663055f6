import { InventoryService } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { outcome, type Perform } from "./effect.ts";

export const commitStock: Perform<"commitStock"> = async (_effect, { state, catalog }) => {
  await catalog(InventoryService.method.commit, { reservationId: state.id });
  return outcome({ type: "committed" });
};
