import { InventoryService } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { Failure } from "../../kit/errors/failure.ts";
import { type OrderState, reservationIdOf } from "../domain/order.ts";
import { toRedemptions } from "../domain/redemptions.ts";
import { type EffectContext, type EffectHandler, type EffectOf, outcome } from "./effect.ts";

/**
 * Returns sold stock. The catalog commits a reservation some time after the order was confirmed. If it has not done so yet, this
 * commits it first. A cancellation releases the reservation when nothing can be committed.
 */
export const restock: EffectHandler<"restock"> = async (effect, ctx) => {
  const { requestId } = effect;
  const { state, catalog } = ctx;
  const reservationId = reservationIdOf(state);
  if (!(await isHeld(() => returnUnits(effect, ctx)))) {
    const isCommitted = await isHeld(() =>
      catalog(InventoryService.method.commit, { reservationId, redemptions: toRedemptions(state) }),
    );
    if (isCommitted || requestId !== undefined) await returnUnits(effect, ctx);
    else await catalog(InventoryService.method.release, { reservationId, orderId: state.id });
  }
  return outcome({ type: "restocked", ...(requestId === undefined ? {} : { requestId }) });
};

function returnUnits(
  { releasesRedemptions, ...effect }: EffectOf<"restock">,
  { state, catalog, key }: Pick<EffectContext, "catalog" | "key"> & { readonly state: OrderState },
) {
  return catalog(InventoryService.method.restock, {
    reservationId: reservationIdOf(state),
    idempotencyKey: key,
    lines: (effect.lines ?? state.lines).map(({ sku, quantity }) => ({ sku, quantity })),
    releaseRedemptions: releasesRedemptions === true,
  });
}

/** Returns false when the catalog has no units for the call under this reservation. */
async function isHeld(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (error instanceof Failure && error.reason === "RESERVATION_NOT_HELD") return false;
    throw error;
  }
}
