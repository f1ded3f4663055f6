import { toIntegrationEvent } from "../domain/integration-events.ts";
import { outcome, type Perform } from "./effect.ts";

/** Tells whoever follows orders. A cart that was never placed is nobody's business. */
export const publishFact: Perform<"publishFact"> = async ({ fact }, { state, facts }) => {
  if (state.placedAt !== undefined) await facts.publish(toIntegrationEvent(fact, state));
  return outcome({ type: "told" });
};
