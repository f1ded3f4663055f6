import { isUnpaid } from "../domain/order.ts";
import { projectOrderIgnoringKey } from "../store/order-rows.ts";
import { type EffectHandler, outcome } from "./effect.ts";

/** Writes the order's row. The row of an unpaid order follows: it moves with the order, and ends when the order is paid or ends. */
export const projectOrder: EffectHandler<"projectOrder"> = async (_effect, { state, db, unpaidOrders }) => {
  await projectOrderIgnoringKey(db, state);
  const { paymentId, paymentAction, accountId } = state;
  if (paymentId !== undefined && paymentAction !== undefined) {
    if (isUnpaid(state)) await unpaidOrders.changeOwner(paymentId, accountId);
    // An order whose stock is being released still holds it.
    else if (state.status !== "RESERVED") await unpaidOrders.remove(paymentId);
  }
  return outcome({ type: "acknowledged" });
};
