import type { Money } from "../../kit/domain/money.ts";
import { err, ok, type Result } from "../../kit/domain/result.ts";
import { type OrderActionType, toCommand, unchanged } from "./actions.ts";
import type { RefundLine, Rejection, UserCommand } from "./commands.ts";
import { decide } from "./decide.ts";
import type { EffectType } from "./effects.ts";
import { effectsOf } from "./effects-of.ts";
import type { OrderEvent, OrderEventType } from "./events.ts";
import { evolveDecided } from "./evolve.ts";
import type { OrderStatus, RefundShare } from "./model.ts";
import type { OrderState } from "./order.ts";

export type PreviewedAction = Exclude<OrderActionType, "RESUME_PAYMENT">;

/** What staff would enter for an action. Without `lines` and `amount`, it is for all that is left. */
export interface ActionInput {
  readonly amount?: Money;
  readonly lines?: readonly RefundLine[];
  readonly shipping?: true;
}

/** What an action would do to an order. */
export interface ActionPreview {
  /** The status right after it. */
  readonly status: OrderStatus;
  readonly eventTypes: readonly OrderEventType[];
  readonly effectTypes: readonly EffectType[];
  /** What would be refunded. Undefined if the action refunds nothing. */
  readonly shares?: readonly RefundShare[];
}

/** Returns what an action would do now, by the decision that executing it takes. Nothing is changed. */
export function previewAction(
  type: PreviewedAction,
  input: ActionInput,
  state: OrderState,
): Result<ActionPreview, Pick<Rejection, "message">> {
  const decided = decide(withInput(toCommand(type, state), input), state);
  if (!decided.ok) return decided;
  // A command without events was executed before.
  if (decided.value.length === 0) return err({ message: unchanged[type] });
  const effectTypes: EffectType[] = [];
  let after = state;
  for (const event of decided.value) {
    after = evolveDecided(after, [event]);
    effectTypes.push(...effectsOf(event, after).map((effect) => effect.type));
  }
  const shares = decided.value.flatMap(sharesOf);
  return ok({
    status: after.status,
    eventTypes: decided.value.map((event) => event.type),
    effectTypes,
    ...(shares.length === 0 ? {} : { shares }),
  });
}

function withInput(command: UserCommand, { amount, lines, shipping }: ActionInput): UserCommand {
  const units = lines === undefined ? {} : { lines };
  const withShipping = shipping === undefined ? {} : { shipping };
  switch (command.type) {
    case "refundOrder":
      return { ...command, ...units, ...withShipping, ...(amount === undefined ? {} : { amount }) };
    case "cancelOrderLines":
      return { ...command, ...units, ...withShipping };
    case "fulfilOrder":
      return { ...command, ...units };
    default:
      return command;
  }
}

function sharesOf(event: OrderEvent): readonly RefundShare[] {
  return event.type === "RefundRequested" || event.type === "RefundStarted" ? (event.shares ?? []) : [];
}
