import { newId } from "../../kit/domain/ids.ts";
import type { OrderContext } from "../context.ts";
import { maxOpenCarts } from "../domain/limits.ts";
import { insertCart } from "../store/carts.ts";
import { newCartDeadline } from "../store/deadlines.ts";
import { requireAccount } from "./shared/access.ts";
import { limitOpenCarts } from "./shared/carts.ts";
import { causeOf } from "./shared/cause.ts";
import { unwrap } from "./shared/errors.ts";
import { toOrderMessage } from "./shared/mappers.ts";

/** Creates a cart. When the account has the maximum of open carts, the one that changed least recently is cancelled. */
export async function createCart(_request: unknown, ctx: OrderContext) {
  const accountId = requireAccount(ctx);
  const now = ctx.now();
  const orderId = newId("ord", now);
  const others = await insertCart(ctx.db, { id: orderId, accountId, deadlineAt: newCartDeadline(now) });
  await limitOpenCarts(ctx, others, maxOpenCarts - 1);
  const created = await ctx.object(orderId).execute({
    command: { type: "createCart", orderId, accountId, currency: ctx.defaultCurrency },
    actor: `account:${accountId}`,
    ...causeOf(ctx),
  });
  return { order: toOrderMessage(unwrap(created), ctx) };
}
