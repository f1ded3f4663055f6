import type { ReceivePaymentEventRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { parseIdPrefix } from "../../kit/domain/ids.ts";
import { invalid, unavailable } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { decide } from "../domain/decide.ts";
import { findRefundsToNote } from "../domain/noting-refunds.ts";
import type { OrderState } from "../domain/order.ts";
import { isWebhookProcessed, markWebhookProcessed } from "../store/processed-webhooks.ts";
import { countLateDecline } from "./shared/payment-limits.ts";
import { runCommand } from "./shared/run-command.ts";

/**
 * Processes a webhook event of the payment provider. The content of the event is not trusted: the order asks the provider
 * for the state of its payment, and after a refund for the refunded amount.
 *
 * The event is marked as processed at the end. If the Worker stops before that, the provider sends the event again and it
 * is processed again. The same happens to concurrent deliveries of one event. That is harmless: each step compares the
 * provider's state with the order and records only what is new.
 */
export async function receivePaymentEvent({ payload, signature }: ReceivePaymentEventRequest, ctx: OrderContext) {
  const event = await ctx.payments.readEvent(payload, signature);
  if (event === undefined) throw invalid("INVALID_SIGNATURE", "The signature is invalid or too old");
  const { id, isRefund } = event;
  const orderId = event.orderId ?? (await findOrderId(ctx, event.paymentId));
  if (orderId === undefined || parseIdPrefix(orderId) !== "ord") return {};
  if (await isWebhookProcessed(ctx.db, id)) return {};
  const order = await ctx.object(orderId).recheckPayment();
  if (order !== undefined) await countLateDecline(ctx, order);
  if (isRefund && order !== undefined) await noteRefunds(ctx, order.state);
  await markWebhookProcessed(ctx.db, id, orderId);
  return {};
}

/** Returns the order of a payment. A refund that was made in the provider's dashboard names the payment alone. */
async function findOrderId({ payments }: OrderContext, paymentId: string | undefined): Promise<string | undefined> {
  if (paymentId === undefined) return undefined;
  const found = await payments.findOrderId(paymentId);
  if (found.type === "unknown") throw unavailable("The payment provider did not return the payment of the refund");
  return found.type === "order" ? found.orderId : undefined;
}

/**
 * Records refunds that were made in the provider's dashboard, and refunds that the provider completed or took back. Most
 * events are about a refund that the order knows.
 */
async function noteRefunds(ctx: OrderContext, state: OrderState): Promise<void> {
  const { id, paymentId, currency } = state;
  if (paymentId === undefined) return;
  const balance = await ctx.payments.findBalance(paymentId);
  if (balance.type !== "balance") throw unavailable("The payment provider did not return the refunds of the payment");
  const refunds = balance.refunds.map(({ amountMinor, ...refund }) => ({
    ...refund,
    amount: { amountMinor, currency },
  }));
  const command = findRefundsToNote(refunds, state);
  if (command === undefined) return;
  // A command that changes nothing does not need a deadline in the order's row.
  const decided = decide(command, state);
  if (decided.ok && decided.value.length === 0) return;
  await runCommand(ctx, id, { command, actor: "system" });
}
