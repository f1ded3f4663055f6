import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  type OrderAttentionSchema,
  type OrderDetailsSchema,
  OrderEffect_Status,
  type OrderEffectSchema,
  OrderStatus,
  Resolution,
} from "../../../../proto/gen/order/v1/order_pb.js";
import type { OrderContext } from "../../context.ts";
import { type Attention, attentionOf } from "../../domain/attention.ts";
import type { OrderStatus as OrderStatusName } from "../../domain/model.ts";
import type { EffectView } from "../../saga/effect-list.ts";
import type { OrderNote } from "../../saga/note-store.ts";
import type { OrderInspection } from "../../saga/saga-runner.ts";
import { isSupport } from "./access.ts";
import { toExplanationMessages } from "./explanation.ts";

type MappingContext = Pick<OrderContext, "identity" | "giveUpMs">;

/** Maps what the caller may know of an order beside its content. The owner gets the explanation alone. */
export function toDetailsMessage(
  order: OrderInspection & { readonly notes: readonly OrderNote[] },
  ctx: MappingContext,
): MessageInitShape<typeof OrderDetailsSchema> {
  const explained = { orderId: order.state.id, explanation: toExplanationMessages(order, ctx) };
  if (!isSupport(ctx.identity)) return explained;
  const { state, events, effects, traceId, notes } = order;
  const attention = attentionOf(state, events);
  return {
    ...explained,
    effects: effects.map(toEffectMessage),
    ...(attention === undefined ? {} : { attention: toAttentionMessage(attention, effects) }),
    ...(traceId === undefined ? {} : { traceId }),
    notes: notes.map(({ at, ...note }) => ({ ...note, time: timestampFromMs(at) })),
  };
}

function toEffectMessage(effect: EffectView): MessageInitShape<typeof OrderEffectSchema> {
  const { id, type, status, isCompensation, causeSequence, outcomeSequence, attemptCount } = effect;
  const { attempts, createdAt, nextAttemptAt, completedAt } = effect;
  return {
    id,
    type,
    status: OrderEffect_Status[status],
    isCompensation,
    causeSequence,
    attemptCount,
    attempts: attempts.map(({ at, durationMs, error }) => ({
      time: timestampFromMs(at),
      durationMs,
      ...(error === undefined ? {} : { error }),
    })),
    createTime: timestampFromMs(createdAt),
    ...(outcomeSequence === undefined ? {} : { outcomeSequence }),
    ...(nextAttemptAt === undefined ? {} : { nextAttemptTime: timestampFromMs(nextAttemptAt) }),
    ...(completedAt === undefined ? {} : { completeTime: timestampFromMs(completedAt) }),
  };
}

function toAttentionMessage(
  { since, sinceSequence, fromStatus, previews }: Attention,
  effects: readonly EffectView[],
): MessageInitShape<typeof OrderAttentionSchema> {
  const isOfThisStop = ({ status, outcomeSequence = 0 }: EffectView) =>
    status === "GIVEN_UP" && outcomeSequence >= sinceSequence;
  return {
    sinceTime: timestampFromMs(since),
    fromStatus: toStatus(fromStatus),
    effects: effects.filter(isOfThisStop).map(toEffectMessage),
    previews: previews.map(({ resolution, reason, status, eventTypes, effectTypes }) => ({
      resolution: Resolution[resolution],
      eventTypes: [...eventTypes],
      effectTypes: [...effectTypes],
      ...(reason === undefined ? {} : { reason }),
      ...(status === undefined ? {} : { status: toStatus(status) }),
    })),
  };
}

function toStatus(name: OrderStatusName): OrderStatus {
  return name === "NEW" ? OrderStatus.UNSPECIFIED : OrderStatus[name];
}
