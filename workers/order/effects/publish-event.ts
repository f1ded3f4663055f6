import { toTraceparent } from "../../kit/observability/trace.ts";
import { toIntegrationEvent } from "../domain/integration-events.ts";
import { type EffectHandler, outcome } from "./effect.ts";

/** Publishes an integration event. Carts that were never placed publish no events. */
export const publishEvent: EffectHandler<"publishFact"> = async ({ fact: name }, { state, publisher, trace }) => {
  if (state.placedAt !== undefined) {
    await publisher.publish({ ...toIntegrationEvent(name, state), traceparent: toTraceparent(trace) });
  }
  return outcome({ type: "acknowledged" });
};
