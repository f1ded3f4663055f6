import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  InventoryService,
  type ReserveRequestSchema,
  ReserveResponse_Outcome,
} from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { type OrderState, reservationIdOf } from "../domain/order.ts";
import { forCustomer } from "../domain/pricing/model.ts";
import { toRedemptions } from "../domain/redemptions.ts";
import { fromReservedLine, toCandidate } from "../quotes/catalog-messages.ts";
import { type EffectHandler, outcome, retry } from "./effect.ts";

/** When the reservation expires, the catalog asks whether the order still needs it. */
const reservationTtlMs = 15 * 60_000;

export const reserveStock: EffectHandler<"reserveStock"> = async ({ lines }, ctx) => {
  const { state, catalog, unpaidOrders, now } = ctx;
  const { priceContext } = state;
  const response = await catalog(InventoryService.method.reserve, {
    reservationId: reservationIdOf(state),
    orderId: state.id,
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
    expireTime: timestampFromMs(now + reservationTtlMs),
    ...toPricingFields(state),
  });
  switch (response.outcome) {
    case ReserveResponse_Outcome.HELD:
      return outcome({
        type: "reserved",
        lines: response.lines.map(fromReservedLine),
        ...(priceContext === undefined
          ? {}
          : { candidates: forCustomer(response.candidates.map(toCandidate), priceContext.isFirstOrder) }),
      });
    case ReserveResponse_Outcome.SHORT: {
      const skus = response.short.map(({ sku }) => sku);
      const unpaid = state.shortage === undefined ? await unpaidOrders.findHolding(state, skus) : [];
      return outcome({ type: "short", skus, unpaid });
    }
    case ReserveResponse_Outcome.EXHAUSTED:
      return outcome({ type: "couponsExhausted", codes: response.exhausted.map(({ code }) => code) });
    default:
      return retry(`Unknown reservation outcome ${response.outcome}`);
  }
};

/**
 * Returns what the catalog needs to price the lines again and to reserve the uses of promotions. A use with a coupon code is
 * required. The same state returns the same fields: a repeated request must be equal.
 */
function toPricingFields(
  state: OrderState,
): Pick<MessageInitShape<typeof ReserveRequestSchema>, "priceContext" | "redemptions"> {
  const { priceContext, marketId = "", currency, couponCodes } = state;
  if (priceContext === undefined) return {};
  const { countryCode, customerKeys = [], customerGroupIds } = priceContext;
  return {
    priceContext: {
      marketId,
      currencyCode: currency,
      couponCodes: [...couponCodes],
      customerKeys: [...customerKeys],
      customerGroupIds: [...customerGroupIds],
      ...(countryCode === undefined ? {} : { destination: { countryCode } }),
    },
    redemptions: toRedemptions(state).map((redemption) => ({ ...redemption, required: redemption.code !== "" })),
  };
}
