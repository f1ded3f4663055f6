import type { MoveOrdersRequest } from "../../../proto/gen/order/v1/order_pb.js";
import type { OrderContext } from "../context.ts";
import type { UserCommand } from "../domain/commands.ts";
import { maxOpenCarts } from "../domain/limits.ts";
import { listCarts, listPlaceableIds } from "../store/carts.ts";
import { deadlineMs, extendDeadline } from "../store/deadlines.ts";
import { commandAllOrders } from "./shared/bulk-command.ts";
import { limitOpenCarts, maxCarts, readCarts } from "./shared/carts.ts";
import { causeOf } from "./shared/cause.ts";
import { mergeCarts } from "./shared/merge-carts.ts";

/**
 * Merges the cart of a guest into the cart of the account, and moves the guest's orders and remaining carts to the account.
 * When the merge fails, the carts stay with the guest until the caller repeats the request; the orders move.
 */
export async function moveOrders({ fromAccountId: from, toAccountId: to }: MoveOrdersRequest, ctx: OrderContext) {
  const failure = await merge(ctx, from, to);
  const carts = await listPlaceableIds(ctx.db, from, maxCarts);
  const except = new Set(failure === undefined ? [] : carts);
  await commandAllOrders(ctx, from, { type: "changeOwner", from, accountId: to }, except);
  if (failure !== undefined) throw failure.error;
  if (carts.length > 0) await limitOpenCarts(ctx, await listCarts(ctx.db, to), maxOpenCarts);
  return {};
}

async function merge(ctx: OrderContext, from: string, to: string): Promise<{ readonly error: unknown } | undefined> {
  const execute = async (id: string, command: UserCommand) => {
    await extendDeadline(ctx.db, [id], ctx.now() + deadlineMs);
    return ctx.object(id).execute({ command, actor: "system", ...causeOf(ctx) });
  };
  try {
    await mergeCarts({ list: (accountId) => readCarts(ctx, accountId), execute }, from, to);
    return undefined;
  } catch (error) {
    return { error };
  }
}
