import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { InventoryService, ReserveResponse_Outcome } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { fromMoneyMessage } from "../../kit/connect/money-message.ts";
import { outcome, type Perform, retry } from "./effect.ts";

/** After this the catalog asks whether the order still wants its hold. */
const holdMs = 15 * 60_000;

export const reserveStock: Perform<"reserveStock"> = async ({ lines }, { state, catalog, now }) => {
  const reply = await catalog(InventoryService.method.reserve, {
    reservationId: state.id,
    orderId: state.id,
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
    expireTime: timestampFromMs(now + holdMs),
  });
  switch (reply.outcome) {
    case ReserveResponse_Outcome.HELD:
      return outcome({
        type: "reserved",
        lines: reply.lines.map(({ sku, name, quantity, unitPrice, productId }) => ({
          sku,
          name,
          quantity,
          unitPrice: fromMoneyMessage(unitPrice),
          productId,
        })),
      });
    case ReserveResponse_Outcome.SHORT:
      return outcome({ type: "short", skus: reply.short.map(({ sku }) => sku) });
    default:
      return retry("the catalog neither held nor refused the stock");
  }
};
