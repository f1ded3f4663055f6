import { projectOrder } from "../store/projection.ts";
import { outcome, type Perform } from "./effect.ts";

/** The order's row, with what it costs, is there before any money is taken for it. */
export const createOrder: Perform<"createOrder"> = async (_effect, { state, db }) => {
  const written = await projectOrder(db, state);
  return outcome(written.ok ? { type: "created" } : { type: "keyTaken" });
};
