import { projectOrderIgnoringKey } from "../store/order-rows.ts";
import { type EffectHandler, outcome } from "./effect.ts";

export const projectOrder: EffectHandler<"projectOrder"> = async (_effect, { state, db }) => {
  await projectOrderIgnoringKey(db, state);
  return outcome({ type: "acknowledged" });
};
