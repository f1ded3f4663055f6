import type { Money } from "../../kit/domain/money.ts";
import type { Dispute, DisputeReport } from "./model.ts";
import type { OrderState } from "./order.ts";

/** Returns whether the bank has decided. An appeal can open a lost dispute again. */
export function isClosed({ status }: Pick<DisputeReport, "status">): boolean {
  return status === "WON" || status === "LOST" || status === "CLOSED";
}

/** Returns whether the bank may still decide for or against the shop. The money is with the bank until then. */
export function isOpenChargeback({ type, status }: Pick<DisputeReport, "type" | "status">): boolean {
  return type === "CHARGEBACK" && !isClosed({ status });
}

/** Returns whether the bank has given the money to the buyer. */
export function isLostChargeback({ type, status }: Pick<DisputeReport, "type" | "status">): boolean {
  return type === "CHARGEBACK" && status === "LOST";
}

/** Returns the amount that the shop cannot refund: the payments that the bank took and has not given back. */
export function disputedAmount(state: Pick<OrderState, "disputes" | "currency">): Money {
  return sumOf(state, (dispute) => isOpenChargeback(dispute) || isLostChargeback(dispute));
}

/** Returns the amount that the bank has given to the buyer. The shop does not owe it to the buyer any more. */
export function lostAmount(state: Pick<OrderState, "disputes" | "currency">): Money {
  return sumOf(state, isLostChargeback);
}

function sumOf(
  { disputes, currency }: Pick<OrderState, "disputes" | "currency">,
  isCounted: (dispute: Dispute) => boolean,
): Money {
  const amountMinor = disputes.filter(isCounted).reduce((sum, { amount }) => sum + amount.amountMinor, 0n);
  return { amountMinor, currency };
}
