import { Code } from "@connectrpc/connect";
import type { PlaceOrderRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { derivedId, parseIdPrefix } from "../../kit/domain/ids.ts";
import { Failure, invalid, notFound } from "../../kit/errors/failure.ts";
import { parsePostalAddress } from "../../kit/validation/postal-address.ts";
import { parseText } from "../../kit/validation/text.ts";
import type { OrderContext } from "../context.ts";
import type { LineInput, UserCommand } from "../domain/commands.ts";
import { type IdempotencyKey, reserveKey, reserveKeyForCart } from "../store/idempotency-keys.ts";
import { deadlineMs } from "../store/projection.ts";
import { requireAccount } from "./shared/access.ts";
import { unwrap } from "./shared/errors.ts";
import { orderMessage } from "./shared/mappers.ts";
import { getPriceQuotes } from "./shared/price-quotes.ts";
import { hashRequest, parseExpectedTotal, parseKey, parseLines, parsePaymentMethod } from "./shared/validation.ts";

type Draft = Omit<Extract<UserCommand, { type: "placeOrder" }>, "quotes" | "terms">;

const mostTries = 5;

/**
 * An order placed from lines lives in the object that its account and key name, so twin requests meet there. A cart's
 * own object becomes the order. Either way the key is claimed in the database first, which knows them all.
 */
export async function placeOrder(request: PlaceOrderRequest, ctx: OrderContext) {
  const draft = await parseRequest(request, requireAccount(ctx));
  for (let tries = 1; ; tries++) {
    const { placed, isQuoted } = await place(ctx, draft);
    // A line came into the cart after the look at it: it is quoted too.
    const isBehind = isQuoted && !placed.ok && placed.error.reason === "UNKNOWN_SKU";
    if (!isBehind || tries === mostTries) return { order: orderMessage(unwrap(placed), ctx) };
  }
}

async function place(ctx: OrderContext, draft: Draft) {
  const { orderId, accountId, idempotencyKey, lines } = draft;
  const skus = lines?.map(({ sku }) => sku) ?? (await cartSkus(ctx, orderId, accountId));
  const quotes = await getPriceQuotes(ctx, skus);
  const { countryCode } = draft.shippingAddress;
  const currency = quotes[0]?.unitPrice.currency ?? ctx.defaultCurrency;
  const { shippingMethod } = draft;
  const method = shippingMethod === undefined ? {} : { shippingMethod };
  const terms = await ctx.rates.termsFor({ countryCode, currency, ...method });

  // What is certain to be refused claims nothing. The object has the last word: it may know the key's own order.
  const isQuoted = quotes.length === new Set(skus).size;
  if (isQuoted && terms.ok) await claim(ctx, lines === undefined, { orderId, accountId, idempotencyKey });

  const placed = await ctx.object(orderId).execute({
    command: { ...draft, quotes, ...(terms.ok ? { terms: terms.value } : {}) },
    commandId: `placeOrder:${idempotencyKey}`,
    requestHash: await hashRequest(draft),
    actor: `account:${accountId}`,
    traceId: ctx.trace.traceId,
  });
  return { placed, isQuoted };
}

async function parseRequest(request: PlaceOrderRequest, accountId: string): Promise<Draft> {
  const idempotencyKey = parseKey(request.idempotencyKey);
  const { cartId, shippingMethod } = request;
  const lines = parseLines(request.lines);
  if ((cartId === undefined) === (lines.length === 0)) {
    throw invalid("CART_OR_LINES", "either a cart or at least one line is needed", "lines");
  }
  if (cartId !== undefined && parseIdPrefix(cartId) !== "ord") throw notFound("there is no such cart", "cartId");
  const expectedTotal = parseExpectedTotal(request.expectedTotal);
  return {
    type: "placeOrder",
    orderId: cartId ?? (await derivedId("ord", accountId, "placeOrder", idempotencyKey)),
    accountId,
    idempotencyKey,
    ...(cartId === undefined ? { lines } : {}),
    paymentMethod: parsePaymentMethod(request.paymentMethod),
    shippingAddress: parsePostalAddress(request.shippingAddress, "shippingAddress"),
    ...(shippingMethod === undefined ? {} : { shippingMethod: parseText(shippingMethod, 100, "shippingMethod") }),
    ...(expectedTotal === undefined ? {} : { expectedTotal }),
  };
}

async function cartSkus(ctx: OrderContext, cartId: string, accountId: string): Promise<readonly string[]> {
  const cart = await ctx.object(cartId).read();
  if (cart === undefined || cart.state.accountId !== accountId) throw notFound("there is no such cart", "cartId");
  return cart.state.lines.map((line: LineInput) => line.sku);
}

async function claim(ctx: OrderContext, isCart: boolean, key: Omit<IdempotencyKey, "deadlineAt">): Promise<void> {
  const claimed = await (isCart ? reserveKeyForCart : reserveKey)(ctx.db, {
    ...key,
    deadlineAt: ctx.now() + deadlineMs,
  });
  if (claimed.ok) return;
  const message = "this key was used for another order";
  throw new Failure(Code.AlreadyExists, "IDEMPOTENCY_KEY_REUSED", message, { field: ["idempotencyKey"] });
}
