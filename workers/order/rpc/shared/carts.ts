import type { OrderContext } from "../../context.ts";
import { findLastCartChange } from "../../domain/cart-history.ts";
import { cartLifetimeMs } from "../../domain/limits.ts";
import type { OrderView } from "../../saga/saga-runner.ts";
import { type CartRow, listPlaceableIds } from "../../store/carts.ts";
import { causeOf } from "./cause.ts";

/** Objects that one call reads at the same time. */
const maxConcurrentReads = 20;
/** A row without an order belongs to a cart that is being created, for at most this long. */
const creationMs = 60_000;
/** How often, and how many times, a cart that is being created is cancelled. */
const retryMs = 25;
const maxRetries = 80;

interface OpenCart {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
}

/** More than an account has carts. */
export const maxCarts = 20;

/**
 * Returns the account's carts, the one first that the buyer changed last. A rejected order that began as a cart is one too, for
 * as long as a cart lives.
 */
export async function readCarts(ctx: OrderContext, accountId: string): Promise<readonly OrderView[]> {
  const ids = await listPlaceableIds(ctx.db, accountId, maxCarts);
  const views = await readConcurrently(ids, (id) => ctx.object(id).read());
  return views
    .filter((view) => view !== undefined)
    .filter((view) => isPlaceable(view, accountId) && changedAt(view) > ctx.now() - cartLifetimeMs)
    .toSorted((a, b) => changedAt(b) - changedAt(a));
}

function isPlaceable({ state }: OrderView, accountId: string): boolean {
  const isCart = state.status === "CART" || (state.status === "REJECTED" && state.isFromCart);
  return isCart && state.accountId === accountId && state.erased !== true;
}

/** Cancels open carts of an account so that at most `max` remain: those that changed least recently. */
export async function limitOpenCarts(ctx: OrderContext, rows: readonly CartRow[], max: number): Promise<void> {
  if (rows.length <= max) return;
  const open = (await readConcurrently(rows, (row) => findOpenCart(ctx, row))).filter((cart) => cart !== undefined);
  const newestFirst = open.toSorted((a, b) => b.changedAt - a.changedAt);
  await readConcurrently(newestFirst.slice(max), ({ id }) => cancelCart(ctx, id));
}

async function findOpenCart(ctx: OrderContext, { id, createdAt }: CartRow): Promise<OpenCart | undefined> {
  const view = await ctx.object(id).read();
  if (view === undefined) return createdAt > ctx.now() - creationMs ? { id, changedAt: createdAt } : undefined;
  return view.state.status === "CART" ? { id, changedAt: changedAt(view) } : undefined;
}

/** Returns when the buyer last changed a cart, in milliseconds since the epoch. */
function changedAt({ state, events }: OrderView): number {
  return findLastCartChange(events)?.at ?? state.createdAt;
}

/** Cancels a cart. Waits for a cart that a concurrent request is creating. */
async function cancelCart(ctx: OrderContext, id: string): Promise<void> {
  for (let retries = 0; ; retries++) {
    const request = {
      command: { type: "cancelOrder" },
      actor: "system",
      ...causeOf(ctx),
    } as const;
    const cancelled = await ctx.object(id).execute(request);
    if (cancelled.ok || cancelled.error.reason !== "NOT_FOUND" || retries === maxRetries) return;
    await scheduler.wait(retryMs, { signal: ctx.signal });
  }
}

async function readConcurrently<T, R>(items: readonly T[], read: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += maxConcurrentReads) {
    results.push(...(await Promise.all(items.slice(start, start + maxConcurrentReads).map(read))));
  }
  return results;
}
