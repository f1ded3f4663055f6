import { previewAction } from "./action-preview.ts";
import type { EffectType } from "./effects.ts";
import type { OrderEventType, RecordedEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import type { OrderStatus } from "./model.ts";
import { newOrder, type OrderState } from "./order.ts";

export const resolutions = ["RETRY", "GIVE_UP"] as const;

/** What a resolution would do. `reason` says why it is refused. */
export interface ResolutionPreview {
  readonly resolution: (typeof resolutions)[number];
  readonly reason?: string;
  /** The status right after it. Absent when it is refused. */
  readonly status?: OrderStatus;
  readonly eventTypes: readonly OrderEventType[];
  readonly effectTypes: readonly EffectType[];
}

/** Why staff must decide about an order. */
export interface Attention {
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** The sequence of the event that stopped the order. */
  readonly sinceSequence: number;
  /** The status that the order would have otherwise. */
  readonly fromStatus: OrderStatus;
  readonly previews: readonly ResolutionPreview[];
}

/** Returns why staff must decide about an order, and what each decision would do. Undefined when they need not. */
export function attentionOf(state: OrderState, events: readonly RecordedEvent[]): Attention | undefined {
  const { manualReview } = state;
  const stopped = findStop(events);
  if (state.status !== "NEEDS_ATTENTION" || manualReview === undefined || stopped === undefined) return undefined;
  return {
    since: stopped.at,
    sinceSequence: stopped.sequence,
    fromStatus: manualReview.previousStatus,
    previews: resolutions.map((resolution) => previewResolution(resolution, state)),
  };
}

/** Returns the event that stopped the order last. */
function findStop(events: readonly RecordedEvent[]): RecordedEvent | undefined {
  let state = newOrder;
  let stopped: RecordedEvent | undefined;
  for (const recorded of events) {
    const { status } = state;
    state = evolve(state, recorded);
    if (status !== "NEEDS_ATTENTION" && state.status === "NEEDS_ATTENTION") stopped = recorded;
  }
  return stopped;
}

/** Returns what a resolution would do. Nothing is changed. */
export function previewResolution(resolution: ResolutionPreview["resolution"], state: OrderState): ResolutionPreview {
  const previewed = previewAction(resolution, {}, state);
  if (!previewed.ok) return { resolution, reason: previewed.error.message, eventTypes: [], effectTypes: [] };
  const { status, eventTypes, effectTypes } = previewed.value;
  return { resolution, status, eventTypes, effectTypes };
}
