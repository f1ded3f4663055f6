import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { Rejection, UserCommand } from "./commands.ts";
import { abandon, compensate, endIfCompensated, startRefund } from "./compensation.ts";
import type { Effect } from "./effects.ts";
import type { OrderEvent } from "./events.ts";
import type { ManualReview, OrderState } from "./order.ts";

type ResolveOrder = Extract<UserCommand, { type: "resolveOrder" }>;

/**
 * Resolves an order that automatic recovery gave up. RETRY repeats the exhausted effects under their original keys, so
 * their receivers recognise them. GIVE_UP ends the order without them. It is rejected while money may have been captured
 * or refunded, or is owed to the customer: then RETRY is the only choice.
 */
export function decideResolution(command: ResolveOrder, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  const { manualReview = { previousStatus: state.status, exhausted: [] } } = state;
  const { resolution, note } = command;
  const { exhausted } = manualReview;
  if (resolution === "RETRY") return ok([{ type: "ResolutionChosen", resolution, note, stuck: exhausted }]);
  const blocking = exhausted.find(({ effect }) => affectsMoney(effect));
  if (blocking !== undefined) {
    const message = `Cannot give up ${blocking.effect.type}: money may have moved or is owed. Choose RETRY.`;
    return err({ reason: "NOT_RESOLVABLE", message, field: ["resolution"] });
  }
  return ok([{ type: "ResolutionChosen", resolution, note, stuck: [] }, ...giveUp(manualReview, state)]);
}

/** A refusal by the provider is an outcome and never exhausts the effect, so here its response is unknown. */
function affectsMoney(effect: Effect): boolean {
  return effect.type === "capturePayment" || effect.type === "refundPayment";
}

/** Ends the order without the exhausted effects, or starts the compensation that it needs before it can end. */
function giveUp({ previousStatus, exhausted }: ManualReview, state: OrderState): readonly OrderEvent[] {
  const resumed = { ...state, status: previousStatus };
  if (resumed.compensation !== undefined) {
    return endIfCompensated({ ...resumed, compensation: abandon(resumed.compensation, exhausted) });
  }
  // The units of a refund stay out of stock. The order goes on.
  if (exhausted.every(({ effect }) => effect.type === "restock" && effect.requestId !== undefined)) return [];
  // The commit of the stock may have succeeded.
  if (exhausted.some(({ effect }) => effect.type === "commitStock")) return startRefund(resumed);
  // The id of a payment whose response was lost is not known. Its key is.
  const authorization = exhausted.find(({ effect }) => effect.type === "authorizePayment");
  return [compensate(resumed, "CANCELLED", resumed.paymentId ?? authorization?.key)];
}
