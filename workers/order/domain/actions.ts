import type { Money } from "../../kit/domain/money.ts";
import type { UserCommand } from "./commands.ts";
import { decide } from "./decide.ts";
import { isUnpaid, type OrderState } from "./order.ts";
import { undisputedAmount } from "./refundable.ts";
import { unfulfilledLines } from "./units.ts";

export const orderActionTypes = [
  "CANCEL",
  "CANCEL_LINES",
  "REFUND",
  "FULFIL",
  "MARK_DELIVERED",
  "RESUME_PAYMENT",
  "RETRY",
  "GIVE_UP",
] as const;

export type OrderActionType = (typeof orderActionTypes)[number];

/** What a person may do with an order now. `reason` says why the action is refused. */
export interface OrderAction {
  readonly type: OrderActionType;
  readonly reason?: string;
  /** The most that REFUND can refund. */
  readonly maxAmount?: Money;
}

/** The rest requires the permission to change all orders. */
const ownerActions: ReadonlySet<OrderActionType> = new Set(["CANCEL", "RESUME_PAYMENT"]);

/** Returns the actions of the owner of an order, or of staff, with the decision on each. */
export function actionsOf(state: OrderState, viewer: "owner" | "staff"): readonly OrderAction[] {
  return orderActionTypes
    .filter((type) => viewer === "staff" || ownerActions.has(type))
    .map((type) => {
      const reason = findRefusal(type, state);
      if (reason !== undefined) return { type, reason };
      return type === "REFUND" ? { type, maxAmount: undisputedAmount(state) } : { type };
    });
}

function findRefusal(type: OrderActionType, state: OrderState): string | undefined {
  if (type === "RESUME_PAYMENT") return isUnpaid(state) ? undefined : "No payment waits for the buyer";
  const command = toCommand(type, state);
  const decided = decide(command, state);
  if (!decided.ok) return decided.error.message;
  const isEmpty = command.type === "cancelOrderLines" && command.lines.length === 0;
  // A command without events was executed before.
  return isEmpty || decided.value.length === 0 ? unchanged[type] : undefined;
}

/** Why an action is refused whose command would change nothing. */
export const unchanged: Readonly<Record<Exclude<OrderActionType, "RESUME_PAYMENT">, string>> = {
  CANCEL: "The order is already being cancelled",
  CANCEL_LINES: "No units are left to cancel",
  REFUND: "Nothing is left to refund",
  FULFIL: "All items have been shipped",
  MARK_DELIVERED: "The order has been delivered",
  RETRY: "The order is not under manual review",
  GIVE_UP: "The order is not under manual review",
};

/** Returns the command that the action sends in its simplest form. It is only decided on, and never executed. */
export function toCommand(type: Exclude<OrderActionType, "RESUME_PAYMENT">, state: OrderState): UserCommand {
  switch (type) {
    case "CANCEL":
      return { type: "cancelOrder" };
    case "CANCEL_LINES":
      return { type: "cancelOrderLines", lines: unfulfilledLines(state), reason: "" };
    case "REFUND":
      return { type: "refundOrder", reason: "" };
    case "FULFIL":
      return { type: "fulfilOrder" };
    case "MARK_DELIVERED":
      return { type: "markDelivered" };
    case "RETRY":
      return { type: "resolveOrder", resolution: "RETRY", note: "" };
    case "GIVE_UP":
      return { type: "resolveOrder", resolution: "GIVE_UP", note: "" };
  }
}
