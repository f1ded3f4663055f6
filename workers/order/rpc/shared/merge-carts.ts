import type { Result } from "../../../kit/domain/result.ts";
import type { Rejection, UserCommand } from "../../domain/commands.ts";
import type { OrderView } from "../../saga/saga-runner.ts";

/** The carts that a merge reads and changes. */
export interface Carts {
  /** Returns the account's carts, the one first that the buyer changed last. */
  readonly list: (accountId: string) => Promise<readonly OrderView[]>;
  readonly execute: (id: string, command: UserCommand) => Promise<Result<OrderView, Rejection>>;
}

/**
 * Merges the active cart of a guest into the active cart of the account that the guest has signed in to. Does nothing when one
 * of them has no cart. It can be repeated after a failure at any step: the guest's cart records the destination, and the
 * destination records which lines it has. Lines that do not fit stay in the guest's cart.
 */
export async function mergeCarts(carts: Carts, from: string, to: string): Promise<void> {
  const guestCarts = await carts.list(from);
  const cart = guestCarts.find(({ state }) => state.merge !== undefined) ?? guestCarts[0];
  if (cart === undefined) return;
  const { id } = cart.state;
  const destination = cart.state.merge?.into ?? (await carts.list(to))[0]?.state.id;
  if (destination === undefined || destination === id) return;
  const started = await carts.execute(id, { type: "startCartMerge", into: destination });
  // The guest has placed or cancelled the cart, or a concurrent merge has moved it.
  if (!started.ok || started.value.state.merge === undefined || started.value.state.status !== "CART") return;
  const { merge, lines, couponCodes, chosenCurrency } = started.value.state;
  const merged = await carts.execute(merge.into, {
    type: "mergeCart",
    from: id,
    accountId: to,
    lines,
    couponCodes,
    ...(chosenCurrency === undefined ? {} : { currency: chosenCurrency }),
  });
  const skus = (merged.ok ? merged.value.state.mergedCarts?.[id] : undefined) ?? [];
  await carts.execute(id, { type: "endCartMerge", into: merge.into, skus });
}
