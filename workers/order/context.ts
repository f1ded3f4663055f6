import { Code } from "@connectrpc/connect";
import { detachCall } from "../kit/connect/background-call.ts";
import type { CallContext } from "../kit/connect/call-context.ts";
import { createRpcClient, type Rpc } from "../kit/connect/client.ts";
import { toEmailKey } from "../kit/domain/email-key.ts";
import { Failure } from "../kit/errors/failure.ts";
import { readFastPaths } from "../kit/fast-paths.ts";
import { connectDatabase, type Database } from "../kit/storage/postgres.ts";
import type { TaxIds } from "../kit/tax-ids/port.ts";
import { createViesTaxIds } from "../kit/tax-ids/vies.ts";
import { createEasyPostCarriers } from "./carriers/easypost.ts";
import { type Carriers, noCarriers } from "./carriers/port.ts";
import { readConfig } from "./config.ts";
import { sendToConsumers } from "./event-queues.ts";
import type { OrderObject } from "./order-object.ts";
import type { Payments } from "./payments/port.ts";
import { createStripePayments } from "./payments/stripe.ts";
import type { Taxes } from "./taxes/port.ts";
import { createStripeTaxes } from "./taxes/stripe.ts";

/** The dependencies of an RPC. */
export interface OrderContext extends CallContext {
  readonly db: Database;
  /** Returns the dependencies of work after the response. The end of the request does not cancel its statements. */
  readonly background: () => OrderContext;
  readonly payments: Payments;
  readonly carriers: Carriers;
  readonly taxIds: TaxIds;
  /** Undefined when the shop has no tax provider. */
  readonly taxes: Taxes | undefined;
  readonly defaultCurrency: ReturnType<typeof readConfig>["defaultCurrency"];
  /** The origins of the pages that the bank may send buyers back to. */
  readonly returnOrigins: ReadonlySet<string>;
  /** The country of the shop's own VAT number. Empty without one. */
  readonly shopCountry: string;
  /** How long an effect is retried before staff must decide. */
  readonly giveUpMs: number;
  /** Throws RATE_LIMITED when this client has looked up too many orders by their numbers. */
  readonly requireLookupAllowed: () => Promise<void>;
  /** False switches off the limit on declined payments, for load tests. */
  readonly limits: boolean;
  /** Returns a keyed hash of the client's network address. Undefined when the address is unknown. */
  readonly hashClientAddress: () => Promise<string | undefined>;
  /**
   * Returns the keyed hashes of an email address: one for each of the newest secrets, so that a promotion counts its uses by one
   * customer across a rotation.
   */
  readonly hashCustomerEmail: (email: string) => Promise<readonly string[]>;
  /** Returns a client of the account service that calls with the identity of the order service. */
  readonly account: () => Promise<Rpc>;
  /** Returns a client of the catalog that calls with the identity of the order service. */
  readonly catalog: () => Promise<Rpc>;
  /** Sends an integration event to the queues of all consumers. */
  readonly publishEvent: (body: unknown) => Promise<void>;
  readonly object: (orderId: string) => DurableObjectStub<OrderObject>;
}

/** The catalog accepts five keys of a customer: an account, and the hashes of two addresses. */
const maxEmailHashes = 2;

export function createContext(env: Env, call: CallContext): OrderContext {
  const config = readConfig(env);
  const { trace, signal } = call;
  const connect = async (service: Fetcher): Promise<Rpc> => {
    const identity = await config.identitySigner.signService(call.now());
    return createRpcClient(service, { trace, signal, identity, fastPath: readFastPaths(env).connect });
  };
  return {
    ...call,
    db: connectDatabase(config.database, signal),
    background: () => createContext(env, detachCall(call)),
    payments: createStripePayments(config.stripe),
    carriers: config.easypost === undefined ? noCarriers : createEasyPostCarriers(config.easypost),
    taxIds: createViesTaxIds({
      origin: config.viesOrigin,
      traceId: trace.traceId,
      requireAllowed: () => requireTaxIdAllowed(env, call),
    }),
    taxes: config.stripeTax && createStripeTaxes(config.stripeTax),
    defaultCurrency: config.defaultCurrency,
    returnOrigins: config.returnOrigins,
    shopCountry: config.shopCountry,
    giveUpMs: config.giveUpMs,
    requireLookupAllowed: () => requireLookupAllowed(env, call),
    limits: config.limits,
    hashClientAddress: async () =>
      call.client === undefined
        ? undefined
        : (await config.keyRing.current.sign("payment address", call.client.ip)).slice(0, 32),
    hashCustomerEmail: (email) =>
      Promise.all(
        config.keyRing.all
          .slice(0, maxEmailHashes)
          .map(async (keys) => (await keys.sign("customer email", toEmailKey(email))).slice(0, 32)),
      ),
    account: () => connect(env.ACCOUNT),
    catalog: () => connect(env.CATALOG),
    publishEvent: (body) => sendToConsumers(env, [body]),
    object: (orderId) => env.ORDERS.get(env.ORDERS.idFromName(orderId)),
  };
}

/** Counts a request to VIES, which blocks callers with many of them. Throws RATE_LIMITED when this client has sent too many. */
async function requireTaxIdAllowed(env: Env, { client }: CallContext): Promise<void> {
  if (client === undefined || !readConfig(env).limits) return;
  if ((await env.TAX_ID_LIMIT.limit({ key: client.ip })).success) return;
  throw new Failure(Code.ResourceExhausted, "RATE_LIMITED", "Too many tax ids. Retry in a minute.", {
    field: ["taxId"],
  });
}

/** Counts a look-up of an order by its number, also a successful one. Throws RATE_LIMITED when this client has sent too many. */
async function requireLookupAllowed(env: Env, { client }: CallContext): Promise<void> {
  if (client === undefined || !readConfig(env).limits) return;
  if ((await env.ORDER_LOOKUP_LIMIT.limit({ key: client.ip })).success) return;
  throw new Failure(Code.ResourceExhausted, "RATE_LIMITED", "Too many attempts to find an order. Retry in a minute.");
}
