import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { InventoryService, ReserveResponse_Outcome } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { fromMoneyMessage } from "../../kit/connect/money-message.ts";
import { reservationIdOf } from "../domain/order.ts";
import { type EffectHandler, outcome, retry } from "./effect.ts";

/** When the reservation expires, the catalog asks whether the order still needs it. */
const reservationTtlMs = 15 * 60_000;

export const reserveStock: EffectHandler<"reserveStock"> = async ({ lines }, ctx) => {
  const { state, catalog, unpaidOrders, now } = ctx;
  const response = await catalog(InventoryService.method.reserve, {
    reservationId: reservationIdOf(state),
    orderId: state.id,
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
    expireTime: timestampFromMs(now + reservationTtlMs),
  });
  switch (response.outcome) {
    case ReserveResponse_Outcome.HELD:
      return outcome({
        type: "reserved",
        lines: response.lines.map(({ sku, name, quantity, unitPrice, productId }) => ({
          sku,
          name,
          quantity,
          unitPrice: fromMoneyMessage(unitPrice),
          productId,
        })),
      });
    case ReserveResponse_Outcome.SHORT: {
      const skus = response.short.map(({ sku }) => sku);
      const unpaid = state.shortage === undefined ? await unpaidOrders.findHolding(state, skus) : [];
      return outcome({ type: "short", skus, unpaid });
    }
    default:
      return retry(`Unknown reservation outcome ${response.outcome}`);
  }
};
