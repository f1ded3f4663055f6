import type { SetCartLineRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { parseIdPrefix } from "../../kit/domain/ids.ts";
import { notFound } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { cartRejected } from "../domain/cart.ts";
import { requireAccount } from "./shared/access.ts";
import { unwrap } from "./shared/errors.ts";
import { toOrderMessage } from "./shared/mappers.ts";
import { getPriceQuotes } from "./shared/price-quotes.ts";
import { runCommand } from "./shared/run-command.ts";
import { parseQuantity, parseSku } from "./shared/validation.ts";

export async function setCartLine(request: SetCartLineRequest, ctx: OrderContext) {
  const accountId = requireAccount(ctx);
  const sku = parseSku(request.sku, "sku");
  const quantity = parseQuantity(request.quantity, 0, "quantity");
  if (parseIdPrefix(request.cartId) !== "ord") throw notFound("Cart not found", "cartId");
  const [quote] = quantity === 0 ? [] : await getPriceQuotes(ctx, [sku]);
  const command = {
    type: "setCartLine",
    accountId,
    line: { sku, quantity },
    ...(quote === undefined ? {} : { quote }),
  } as const;
  const actor = `account:${accountId}`;
  const executed = await ctx.object(request.cartId).execute({ command, actor, traceId: ctx.trace.traceId });
  // Only a rejected cart needs a deadline in its row, so only this case costs a second call and a statement.
  if (!executed.ok && executed.error.reason === cartRejected.reason) {
    return runCommand(ctx, request.cartId, { command: { ...command, reopens: true }, actor });
  }
  return { order: toOrderMessage(unwrap(executed), ctx) };
}
