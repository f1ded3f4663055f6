import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { Rejection, UserCommand } from "./commands.ts";
import { abandon, compensate, ended, startRefund } from "./compensation.ts";
import type { Effect } from "./effects.ts";
import type { OrderEvent } from "./events.ts";
import type { ManualReview, OrderState } from "./order.ts";

type ResolveOrder = Extract<UserCommand, { type: "resolveOrder" }>;

/**
 * What staff decide about an order that recovery gave up. RETRY does again what was given up, under the keys that its
 * receivers know. GIVE_UP ends the order without it, as far as that is honest: while nobody knows whether money was
 * taken or went back, or money is owed, there is only RETRY.
 */
export function decideResolution(command: ResolveOrder, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  const { attention = { from: state.status, stuck: [] } } = state;
  const { resolution, note } = command;
  const { stuck } = attention;
  if (resolution === "RETRY") return ok([{ type: "ResolutionChosen", resolution, note, stuck }]);
  const blocking = stuck.find(({ effect }) => isOwed(effect));
  if (blocking !== undefined) {
    const message = `${blocking.effect.type} cannot be given up: money may have moved, or is owed`;
    return err({ reason: "NOT_RESOLVABLE", message, field: ["resolution"] });
  }
  return ok([{ type: "ResolutionChosen", resolution, note, stuck: [] }, ...giveUp(attention, state)]);
}

/** Whether somebody's money depends on it. What the provider refuses is settled, and never comes here. */
function isOwed(effect: Effect): boolean {
  return effect.type === "capturePayment" || effect.type === "refundPayment";
}

/** What follows when these effects are never going to happen. */
function giveUp({ from, stuck }: ManualReview, state: OrderState): readonly OrderEvent[] {
  const resumed = { ...state, status: from };
  if (resumed.ending !== undefined) return ended({ ...resumed, ending: abandon(resumed.ending, stuck) });
  // It may have been sold by now.
  if (stuck.some(({ effect }) => effect.type === "commitStock")) return startRefund(resumed);
  return [compensate(resumed, "CANCELLED", resumed.paymentId)];
}
