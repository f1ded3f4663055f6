import { projectOrder } from "../store/order-rows.ts";
import { type EffectHandler, outcome } from "./effect.ts";

/** Writes the order's row, with its totals, before any money is captured. From then on the order does not count as unpaid. */
export const createOrder: EffectHandler<"createOrder"> = async (_effect, { state, db, unpaidOrders }) => {
  const written = await projectOrder(db, state);
  const { paymentId, paymentAction } = state;
  if (written.ok && paymentId !== undefined && paymentAction !== undefined) await unpaidOrders.remove(paymentId);
  return outcome(written.ok ? { type: "created" } : { type: "keyTaken" });
};
