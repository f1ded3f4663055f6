import type { PlaceOrderRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { deriveId, parseIdPrefix } from "../../kit/domain/ids.ts";
import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { TaxId } from "../../kit/domain/tax-id.ts";
import { notFound } from "../../kit/errors/failure.ts";
import { annotate } from "../../kit/observability/operation.ts";
import { parsePostalAddress } from "../../kit/validation/postal-address.ts";
import type { OrderContext } from "../context.ts";
import type { Rejection } from "../domain/commands.ts";
import type { OrderState } from "../domain/order.ts";
import type { OrderView } from "../saga/saga-runner.ts";
import { deadlineMs } from "../store/deadlines.ts";
import { findOrderIdByKey, reservationOfKey, reservationOfKeyForCart, reserveKey } from "../store/idempotency-keys.ts";
import { requireAccount } from "./shared/access.ts";
import { fromCart, type QuoteSource } from "./shared/cart-source.ts";
import { causeOf } from "./shared/cause.ts";
import { unwrap } from "./shared/errors.ts";
import { toOrderMessage } from "./shared/mappers.ts";
import { type PaymentAttempt, startPaymentAttempt, uncountedAttempt } from "./shared/payment-limits.ts";
import { parsePriceOptions } from "./shared/price-options.ts";
import {
  type OrderInput,
  type PlaceOrderCommand,
  type Quoted,
  type QuotedPlacement,
  quotePlacement,
} from "./shared/quote-placement.ts";
import { findVatNumber, parseTaxNumber, verifyTaxId } from "./shared/tax-ids.ts";
import {
  hashRequest,
  parseContact,
  parseExpectedTotal,
  parseKey,
  parseLines,
  parsePaymentMethod,
  parseReturnUrl,
  requireCartOrLines,
} from "./shared/validation.ts";

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
  const input = await parseRequest(request, requireAccount(ctx), ctx.returnOrigins);
  annotate("rpc", { orderId: input.orderId });
  const taxId = verifyTaxId(ctx, findVatNumber(request));
  // A failure is thrown by `quotePlacement`, unless the cart cannot be read.
  taxId.catch(() => {});
  for (let attempt = 1; ; attempt++) {
    const { placed, isQuoted } = await place(ctx, input, taxId);
    // The cart was changed after it was read. The next attempt quotes the changed cart.
    const isOutdated =
      !placed.ok && (placed.error.reason === "CART_CHANGED" || (isQuoted && placed.error.reason === "UNKNOWN_SKU"));
    if (!isOutdated || attempt === maxAttempts) return { order: toOrderMessage(unwrap(placed), ctx) };
  }
}

async function place(ctx: OrderContext, input: OrderInput, taxId: Promise<TaxId | undefined>) {
  const source = await readSource(ctx, input);
  const placement = { ...source, ...(await quotePlacement(ctx, input, { ...source, taxId })) };
  // A request that will be rejected does not reserve its key. The object decides: the key's own order may exist already.
  const isQuoted = placement.order.problems.length === 0;
  if (!isQuoted) {
    const isEarlier = await hasEarlierOrder(ctx, input);
    const placed = isEarlier ? await repeatOrder(ctx, input, placement) : await execute(ctx, input, placement);
    return { placed, isQuoted };
  }
  const started = await startPlacement(ctx, input, placement);
  if (!started.ok) return { placed: await repeatOrder(ctx, input, placement), isQuoted };
  const payment = started.value;
  try {
    const ended = source.isPlaceable && source.isUnpaid ? await endUnpaidPlacement(ctx, input) : ok(undefined);
    if (!ended.ok) return { placed: ended, isQuoted };
    payment.setTried();
    const placed = await execute(ctx, input, placement);
    payment.setResult(placed);
    return { placed, isQuoted };
  } finally {
    await payment.end();
  }
}

/** Reserves the key of an order that may be placed, and starts the attempt of its payment, in one transaction. */
async function startPlacement(
  ctx: OrderContext,
  input: OrderInput,
  { isPlaceable, order }: OrderSource & QuotedPlacement,
): Promise<Result<PaymentAttempt, "KEY_TAKEN">> {
  const { orderId, accountId, idempotencyKey, lines } = input;
  const reservationOf = lines === undefined ? reservationOfKeyForCart : reservationOfKey;
  const reservation = isPlaceable
    ? reservationOf({ orderId, accountId, idempotencyKey, deadlineAt: ctx.now() + deadlineMs })
    : undefined;
  const needsPayment = order.pricing.total > 0n;
  if (needsPayment && ctx.limits) return startPaymentAttempt(ctx, input, reservation);
  const reserved = reservation === undefined ? ok(undefined) : await reserveKey(ctx.db, reservation);
  return reserved.ok ? ok(uncountedAttempt) : reserved;
}

