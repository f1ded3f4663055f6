import { tracing } from "cloudflare:workers";
import { AccountOrdersService } from "../../proto/gen/order/v1/account_orders_pb.js";
import { OpenDeadLetterService } from "../../proto/gen/order/v1/dead_letters_pb.js";
import { OrderService } from "../../proto/gen/order/v1/order_pb.js";
import { OrderPreviewService } from "../../proto/gen/order/v1/preview_pb.js";
import { SalesService } from "../../proto/gen/order/v1/sales_pb.js";
import { createBackgroundCall } from "../kit/connect/background-call.ts";
import { serveConnect } from "../kit/connect/server.ts";
import { bindService } from "../kit/connect/service.ts";
import { runCronTasks } from "../kit/observability/cron.ts";
import { setPlatformTracing } from "../kit/observability/platform-tracing.ts";
import { createBatchSpan, runBatch } from "../kit/observability/queue-batch.ts";
import { withReadiness } from "../kit/observability/readiness.ts";
import { setServiceName } from "../kit/observability/resource.ts";
import type { Trace } from "../kit/observability/trace.ts";
import { pingDatabase } from "../kit/storage/postgres.ts";
import { readConfig } from "./config.ts";
import { createContext, type OrderContext } from "./context.ts";
import { measureBacklog } from "./jobs/measure-backlog.ts";
import { resumeOverdueOrders } from "./jobs/resume-overdue-orders.ts";
import { handleDeadLetters } from "./jobs/store-dead-letters.ts";
import { sumSoldProducts } from "./jobs/sum-sold-products.ts";
import { pingStripe } from "./payments/stripe.ts";
import { addOrderNote } from "./rpc/add-order-note.ts";
import { addToCart } from "./rpc/add-to-cart.ts";
import { batchGetOrderDetails } from "./rpc/batch-get-order-details.ts";
import { batchGetOrderTotals } from "./rpc/batch-get-order-totals.ts";
import { batchGetOrders } from "./rpc/batch-get-orders.ts";
import { cancelCarts } from "./rpc/cancel-carts.ts";
import { cancelOrder } from "./rpc/cancel-order.ts";
import { cancelOrderLines } from "./rpc/cancel-order-lines.ts";
import { createCart } from "./rpc/create-cart.ts";
import { discardDeadLetter } from "./rpc/discard-dead-letter.ts";
import { erasePersonalData } from "./rpc/erase-personal-data.ts";
import { fulfilOrder } from "./rpc/fulfil-order.ts";
import { getCart } from "./rpc/get-cart.ts";
import { getOrder } from "./rpc/get-order.ts";
import { getOrderByNumber } from "./rpc/get-order-by-number.ts";
import { getOrderEmail } from "./rpc/get-order-email.ts";
import { getOrderReconciliation } from "./rpc/get-order-reconciliation.ts";
import { getOrderStatistics } from "./rpc/get-order-statistics.ts";
import { getReservationState } from "./rpc/get-reservation-state.ts";
import { getSalesReport } from "./rpc/get-sales-report.ts";
import { listAllOrders } from "./rpc/list-all-orders.ts";
import { listBuyers } from "./rpc/list-buyers.ts";
import { listDeadFacts } from "./rpc/list-dead-facts.ts";
import { listOpenDeadLetters } from "./rpc/list-open-dead-letters.ts";
import { listOrders } from "./rpc/list-orders.ts";
import { markDelivered } from "./rpc/mark-delivered.ts";
import { moveOrders } from "./rpc/move-orders.ts";
import { placeOrder } from "./rpc/place-order.ts";
import { previewOrderAction } from "./rpc/preview-order-action.ts";
import { quoteOrder } from "./rpc/quote-order.ts";
import { rebuildOrders } from "./rpc/rebuild-orders.ts";
import { rebuildStock } from "./rpc/rebuild-stock.ts";
import { receivePaymentEvent } from "./rpc/receive-payment-event.ts";
import { refundOrder } from "./rpc/refund-order.ts";
import { reorder } from "./rpc/reorder.ts";
import { replayDeadFact } from "./rpc/replay-dead-fact.ts";
import { resolveOrder } from "./rpc/resolve-order.ts";
import { resumePayment } from "./rpc/resume-payment.ts";
import { retryDeadLetter } from "./rpc/retry-dead-letter.ts";
import { runPendingEffects } from "./rpc/run-pending-effects.ts";
import { setCartCouponCodes } from "./rpc/set-cart-coupon-codes.ts";
import { setCartCurrency } from "./rpc/set-cart-currency.ts";
import { setCartLine } from "./rpc/set-cart-line.ts";
import { setCartLines } from "./rpc/set-cart-lines.ts";
import { watchAllOrders } from "./rpc/watch-all-orders.ts";
import { watchOrder } from "./rpc/watch-order.ts";
import { deleteOldDeadLetters } from "./store/dead-letters.ts";
import { deleteAttemptsBefore } from "./store/payment-attempts.ts";
import { deleteWebhooksBefore } from "./store/processed-webhooks.ts";
import { deleteUnpaidBefore } from "./store/unpaid-orders.ts";

