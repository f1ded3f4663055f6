import { OrderService } from "../../proto/gen/order/v1/order_pb.js";
import { systemClock } from "../kit/clock.ts";
import { serveConnect } from "../kit/connect/server.ts";
import { bindService } from "../kit/connect/service.ts";
import { readinessResponse } from "../kit/observability/readiness.ts";
import { continueTrace } from "../kit/observability/trace.ts";
import { pingDatabase } from "../kit/storage/postgres.ts";
import { readConfig } from "./config.ts";
import { type OrderContext, openContext } from "./context.ts";
import { resumeOverdueOrders } from "./jobs/resume-overdue-orders.ts";
import { storeDeadLettersOf } from "./jobs/store-dead-letters.ts";
import { pingStripe } from "./payments/stripe.ts";
import { cancelOrder } from "./rpc/cancel-order.ts";
import { createCart } from "./rpc/create-cart.ts";
import { erasePersonalData } from "./rpc/erase-personal-data.ts";
import { fulfilOrder } from "./rpc/fulfil-order.ts";
import { getOrder } from "./rpc/get-order.ts";
import { getReservationState } from "./rpc/get-reservation-state.ts";
import { listAllOrders } from "./rpc/list-all-orders.ts";
import { listDeadFacts } from "./rpc/list-dead-facts.ts";
import { listOrders } from "./rpc/list-orders.ts";
import { markDelivered } from "./rpc/mark-delivered.ts";
import { moveOrders } from "./rpc/move-orders.ts";
import { placeOrder } from "./rpc/place-order.ts";
import { rebuildOrders } from "./rpc/rebuild-orders.ts";
import { receivePaymentEvent } from "./rpc/receive-payment-event.ts";
import { refundOrder } from "./rpc/refund-order.ts";
import { replayDeadFact } from "./rpc/replay-dead-fact.ts";
import { resolveOrder } from "./rpc/resolve-order.ts";
import { resumePayment } from "./rpc/resume-payment.ts";
import { setCartLine } from "./rpc/set-cart-line.ts";
import { watchOrder } from "./rpc/watch-order.ts";
import { forgetPaymentEventsBefore } from "./store/processed-webhooks.ts";

export { OrderObject } from "./order-object.ts";

/** Longer than the payment provider goes on sending an event. */
const eventLifeMs = 30 * 24 * 3_600_000;

const serve = serveConnect<Env, ReturnType<typeof openContext>>({
  name: "order",
  services: [
    bindService(OrderService, {
      createCart,
      setCartLine,
      placeOrder,
      cancelOrder,
      getOrder,
      watchOrder,
      listOrders,
      listAllOrders,
      refundOrder,
      fulfilOrder,
      markDelivered,
      resolveOrder,
      resumePayment,
      receivePaymentEvent,
      getReservationState,
      moveOrders,
      erasePersonalData,
      rebuildOrders,
      listDeadFacts,
      replayDeadFact,
    }),
  ],
  identityKey: (env) => readConfig(env).identityKey,
  context: openContext,
});

export default {
  fetch(request, env, execution) {
    if (request.url.endsWith("/ready")) {
      const { database, stripe } = readConfig(env);
      return readinessResponse({
        postgres: { ask: (signal) => pingDatabase(database, signal), without: "away" },
        payments: { ask: (signal) => pingStripe(stripe.host, signal), without: "degraded" },
      });
    }
    return serve(request, env, execution);
  },

  async scheduled(_event, env, execution) {
    const ctx = openOwnContext(env, execution);
    await resumeOverdueOrders(ctx);
    await forgetPaymentEventsBefore(ctx.db, new Date(ctx.now() - eventLifeMs));
  },

  async queue(batch, env, execution) {
    await storeDeadLettersOf(openOwnContext(env, execution), batch);
  },
} satisfies ExportedHandler<Env>;

/** For work that no request has begun. */
function openOwnContext(env: Env, execution: ExecutionContext): OrderContext {
  return openContext(env, {
    identity: { roles: [], service: "order" },
    trace: continueTrace(undefined),
    signal: AbortSignal.timeout(25_000),
    now: systemClock,
    defer: (work) => execution.waitUntil(work),
  });
}
