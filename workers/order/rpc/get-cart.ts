import type { OrderContext } from "../context.ts";
import { requireAccount } from "./shared/access.ts";
import { readCarts } from "./shared/carts.ts";
import { toOrderMessage } from "./shared/mappers.ts";

export async function getCart(_request: unknown, ctx: OrderContext) {
  const carts = await readCarts(ctx, requireAccount(ctx));
  const cart = carts.find(({ state }) => state.merge === undefined);
  return cart === undefined ? {} : { order: toOrderMessage(cart, ctx) };
}
