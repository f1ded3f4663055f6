import type { OrderEvent, RecordedEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { newOrder, type OrderState } from "./order.ts";

/** Events in the order of their sequences, and the state that they fold to. */
export interface History {
  readonly state: OrderState;
  readonly events: readonly RecordedEvent[];
}

export const emptyHistory: History = { state: newOrder, events: [] };

const cartChanges: ReadonlySet<string> = new Set([
  "CartLineSet",
  "CartLineRemoved",
  "CartAdditionsRecorded",
  "CartCouponCodesSet",
  "CartCurrencySet",
]);

/** Returns whether an event changes the lines, coupon codes or currency of a cart, or records what was added. */
export function isCartChangeEvent({ type }: OrderEvent): boolean {
  return cartChanges.has(type);
}

/** Events that move a cart to another account, or its lines to another cart. */
const moves: ReadonlySet<string> = new Set(["OwnerChanged", "CartMergeStarted", "CartMergeEnded"]);

/** Returns the last event by which the buyer changed the cart. */
export function findLastCartChange(events: readonly RecordedEvent[]): RecordedEvent | undefined {
  return events.findLast(({ event }) => !moves.has(event.type));
}

/** Appends an event. A change of a cart replaces the earlier changes of the same line, of the codes or of the currency. */
export function append({ state, events }: History, event: RecordedEvent): History {
  const all = [...events, event];
  const replaced = isCartChangeEvent(event.event) ? findReplacedChanges(all) : new Set();
  if (replaced.size === 0) return { state: evolve(state, event), events: all };
  const rest = all.filter(({ sequence }) => !replaced.has(sequence));
  return { state: rest.reduce(evolve, newOrder), events: rest };
}

/**
 * Returns the sequences of the changes of a cart that later changes replaced, so that a log holds the content of a cart and
 * not its history. Changes before the cart was last placed stay, and so does the last event: it has the order's sequence.
 */
export function findReplacedChanges(events: readonly RecordedEvent[]): ReadonlySet<number> {
  const placedAt = events.findLastIndex(({ event }) => event.type === "OrderPlaced");
  const changes = events.slice(placedAt + 1).filter(({ event }) => isCartChangeEvent(event));
  const codes = changes.filter(({ event }) => event.type === "CartCouponCodesSet");
  const additions = changes.filter(({ event }) => event.type === "CartAdditionsRecorded");
  const others = changes.filter((change) => !codes.includes(change) && !additions.includes(change));
  // A change of the currency has all lines.
  const start = others.findLastIndex(({ event }) => event.type === "CartCurrencySet");
  const base = others[start]?.event ?? events[placedAt]?.event;
  const baseLines = base?.type === "CartCurrencySet" || base?.type === "OrderPlaced" ? base.lines : [];
  const replaced = [
    ...codes.slice(0, -1),
    ...additions.slice(0, -1),
    ...others.slice(0, Math.max(start, 0)),
    ...findReplacedLines(others.slice(start + 1), new Set(baseLines.map(({ sku }) => sku)), events.at(-1)),
  ];
  return new Set(replaced.map(({ sequence }) => sequence));
}

/** Returns the changes of lines that later ones replaced. `base` are the SKUs that the cart had before these changes. */
function findReplacedLines(
  changes: readonly RecordedEvent[],
  base: ReadonlySet<string>,
  last: RecordedEvent | undefined,
): readonly RecordedEvent[] {
  const changedLater = new Set<string>();
  return changes.toReversed().filter((change) => {
    const { event } = change;
    if (event.type !== "CartLineSet" && event.type !== "CartLineRemoved") return false;
    const sku = event.type === "CartLineSet" ? event.line.sku : event.sku;
    // Without its line, the removal of a line says nothing.
    const isNeeded = event.type === "CartLineSet" || base.has(sku) || change === last;
    const isReplaced = changedLater.has(sku) || !isNeeded;
    changedLater.add(sku);
    return isReplaced;
  });
}
