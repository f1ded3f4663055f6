import { parseIdPrefix } from "../../../kit/domain/ids.ts";
import type { Result } from "../../../kit/domain/result.ts";
import { notFound } from "../../../kit/errors/failure.ts";
import type { OrderContext } from "../../context.ts";
import { type CartChange, cartRejected } from "../../domain/cart.ts";
import type { Rejection } from "../../domain/commands.ts";
import type { OrderView } from "../../saga/saga-runner.ts";
import { deadlineMs, extendDeadline } from "../../store/deadlines.ts";
import { causeOf } from "./cause.ts";

/** Throws NOT_FOUND for an id that no cart can have. */
export function requireCartId(cartId: string): string {
  if (parseIdPrefix(cartId) !== "ord") throw notFound("Cart not found", "cartId");
  return cartId;
}

/** Changes a cart for its buyer. A rejected cart is a cart again. */
export async function changeCart(
  ctx: OrderContext,
  cartId: string,
  command: CartChange,
): Promise<Result<OrderView, Rejection>> {
  const request = { actor: `account:${command.accountId}`, ...causeOf(ctx) };
  const executed = await ctx.object(cartId).execute({ command, ...request });
  if (executed.ok || executed.error.reason !== cartRejected.reason) return executed;
  // Only a rejected cart needs a deadline in its row, so only this case costs a second call and a statement.
  await extendDeadline(ctx.db, [cartId], ctx.now() + deadlineMs);
  return ctx.object(cartId).execute({ command: { ...command, reopens: true }, ...request });
}

/** Returns the cart if the caller owns it. Throws NOT_FOUND otherwise. */
export async function getOwnCart(ctx: OrderContext, cartId: string): Promise<OrderView> {
  const { accountId } = ctx.identity;
  const cart = accountId === undefined ? undefined : await ctx.object(requireCartId(cartId)).read();
  if (cart === undefined || cart.state.accountId !== accountId) throw notFound("Cart not found", "cartId");
  return cart;
}
