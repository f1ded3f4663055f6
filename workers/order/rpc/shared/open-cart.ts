import { newId } from "../../../kit/domain/ids.ts";
import type { OrderContext } from "../../context.ts";
import { findAddition } from "../../domain/cart.ts";
import type { CartAddition } from "../../domain/model.ts";
import type { OrderView } from "../../saga/saga-runner.ts";
import { findLatestOrderId, insertOnlyCart } from "../../store/carts.ts";
import { newCartDeadline } from "../../store/deadlines.ts";
import { readCarts } from "./carts.ts";
import { causeOf } from "./cause.ts";
import { unwrap } from "./errors.ts";

/** The cart that units are added to, or the order that they were added to before. */
type AdditionTarget =
  | { readonly type: "cart"; readonly cartId: string }
  | { readonly type: "repeated"; readonly order: OrderView };

/**
 * Finds the account's cart, or creates it. When the cart of the same addition was placed meanwhile, returns that order. Two
 * concurrent requests of an account without a cart get the same cart.
 */
export async function openCart(ctx: OrderContext, accountId: string, addition: CartAddition): Promise<AdditionTarget> {
  const cart = (await readCarts(ctx, accountId)).find(({ state }) => state.merge === undefined);
  if (cart !== undefined) return { type: "cart", cartId: cart.state.id };
  const repeated = await findRepeated(ctx, await findLatestOrderId(ctx.db, accountId), addition);
  if (repeated !== undefined) return { type: "repeated", order: repeated };
  return { type: "cart", cartId: await createOnlyCart(ctx, accountId) };
}

/** Returns the order if it belongs to the caller and the units were added to it with this key before it was placed. */
export async function findRepeated(
  ctx: OrderContext,
  orderId: string | undefined,
  addition: CartAddition,
): Promise<OrderView | undefined> {
  const order = orderId === undefined ? undefined : await ctx.object(orderId).read();
  if (order === undefined || order.state.accountId !== ctx.identity.accountId) return undefined;
  return unwrap(findAddition(order.state, addition)) ? order : undefined;
}

async function createOnlyCart(ctx: OrderContext, accountId: string): Promise<string> {
  const now = ctx.now();
  const cart = { id: newId("ord", now), accountId, deadlineAt: newCartDeadline(now) };
  const orderId = await insertOnlyCart(ctx.db, cart);
  // The cart of a concurrent request may not exist yet. An existing one does not change.
  const created = await ctx.object(orderId).execute({
    command: { type: "createCart", orderId, accountId, currency: ctx.defaultCurrency },
    actor: `account:${accountId}`,
    ...causeOf(ctx),
  });
  unwrap(created);
  return orderId;
}
