import type { UnpaidOrder } from "../domain/model.ts";
import { type EffectContext, type EffectHandler, outcome, retry } from "./effect.ts";

/** How long an order tries to cancel others. After that they end when their own wait is over. */
const maxTryMs = 60_000;

/** Cancels unpaid orders of the account, each once its payment is voided. An order that was paid meanwhile stays. */
export const cancelUnpaid: EffectHandler<"cancelUnpaid"> = async ({ orders }, ctx) => {
  const { now, firstDueAt } = ctx;
  const results = await Promise.allSettled(orders.map((order) => cancelOne(order, ctx)));
  const isDone = results.every((result) => result.status === "fulfilled" && result.value);
  return isDone || now - firstDueAt >= maxTryMs
    ? outcome({ type: "unpaidCancelled" })
    : retry("An unpaid order is not cancelled yet");
};

/** Returns whether the order no longer holds stock for this payment. */
async function cancelOne(order: UnpaidOrder, { cancelUnpaidOrder, unpaidOrders }: EffectContext): Promise<boolean> {
  const { status, paymentId } = await cancelUnpaidOrder(order);
  if (paymentId === order.paymentId && status === "RESERVED") return false;
  await unpaidOrders.remove(order.paymentId);
  return true;
}
