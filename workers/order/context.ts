import { serviceIdentity } from "../kit/auth/service-identity.ts";
import type { CallContext } from "../kit/connect/call-context.ts";
import { type Rpc, rpcTo } from "../kit/connect/client.ts";
import { type Database, openDatabase } from "../kit/storage/postgres.ts";
import { readConfig } from "./config.ts";
import type { OrderObject } from "./order-object.ts";
import type { Payments } from "./payments/port.ts";
import { stripePayments } from "./payments/stripe.ts";
import type { Rates } from "./rates/port.ts";
import { tableRates } from "./rates/table-rates.ts";

/** What an order RPC works with. */
export interface OrderContext extends CallContext {
  readonly db: Database;
  readonly rates: Rates;
  readonly payments: Payments;
  readonly defaultCurrency: ReturnType<typeof readConfig>["defaultCurrency"];
  /** The catalog, called as the order service itself. */
  readonly catalog: () => Promise<Rpc>;
  /** Sends a message to whoever follows orders. */
  readonly sendFact: (body: unknown) => Promise<void>;
  readonly object: (orderId: string) => DurableObjectStub<OrderObject>;
}

export function openContext(env: Env, call: CallContext): OrderContext {
  const config = readConfig(env);
  const { trace, signal } = call;
  return {
    ...call,
    db: openDatabase(config.database, signal),
    rates: tableRates,
    payments: stripePayments(config.stripe),
    defaultCurrency: config.defaultCurrency,
    catalog: async () => {
      const identity = await serviceIdentity("order", config.identityKey, call.now());
      return rpcTo(env.CATALOG, { trace, signal, identity });
    },
    sendFact: async (body) => {
      await env.ORDER_FACTS.send(body, { contentType: "json" });
    },
    object: (orderId) => env.ORDERS.get(env.ORDERS.idFromName(orderId)),
  };
}
