import { listOrder } from "../store/projection.ts";
import { outcome, type Perform } from "./effect.ts";

export const projectOrder: Perform<"projectOrder"> = async (_effect, { state, db }) => {
  await listOrder(db, state);
  return outcome({ type: "told" });
};