export { OrderObject } from "./order-object.ts";

/** Longer than the payment provider redelivers an event. */
const webhookRetentionMs = 30 * 24 * 3_600_000;
/** Longer than a payment can be declined after its attempt started, and than a declined payment counts. */
const attemptRetentionMs = 24 * 3_600_000;

setServiceName("order");
setPlatformTracing(tracing);

const serve = serveConnect<Env, OrderContext>({
  services: [
    bindService(OrderService, {
      createCart,
      setCartLine,
      addToCart,
      setCartLines,
      reorder,
      setCartCouponCodes,
      setCartCurrency,
      placeOrder,
      quoteOrder,
      cancelOrder,
      getOrder,
      getOrderByNumber,
      getCart,
      batchGetOrders,
      batchGetOrderDetails,
      getOrderReconciliation,
      watchOrder,
      listOrders,
      listAllOrders,
      refundOrder,
      cancelOrderLines,
      fulfilOrder,
      markDelivered,
      resolveOrder,
      runPendingEffects,
      addOrderNote,
      resumePayment,
      receivePaymentEvent,
      getReservationState,
      getOrderEmail,
      moveOrders,
      erasePersonalData,
      cancelCarts,
      rebuildOrders,
      rebuildStock,
      listDeadFacts,
      replayDeadFact,
    }),
    bindService(OrderPreviewService, { previewOrderAction }),
    bindService(OpenDeadLetterService, { listOpenDeadLetters, retryDeadLetter, discardDeadLetter }),
    bindService(SalesService, { getOrderStatistics, getSalesReport, watchAllOrders }),
    bindService(AccountOrdersService, { batchGetOrderTotals, listBuyers }),
  ],
  identityVerifier: (env) => readConfig(env).identityVerifier,
  context: createContext,
});

export default {
  fetch: withReadiness(serve, (env) => {
    const { database, stripe } = readConfig(env);
    return {
      postgres: { check: (signal) => pingDatabase(database, signal), whenDown: "down" },
      payments: { check: (signal) => pingStripe(stripe.host, signal), whenDown: "degraded" },
    };
  }),

  async scheduled({ cron }, env, execution) {
    const ctx = createBackgroundContext(env, execution);
    await runCronTasks(
      { cron, trace: ctx.trace },
      {
        "resume overdue orders": () => resumeOverdueOrders(ctx),
        "measure backlog": () => measureBacklog(ctx),
        "sum sold products": () => sumSoldProducts(ctx),
        "delete old webhooks": () => deleteWebhooksBefore(ctx.db, new Date(ctx.now() - webhookRetentionMs)),
        "delete old dead letters": () => deleteOldDeadLetters(ctx.db),
        "delete old payment attempts": () => deleteAttemptsBefore(ctx.db, new Date(ctx.now() - attemptRetentionMs)),
        "delete old unpaid orders": () => deleteUnpaidBefore(ctx.db, new Date(ctx.now() - attemptRetentionMs)),
      },
    );
  },

  async queue(batch, env, execution) {
    const trace = createBatchSpan(batch.messages);
    const ctx = createBackgroundContext(env, execution, trace);
    await runBatch(batch, trace, () => handleDeadLetters(ctx, batch));
  },
} satisfies ExportedHandler<Env>;

/** Creates the context for cron triggers and queue batches. */
function createBackgroundContext(env: Env, execution: ExecutionContext, trace?: Trace): OrderContext {
  return createContext(env, createBackgroundCall("order", execution, trace));
}
