import { projectOrder } from "../store/order-rows.ts";
import { type EffectHandler, outcome } from "./effect.ts";

/** Writes the order's row, with its totals, before any money is captured. */
export const createOrder: EffectHandler<"createOrder"> = async (_effect, { state, db }) => {
  const written = await projectOrder(db, state);
  return outcome(written.ok ? { type: "created" } : { type: "keyTaken" });
};
