import type { Call } from "../kit/call.ts";
import { type Rpc, rpcTo } from "../kit/connect-client.ts";
import { openDatabase } from "../kit/postgres.ts";
import { serviceIdentity } from "../kit/service-identity.ts";
import { readConfig } from "./config.ts";
import type { OrderObject } from "./order-object.ts";
import type { OrderDatabase } from "./store/claims.ts";
import { orders } from "./tables.ts";

/** What an order RPC works with. */
export interface OrderContext extends Call {
  readonly db: OrderDatabase;
  readonly defaultCurrency: ReturnType<typeof readConfig>["defaultCurrency"];
  /** The catalog, called as the order service itself. */
  readonly catalog: () => Promise<Rpc>;
  readonly object: (orderId: string) => DurableObjectStub<OrderObject>;
}

export function openContext(env: Env, call: Call): OrderContext {
  const config = readConfig(env);
  const { trace, signal } = call;
  return {
    ...call,
    db: openDatabase(config.database, { orders }, signal),
    defaultCurrency: config.defaultCurrency,
    catalog: async () => {
      const identity = await serviceIdentity("order", config.identityKey, call.now());
      return rpcTo(env.CATALOG, { trace, signal, identity, timeoutMs: 5_000 });
    },
    object: (orderId) => env.ORDERS.get(env.ORDERS.idFromName(orderId)),
  };
}
