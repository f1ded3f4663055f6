import type { ReorderRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { parseIdPrefix } from "../../kit/domain/ids.ts";
import { notFound } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { type ChangeCartLines, findRefusals } from "../domain/cart.ts";
import type { Rejection } from "../domain/commands.ts";
import { currencyOfCart, type OrderState } from "../domain/order.ts";
import { requireAccount } from "./shared/access.ts";
import { changeCart, getOwnCart } from "./shared/change-cart.ts";
import { toAddition } from "./shared/change-lines.ts";
import { unwrap } from "./shared/errors.ts";
import { getLineQuotes } from "./shared/line-quotes.ts";
import { toOrderMessage } from "./shared/mappers.ts";
import { openCart } from "./shared/open-cart.ts";
import { parseMarketSlug } from "./shared/price-options.ts";
import { parseKey } from "./shared/validation.ts";

/** Adds the lines of one of the caller's orders to their cart, without lines that cannot be bought any more. */
export async function reorder(request: ReorderRequest, ctx: OrderContext) {
  const accountId = requireAccount(ctx);
  const { orderId } = request;
  const key = parseKey(request.idempotencyKey);
  const marketSlug = parseMarketSlug(request.marketSlug);
  const former = parseIdPrefix(orderId) === "ord" ? await ctx.object(orderId).read() : undefined;
  if (former === undefined || former.state.accountId !== accountId) throw notFound("Order not found", "orderId");

  const addition = await toAddition(key, { orderId });
  const target = await openCart(ctx, accountId, addition);
  if (target.type === "repeated") return { order: toOrderMessage(target.order, ctx) };
  const cart = await getOwnCart(ctx, target.cartId);
  const lines = former.state.lines.map(({ sku, quantity }) => ({ sku, quantity }));
  const currency = currencyOfCart(cart.state) ?? former.state.currency;
  const quotes = await getLineQuotes(ctx, { lines, currency, marketSlug });
  const command = { type: "changeCartLines", accountId, lines, quotes, addition, skipsRefused: true } as const;
  const problems = toProblems(command, cart.state);
  return { order: toOrderMessage(unwrap(await changeCart(ctx, target.cartId, command)), ctx), problems };
}

function toProblems(command: ChangeCartLines, cart: OrderState) {
  return findRefusals(command, cart).map(({ reason, message, field }: Rejection) => ({
    code: reason,
    message,
    field: [...field],
  }));
}
