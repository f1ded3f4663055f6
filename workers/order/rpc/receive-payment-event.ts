import type { ReceivePaymentEventRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { parseIdPrefix } from "../../kit/domain/ids.ts";
import type { CurrencyCode, Money } from "../../kit/domain/money.ts";
import { invalid, unavailable } from "../../kit/errors/failure.ts";
import { annotate } from "../../kit/observability/operation.ts";
import type { OrderContext } from "../context.ts";
import type { ProviderDispute } from "../domain/commands.ts";
import { decide } from "../domain/decide.ts";
import { findDisputesToNote } from "../domain/noting-disputes.ts";
import { findRefundsToNote } from "../domain/noting-refunds.ts";
import type { OrderState } from "../domain/order.ts";
import type { PaymentDispute } from "../payments/port.ts";
import { isWebhookProcessed, markWebhookProcessed } from "../store/processed-webhooks.ts";
import { causeOf } from "./shared/cause.ts";
import { countLateDecline } from "./shared/payment-limits.ts";
import { runCommand } from "./shared/run-command.ts";

/**
 * Processes a webhook event of the payment provider. The content of the event is not trusted: the order asks the provider
 * for the state of its payment, of its refunds or of its disputes.
 *
 * The event is marked as processed at the end. If the Worker stops before that, the provider sends the event again and it
 * is processed again. The same happens to concurrent deliveries of one event. That is harmless: each step compares the
 * provider's state with the order and records only what is new.
 */
export async function receivePaymentEvent({ payload, signature }: ReceivePaymentEventRequest, ctx: OrderContext) {
  const event = await ctx.payments.readEvent(payload, signature);
  if (event === undefined) throw invalid("INVALID_SIGNATURE", "The signature is invalid or too old");
  const { id, subject } = event;
  const orderId = event.orderId ?? (await findOrderId(ctx, event.paymentId));
  if (orderId === undefined || parseIdPrefix(orderId) !== "ord") return {};
  annotate("rpc", { orderId });
  if (await isWebhookProcessed(ctx.db, id)) return {};
  const order = await ctx.object(orderId).recheckPayment(causeOf(ctx));
  if (order !== undefined) await countLateDecline(ctx, order);
  if (order !== undefined && subject === "refund") await noteRefunds(ctx, order.state);
  if (order !== undefined && subject === "dispute") await noteDisputes(ctx, order.state);
  await markWebhookProcessed(ctx.db, id, orderId);
  return {};
}

/** Returns the order of a payment. A dispute, and a refund of the provider's dashboard, name the payment alone. */
async function findOrderId({ payments }: OrderContext, paymentId: string | undefined): Promise<string | undefined> {
  if (paymentId === undefined) return undefined;
  const found = await payments.findOrderId(paymentId);
  if (found.type === "unknown") throw unavailable("The payment provider did not return the payment of the event");
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

/** How often the disputes are read again. A dispute changes over days. */
const maxDisputeReads = 5;

/**
 * Records disputes, and the money that the bank took or gave back. Reads the disputes again after recording: a concurrent
 * event may have recorded a later state in between.
 */
async function noteDisputes(ctx: OrderContext, initial: OrderState): Promise<void> {
  const { id, paymentId } = initial;
  if (paymentId === undefined) return;
  let state: OrderState | undefined = initial;
  for (let reads = 0; reads < maxDisputeReads && state !== undefined; reads++) {
    const found = await ctx.payments.findDisputes(paymentId);
    if (found.type !== "disputes") throw unavailable("The payment provider did not return the disputes of the payment");
    const { currency, totals } = state;
    const disputes = found.disputes.map((dispute) => toProviderDispute(dispute, totals.total, currency));
    const command = findDisputesToNote(disputes, state);
    if (command === undefined) return;
    await runCommand(ctx, id, { command, actor: "system" });
    state = (await ctx.object(id).read())?.state;
  }
  throw unavailable("The disputes of the payment changed while they were recorded");
}

/** A dispute in another currency than the order's is about the whole payment. */
function toProviderDispute(dispute: PaymentDispute, total: Money, currency: CurrencyCode): ProviderDispute {
  const { withdrawnMinor, reinstatedMinor, evidenceDueBy, ...report } = dispute;
  const isConverted = dispute.amount.currency !== currency;
  const amountMinor = isConverted ? total.amountMinor : dispute.amount.amountMinor;
  const toMoney = (minor: bigint): Money => ({
    amountMinor: isConverted && minor > 0n ? total.amountMinor : minor,
    currency,
  });
  return {
    ...report,
    amount: { amountMinor, currency },
    withdrawn: toMoney(withdrawnMinor),
    reinstated: toMoney(reinstatedMinor),
    ...(evidenceDueBy === undefined ? {} : { evidenceDueBy }),
  };
}