async function execute(ctx: OrderContext, input: OrderInput, { quoted, placedBy }: OrderSource & QuotedPlacement) {
  return ctx.object(input.orderId).execute({
    command: toCommand(input, quoted),
    commandId: `placeOrder:${input.idempotencyKey}`,
    requestHash: await hashRequest({ ...input, accountId: placedBy }),
    actor: `account:${input.accountId}`,
    ...causeOf(ctx),
  });
}

/** Returns whether the key belongs to another order of the account, for example one that it placed as a guest. */
async function hasEarlierOrder(
  ctx: OrderContext,
  { orderId, accountId, idempotencyKey, lines }: OrderInput,
): Promise<boolean> {
  if (lines === undefined) return false;
  const earlierId = await findOrderIdByKey(ctx.db, accountId, idempotencyKey);
  return earlierId !== undefined && earlierId !== orderId;
}

function toCommand({ marketSlug: _, taxNumber: __, ...input }: OrderInput, quoted: Quoted): PlaceOrderCommand {
  return { ...input, ...quoted };
}

/** The JSON of the result is hashed and stored. Its fields and their order must not change between releases. */
async function parseRequest(
  request: PlaceOrderRequest,
  accountId: string,
  returnOrigins: ReadonlySet<string>,
): Promise<OrderInput> {
  const idempotencyKey = parseKey(request.idempotencyKey);
  const { cartId } = request;
  const lines = parseLines(request.lines);
  requireCartOrLines(cartId, lines);
  if (cartId !== undefined && parseIdPrefix(cartId) !== "ord") throw notFound("Cart not found", "cartId");
  const expectedTotal = parseExpectedTotal(request.expectedTotal);
  const { shippingMethod, ...options } = parsePriceOptions(request);
  return {
    type: "placeOrder",
    orderId: cartId ?? (await deriveId("ord", accountId, "placeOrder", idempotencyKey)),
    accountId,
    idempotencyKey,
    ...(cartId === undefined ? { lines } : {}),
    paymentMethod: parsePaymentMethod(request.paymentMethod),
    shippingAddress: parsePostalAddress(request.shippingAddress, "shippingAddress"),
    ...(shippingMethod === undefined ? {} : { shippingMethod }),
    ...(expectedTotal === undefined ? {} : { expectedTotal }),
    ...parseContact(request),
    ...options,
    ...(request.taxId === undefined ? {} : { taxNumber: parseTaxNumber(request.taxId) }),
    ...(request.returnUrl === undefined ? {} : { returnUrl: parseReturnUrl(request.returnUrl, returnOrigins) }),
  };
}

/** The cart or the lines that an order is placed from. */
interface OrderSource extends QuoteSource {
  /** The account that placed the cart with this key, which may have been a guest. */
  readonly placedBy: string;
  /** Whether the key may start a placement. False when it has started one, and when a cart is no cart. */
  readonly isPlaceable: boolean;
  /** Whether the cart has a placement without a payment, which must end before the next one. */
  readonly isUnpaid: boolean;
}

async function readSource(ctx: OrderContext, input: OrderInput): Promise<OrderSource> {
  const { lines, orderId, accountId, couponCodes = [], currency } = input;
  if (lines !== undefined) {
    return { lines, couponCodes, currency, placedBy: accountId, isPlaceable: true, isUnpaid: false };
  }
  const cart = await ctx.object(orderId).read();
  if (cart === undefined || cart.state.accountId !== accountId) throw notFound("Cart not found", "cartId");
  const { state } = cart;
  const placedBy = findPlacer(cart, input);
  return {
    ...fromCart(state, input),
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
    ...causeOf(ctx),
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

/**
 * Repeats a request whose key belongs to another order of the account. A guest may have placed that order and signed in
 * since. The order decides: the same request returns it, and another request is rejected.
 */
async function repeatOrder(
  ctx: OrderContext,
  input: OrderInput,
  { quoted }: QuotedPlacement,
): Promise<Result<OrderView, Rejection>> {
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
    command: toCommand(original, quoted),
    commandId: `placeOrder:${idempotencyKey}`,
    requestHash: await hashRequest(original),
    actor: `account:${accountId}`,
    ...causeOf(ctx),
  });
}
