import { projectOrder as writeRow } from "../store/projection.ts";
import { outcome, type Perform } from "./effect.ts";

export const projectOrder: Perform<"projectOrder"> = async (_effect, { state, db }) => {
  // A key that another order owns is that order's: this one is listed without.
  const written = await writeRow(db, state);
  if (!written.ok) {
    const { idempotencyKey: _, ...keyless } = state;
    await writeRow(db, keyless);
  }
  return outcome({ type: "projected" });
};
