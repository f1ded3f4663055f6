import type { PlaceOrderRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { deriveId, parseIdPrefix } from "../../kit/domain/ids.ts";
import { type DomainError, err, ok, type Result } from "../../kit/domain/result.ts";
import { indexBySku } from "../../kit/domain/sku.ts";
import { notFound } from "../../kit/errors/failure.ts";
import { parsePostalAddress } from "../../kit/validation/postal-address.ts";
import { parseText } from "../../kit/validation/text.ts";
import type { OrderContext } from "../context.ts";
import type { Quote, Rejection, UserCommand } from "../domain/commands.ts";
import { maxShippingMethodLength } from "../domain/limits.ts";
import type { OrderState } from "../domain/order.ts";
import type { Terms } from "../domain/terms.ts";
import type { OrderView } from "../saga/saga-runner.ts";
import { deadlineMs } from "../store/deadlines.ts";
import { findOrderIdByKey, type IdempotencyKey, reserveKey, reserveKeyForCart } from "../store/idempotency-keys.ts";
import { requireAccount } from "./shared/access.ts";
import { unwrap } from "./shared/errors.ts";
import { toOrderMessage } from "./shared/mappers.ts";
import { type PaymentAttempt, startPaymentAttempt } from "./shared/payment-limits.ts";
import { getPriceQuotes } from "./shared/price-quotes.ts";
import {
  hashRequest,
  parseContact,
  parseExpectedTotal,
  parseKey,
  parseLines,
  parsePaymentMethod,
  requireCartOrLines,
} from "./shared/validation.ts";

/** The part of the command that comes from the request. */
type OrderInput = Omit<Extract<UserCommand, { type: "placeOrder" }>, "quotes" | "terms">;

const maxAttempts = 5;

/**
 * Places an order from lines or from a cart. The object id of an order from lines is derived from the account and the
 * idempotency key, so concurrent duplicates reach the same object. A cart's own object becomes the order. In both cases
 * the key is reserved in the database first, which knows all keys of the account.
 *
 * A cart whose placement was rejected can be placed again under another key. So can a cart whose payment waits for the
 * cardholder: that placement ends first.
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
  const source = await readSource(ctx, input);
  const quoting = getPriceQuotes(ctx, source.skus);
  // A failure is thrown below, unless the attempt fails first.
  quoting.catch(() => {});
  const payment = await startPaymentAttempt(ctx, input);
  try {
    return await placeWithPayment(ctx, input, { ...source, quotes: await quoting }, payment);
  } finally {
    await payment.end();
  }
}

async function placeWithPayment(
  ctx: OrderContext,
  input: OrderInput,
  source: OrderSource & { readonly quotes: readonly Quote[] },
  payment: PaymentAttempt,
) {
  const { orderId, accountId, idempotencyKey, lines } = input;
  const { skus, quotes, placedBy } = source;
  const { countryCode } = input.shippingAddress;
  const currency = quotes[0]?.unitPrice.currency ?? ctx.defaultCurrency;
  const { shippingMethod } = input;
  const method = shippingMethod === undefined ? {} : { shippingMethod };
  const terms = await ctx.rates.getTerms({ countryCode, currency, ...method });

  // A request that will be rejected does not reserve its key. The object decides: the key's own order may exist already.
  const findQuote = indexBySku(quotes);
  const isQuoted = skus.every((sku) => findQuote(sku) !== undefined);
  if (!isFree(quotes, terms)) payment.requireAllowed();
  if (isQuoted && terms.ok && source.isPlaceable) {
    const reserved = await reserve(ctx, lines === undefined, { orderId, accountId, idempotencyKey });
    if (!reserved.ok) return { placed: await repeatOrder(ctx, input), isQuoted };
    const ended = source.isUnpaid ? await endUnpaidPlacement(ctx, input) : ok(undefined);
    if (!ended.ok) return { placed: ended, isQuoted };
  }

  payment.setTried();
  const placed = await ctx.object(orderId).execute({
    command: { ...input, quotes, ...(terms.ok ? { terms: terms.value } : {}) },
    commandId: `placeOrder:${idempotencyKey}`,
    requestHash: await hashRequest({ ...input, accountId: placedBy }),
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
  requireCartOrLines(cartId, lines);
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
    ...(shippingMethod === undefined
      ? {}
      : { shippingMethod: parseText(shippingMethod, maxShippingMethodLength, "shippingMethod") }),
    ...(expectedTotal === undefined ? {} : { expectedTotal }),
    ...parseContact(request),
  };
}

/** The cart or the lines that an order is placed from. */
interface OrderSource {
  /** The SKUs to quote. */
  readonly skus: readonly string[];
  /** The account that placed the cart with this key, which may have been a guest. */
  readonly placedBy: string;
  /** Whether the key may start a placement. False when it has started one, and when a cart is no cart. */
  readonly isPlaceable: boolean;
  /** Whether the cart has a placement without a payment, which must end before the next one. */
  readonly isUnpaid: boolean;
}

async function readSource(ctx: OrderContext, input: OrderInput): Promise<OrderSource> {
  const { lines, orderId, accountId } = input;
  if (lines !== undefined) {
    return { skus: lines.map(({ sku }) => sku), placedBy: accountId, isPlaceable: true, isUnpaid: false };
  }
  const cart = await ctx.object(orderId).read();
  if (cart === undefined || cart.state.accountId !== accountId) throw notFound("Cart not found", "cartId");
  const { state } = cart;
  const placedBy = findPlacer(cart, input);
  return {
    skus: state.lines.map(({ sku }) => sku),
    placedBy: placedBy ?? accountId,
    isPlaceable: state.isFromCart && placedBy === undefined,
    isUnpaid: isBeingRejected(state) || (state.status === "RESERVED" && state.paymentAction !== undefined),
  };
}

/** Ends the placement of a cart whose payment waits for the cardholder. Fails while its payment is being voided. */
async function endUnpaidPlacement(
  ctx: OrderContext,
  { orderId, accountId }: OrderInput,
): Promise<Result<void, Rejection>> {
  const ended = await ctx.object(orderId).execute({
    command: { type: "abandonPayment", accountId },
    actor: `account:${accountId}`,
    traceId: ctx.trace.traceId,
  });
  if (!ended.ok) return ended;
  if (!isBeingRejected(ended.value.state)) return ok(undefined);
  const message = "The payment of the previous placement is being voided. Retry later.";
  return err({ reason: "IN_PROGRESS", message, field: ["cartId"] });
}

/** Returns whether the order will be rejected when its payment is voided and its stock is released. */
function isBeingRejected({ status, compensation }: OrderState): boolean {
  return compensation?.endStatus === "REJECTED" && status !== "REJECTED";
}

/** Returns the account that placed the order with this key: its present owner, or the guest that the owner was then. */
function findPlacer({ events }: OrderView, { idempotencyKey }: OrderInput): string | undefined {
  return events
    .map(({ event }) => event)
    .filter((event) => event.type === "OrderPlaced")
    .find((event) => event.idempotencyKey === idempotencyKey)?.accountId;
}

function reserve(
  ctx: OrderContext,
  isCart: boolean,
  key: Omit<IdempotencyKey, "deadlineAt">,
): Promise<Result<void, "KEY_TAKEN">> {
  return (isCart ? reserveKeyForCart : reserveKey)(ctx.db, { ...key, deadlineAt: ctx.now() + deadlineMs });
}

/**
 * Repeats a request whose key belongs to another order of the account. A guest may have placed that order and signed in
 * since. The order decides: the same request returns it, and another request is rejected.
 */
async function repeatOrder(ctx: OrderContext, input: OrderInput): Promise<Result<OrderView, Rejection>> {
  const { accountId, idempotencyKey, lines } = input;
  const orderId = lines === undefined ? undefined : await findOrderIdByKey(ctx.db, accountId, idempotencyKey);
  const view = orderId === undefined ? undefined : await ctx.object(orderId).read();
  const placedBy = view && findPlacer(view, input);
  if (orderId === undefined || placedBy === undefined || view?.state.accountId !== accountId) {
    const message = "This idempotency key was used for another order";
    return err({ reason: "IDEMPOTENCY_KEY_REUSED", message, field: ["idempotencyKey"] });
  }
  const original = { ...input, orderId, accountId: placedBy };
  return ctx.object(orderId).execute({
    command: { ...original, quotes: [] },
    commandId: `placeOrder:${idempotencyKey}`,
    requestHash: await hashRequest(original),
    actor: `account:${accountId}`,
    traceId: ctx.trace.traceId,
  });
}
