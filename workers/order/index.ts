import { OrderService } from "../../proto/gen/order/v1/order_pb.js";
import { systemClock } from "../kit/clock.ts";
import { serveConnect } from "../kit/connect-server.ts";
import { pingDatabase } from "../kit/postgres.ts";
import { readiness } from "../kit/readiness.ts";
import { bindService } from "../kit/service.ts";
import { continueTrace } from "../kit/trace.ts";
import { readConfig } from "./config.ts";
import { openContext } from "./context.ts";
import { cancelOrder } from "./rpc/cancel-order.ts";
import { createCart } from "./rpc/create-cart.ts";
import { getOrder } from "./rpc/get-order.ts";
import { getReservationState } from "./rpc/get-reservation-state.ts";
import { listOrders } from "./rpc/list-orders.ts";
import { placeOrder } from "./rpc/place-order.ts";
import { setCartLine } from "./rpc/set-cart-line.ts";
import { wakeOverdue } from "./watchdog.ts";

export { OrderObject } from "./order-object.ts";

const serve = serveConnect<Env, ReturnType<typeof openContext>>({
  name: "order",
  services: [
    bindService(OrderService, {
      createCart,
      setCartLine,
      placeOrder,
      cancelOrder,
      getOrder,
      listOrders,
      getReservationState,
    }),
  ],
  identityKey: (env) => readConfig(env).identityKey,
  context: openContext,
});

export default {
  fetch(request, env, execution) {
    if (request.url.endsWith("/ready")) {
      return readiness({ postgres: (signal) => pingDatabase(readConfig(env).database, signal) });
    }
    return serve(request, env, execution);
  },

  async scheduled(_event, env, execution) {
    const ctx = openContext(env, {
      identity: { roles: [], service: "order" },
      trace: continueTrace(undefined),
      signal: AbortSignal.timeout(25_000),
      now: systemClock,
      defer: (work) => execution.waitUntil(work),
    });
    await wakeOverdue(ctx);
  },
} satisfies ExportedHandler<Env>;
