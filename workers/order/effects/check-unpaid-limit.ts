import { isUnpaid } from "../domain/order.ts";
import { type EffectHandler, outcome, retry } from "./effect.ts";

/**
 * Counts the order among the unpaid orders of its account and its network address. It is retried until the order is counted
 * or no longer waits, so it never needs staff.
 */
export const checkUnpaidLimit: EffectHandler<"checkUnpaidLimit"> = async ({ paymentId }, ctx) => {
  const { state, unpaidOrders, now } = ctx;
  if (!isUnpaid(state) || state.paymentId !== paymentId) return outcome({ type: "acknowledged" });
  const counted = await unpaidOrders.count(state, now);
  switch (counted.type) {
    case "counted":
      return outcome({ type: "unpaidCounted", paymentId, replaced: counted.replaced });
    case "limited":
      return outcome({ type: "unpaidLimitReached", paymentId });
    case "outdated":
      return retry("The row shows a later state of the order");
  }
};
