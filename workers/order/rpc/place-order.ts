import { Code } from "@connectrpc/connect";
import type { PlaceOrderRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { deriveId, parseIdPrefix } from "../../kit/domain/ids.ts";
import type { DomainError, Result } from "../../kit/domain/result.ts";
import { Failure, invalid, notFound } from "../../kit/errors/failure.ts";
import { parsePostalAddress } from "../../kit/validation/postal-address.ts";
import { parseText } from "../../kit/validation/text.ts";
import type { OrderContext } from "../context.ts";
import type { Quote, UserCommand } from "../domain/commands.ts";
import type { Terms } from "../domain/terms.ts";
import { deadlineMs } from "../store/deadlines.ts";
import { type IdempotencyKey, reserveKey, reserveKeyForCart } from "../store/idempotency-keys.ts";
import { requireAccount } from "./shared/access.ts";
import { unwrap } from "./shared/errors.ts";
import { toOrderMessage } from "./shared/mappers.ts";
import { type PaymentAttempt, startPaymentAttempt } from "./shared/payment-limits.ts";
import { getPriceQuotes } from "./shared/price-quotes.ts";
import { hashRequest, parseExpectedTotal, parseKey, parseLines, parsePaymentMethod } from "./shared/validation.ts";

/** The part of the command that comes from the request. */
type OrderInput = Omit<Extract<UserCommand, { type: "placeOrder" }>, "quotes" | "terms">;

const maxAttempts = 5;

/**
 * Places an order from lines or from a cart. The object id of an order from lines is derived from the account and the
 * idempotency key, so concurrent duplicates reach the same object. A cart's own object becomes the order. In both cases
 * the key is reserved in the database first, which knows all keys of the account.
 */
export async function placeOrder(request: PlaceOrderRequest, ctx: OrderContext) {
  const input = await parseRequest(request, requireAccount(ctx));
  for (let attempt = 1; ; attempt++) {
    const { placed, isQuoted } = await place(ctx, input);
    // A line was added to the cart after the cart was read. The next attempt quotes that line too.
    const isOutdated = isQuoted && !placed.ok && placed.error.reason === "UNKNOWN_SKU";
    if (!isOutdated || attempt === maxAttempts) return { order: toOrderMessage(unwrap(placed), ctx) };
  }
}

async function place(ctx: OrderContext, input: OrderInput) {
  const skus = await getSkus(ctx, input);
  const quoting = getPriceQuotes(ctx, skus);
  // A failure is thrown below, unless the attempt fails first.
  quoting.catch(() => {});
  const payment = await startPaymentAttempt(ctx, input);
  try {
    return await placeWithPayment(ctx, input, { quotes: await quoting, skus }, payment);
  } finally {
    await payment.end();
  }
}

async function placeWithPayment(
  ctx: OrderContext,
  input: OrderInput,
  { quotes, skus }: { readonly quotes: readonly Quote[]; readonly skus: readonly string[] },
  payment: PaymentAttempt,
) {
  const { orderId, accountId, idempotencyKey, lines } = input;
  const { countryCode } = input.shippingAddress;
  const currency = quotes[0]?.unitPrice.currency ?? ctx.defaultCurrency;
  const { shippingMethod } = input;
  const method = shippingMethod === undefined ? {} : { shippingMethod };
  const terms = await ctx.rates.getTerms({ countryCode, currency, ...method });

  // A request that will be rejected does not reserve its key. The object decides: the key's own order may exist already.
  const isQuoted = quotes.length === new Set(skus).size;
  if (!isFree(quotes, terms)) payment.requireAllowed();
  if (isQuoted && terms.ok) await reserve(ctx, lines === undefined, { orderId, accountId, idempotencyKey });

  payment.setTried();
  const placed = await ctx.object(orderId).execute({
    command: { ...input, quotes, ...(terms.ok ? { terms: terms.value } : {}) },
    commandId: `placeOrder:${idempotencyKey}`,
    requestHash: await hashRequest(input),
    actor: `account:${accountId}`,
    traceId: ctx.trace.traceId,
  });
  payment.setResult(placed);
  return { placed, isQuoted };
}

/** Returns whether the order takes no payment. */
function isFree(quotes: readonly Quote[], terms: Result<Terms, DomainError>): boolean {
  const prices = quotes.map(({ unitPrice }) => unitPrice);
  return terms.ok && [...prices, terms.value.shipping].every(({ amountMinor }) => amountMinor === 0n);
}

/** The JSON of the result is hashed and stored. Its fields and their order must not change between releases. */
async function parseRequest(request: PlaceOrderRequest, accountId: string): Promise<OrderInput> {
  const idempotencyKey = parseKey(request.idempotencyKey);
  const { cartId, shippingMethod } = request;
  const lines = parseLines(request.lines);
  if ((cartId === undefined) === (lines.length === 0)) {
    throw invalid("CART_OR_LINES", "Either a cart or at least one line is required", "lines");
  }
  if (cartId !== undefined && parseIdPrefix(cartId) !== "ord") throw notFound("Cart not found", "cartId");
  const expectedTotal = parseExpectedTotal(request.expectedTotal);
  return {
    type: "placeOrder",
    orderId: cartId ?? (await deriveId("ord", accountId, "placeOrder", idempotencyKey)),
    accountId,
    idempotencyKey,
    ...(cartId === undefined ? { lines } : {}),
    paymentMethod: parsePaymentMethod(request.paymentMethod),
    shippingAddress: parsePostalAddress(request.shippingAddress, "shippingAddress"),
    ...(shippingMethod === undefined ? {} : { shippingMethod: parseText(shippingMethod, 100, "shippingMethod") }),
    ...(expectedTotal === undefined ? {} : { expectedTotal }),
  };
}

async function getSkus(ctx: OrderContext, { lines, orderId, accountId }: OrderInput): Promise<readonly string[]> {
  if (lines !== undefined) return lines.map(({ sku }) => sku);
  const cart = await ctx.object(orderId).read();
  if (cart === undefined || cart.state.accountId !== accountId) throw notFound("Cart not found", "cartId");
  return cart.state.lines.map(({ sku }) => sku);
}

async function reserve(ctx: OrderContext, isCart: boolean, key: Omit<IdempotencyKey, "deadlineAt">): Promise<void> {
  const reserved = await (isCart ? reserveKeyForCart : reserveKey)(ctx.db, {
    ...key,
    deadlineAt: ctx.now() + deadlineMs,
  });
  if (reserved.ok) return;
  const message = "This idempotency key was used for another order";
  throw new Failure(Code.AlreadyExists, "IDEMPOTENCY_KEY_REUSED", message, { field: ["idempotencyKey"] });
}
