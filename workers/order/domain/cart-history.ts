import type { OrderEvent, RecordedEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { newOrder, type OrderState } from "./order.ts";

/** Events in the order of their sequences, and the state that they fold to. */
export interface History {
  readonly state: OrderState;
  readonly events: readonly RecordedEvent[];
}

export const emptyHistory: History = { state: newOrder, events: [] };

/** Returns whether an event sets or removes a line of a cart. */
export function isLineChange({ type }: OrderEvent): boolean {
  return type === "CartLineSet" || type === "CartLineRemoved";
}

/** Events that move a cart to another account, or its lines to another cart. */
const moves: ReadonlySet<string> = new Set(["OwnerChanged", "CartMergeStarted", "CartMergeEnded"]);

/** Returns the last event by which the buyer changed the cart. */
export function findLastCartChange(events: readonly RecordedEvent[]): RecordedEvent | undefined {
  return events.findLast(({ event }) => !moves.has(event.type));
}

/** Appends an event. A change of a cart replaces the earlier changes of the same line. */
export function append({ state, events }: History, event: RecordedEvent): History {
  const all = [...events, event];
  const replaced = isLineChange(event.event) ? findReplacedChanges(all) : new Set();
  if (replaced.size === 0) return { state: evolve(state, event), events: all };
  const rest = all.filter(({ sequence }) => !replaced.has(sequence));
  return { state: rest.reduce(evolve, newOrder), events: rest };
}

/**
 * Returns the sequences of the changes of a cart that later changes replaced, so that a log holds the lines of a cart and
 * not their history. Changes before the cart was last placed stay, and so does the last event: it has the order's sequence.
 */
export function findReplacedChanges(events: readonly RecordedEvent[]): ReadonlySet<number> {
  const replaced = new Set<number>();
  const start = events.findLastIndex(({ event }) => event.type === "OrderPlaced");
  const placed = events[start]?.event;
  const placedSkus = new Set(placed?.type === "OrderPlaced" ? placed.lines.map(({ sku }) => sku) : []);
  const changedLater = new Set<string>();
  for (const [index, { sequence, event }] of [...events.entries()].slice(start + 1).reverse()) {
    if (event.type !== "CartLineSet" && event.type !== "CartLineRemoved") continue;
    const sku = event.type === "CartLineSet" ? event.line.sku : event.sku;
    // Without its line, the removal of a line says nothing.
    const isNeeded = event.type === "CartLineSet" || placedSkus.has(sku) || index === events.length - 1;
    if (changedLater.has(sku) || !isNeeded) replaced.add(sequence);
    changedLater.add(sku);
  }
  return replaced;
}
