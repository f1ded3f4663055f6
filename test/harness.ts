import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { neon, neonConfig } from "@neondatabase/serverless";
import { type Api, ask, get, importLines } from "../dev/api.ts";
import type { WorkerName } from "../dev/bundle.ts";
import { type Cloud, startCloud } from "../dev/cloud.ts";
import type { DatabaseName } from "../dev/migrations.ts";
import { type Rpc, rpcTo } from "../workers/kit/connect-client.ts";
import { Failure } from "../workers/kit/failure.ts";
import { type Identity, type Role, signIdentity } from "../workers/kit/identity.ts";
import { continueTrace } from "../workers/kit/trace.ts";

/** What the payment sandbox knows of a payment, in the smallest unit. */
export interface LedgerEntry {
  readonly id: string;
  readonly orderId?: string;
  readonly status: string;
  readonly authorized: number;
  readonly captured: number;
  readonly refunded: number;
}

/** A shop of its own: real Postgres, Redis and Workers in a folder that goes with it. */
export interface Shop {
  readonly cloud: Cloud;
  readonly url: string;
  /** Makes an account with these roles and signs it in. */
  readonly signUp: (...roles: Role[]) => Promise<Api & { readonly accountId: string; readonly email: string }>;
  /** Calls a service directly, past the gateway. */
  readonly rpc: (worker: WorkerName, identity: Identity) => Promise<Rpc>;
  readonly sql: (database: DatabaseName) => ReturnType<typeof neon<false, false>>;
  readonly ledger: () => Promise<readonly LedgerEntry[]>;
  /** Makes the payment sandbox fail: see its modes. */
  readonly fault: (mode: string, match: string, times?: number) => Promise<void>;
  readonly logs: () => string;
  readonly stop: () => Promise<void>;
}

export async function openShop({ limits = false } = {}): Promise<Shop> {
  const dataDir = mkdtempSync(join(tmpdir(), "stoa-test-"));
  chmodSync(dataDir, 0o711); // Postgres runs as another user.
  const cloud = await startCloud({ dataDir, port: 0, limits, durable: false });
  const { engines, url } = cloud;
  const sql = (database: DatabaseName) => {
    neonConfig.fetchEndpoint = () => `http://${engines.neonProxy}/sql`;
    return neon(engines.databaseUrl(database));
  };
  let people = 0;
  return {
    cloud,
    url,
    sql,
    signUp: async (...roles) => {
      const email = `person-${++people}-${Date.now()}@example.com`;
      const credentials = { email, password: "correct horse battery" };
      const register = "mutation ($input: RegisterInput!) { register(input: $input) { account { id } } }";
      const input = { ...credentials, firstName: "Test", lastName: "Person" };
      const { register: made } = await get<{ register: { account: { id: string } } }>({ url }, register, { input });
      if (roles.length > 0) await sql("account")`update users set roles = ${roles} where id = ${made.account.id}`;
      const login = "mutation ($input: LoginInput!) { login(input: $input) { accessToken } }";
      const session = await get<{ login: { accessToken: string } }>({ url }, login, { input: credentials });
      return { url, token: session.login.accessToken, accountId: made.account.id, email };
    },
    rpc: async (worker, identity) => {
      const signed = await signIdentity(identity, engines.secrets.identityKey, Date.now());
      const base = cloud.directUrls[worker];
      const callee = { fetch: (path: string, init: RequestInit) => fetch(path.replace("http://service", base), init) };
      return rpcTo(callee, { trace: continueTrace(undefined), identity: signed, timeoutMs: 30_000 });
    },
    ledger: async () => {
      const response = await fetch(`http://${engines.stripeHost}/sandbox/ledger`);
      return ((await response.json()) as { entries: readonly LedgerEntry[] }).entries;
    },
    fault: async (mode, match, times = 1) => {
      const body = JSON.stringify({ mode, match, times });
      await fetch(`http://${engines.stripeHost}/sandbox/faults`, { method: "POST", body });
    },
    logs: () => readFileSync(cloud.logFile, "utf8"),
    stop: async () => {
      await cloud.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A product of one variant, named by its SKU. */
export function productLine(sku: string, stock: number, amountMinor = "1000", currency = "USD") {
  return {
    slug: sku.toLowerCase(),
    name: `Product ${sku}`,
    description: "For tests.",
    categoryPaths: ["Tests/Things"],
    variants: [{ sku, name: "Default", price: { amountMinor, currency }, initialStock: stock }],
  };
}

export async function importProducts(manager: Api, products: readonly object[]): Promise<void> {
  const results = await importLines(
    manager,
    products.map((product) => JSON.stringify(product)),
  );
  const refused = results.find(({ result }) => result === "refused");
  if (refused !== undefined) throw new Error(`line ${refused.line}: ${refused.message}`);
}

export const address = {
  name: "Test Person",
  line1: "1 Main St",
  city: "Utrecht",
  postalCode: "3511",
  countryCode: "NL",
};

export interface OrderReply {
  readonly id: string;
  readonly number: string | null;
  readonly status: string;
  readonly total: { readonly amountMinor: string };
  readonly refunded: { readonly amountMinor: string };
  readonly rejection: { readonly code: string; readonly skus: readonly string[] } | null;
  readonly timeline: readonly { readonly sequence: number; readonly type: string; readonly actor: string }[];
  readonly transactions: readonly { readonly kind: string; readonly status: string }[];
}

export interface OrderAnswer {
  readonly order: OrderReply | null;
  readonly userErrors: readonly {
    readonly code: string;
    readonly field: readonly string[];
    readonly message: string;
  }[];
}

export const orderFields = `id number status total { amountMinor } refunded { amountMinor } rejection { code skus }
  timeline { sequence type actor } transactions { kind status }`;

const placeOrderMutation = `mutation ($input: PlaceOrderInput!) {
  placeOrder(input: $input) { order { ${orderFields} } userErrors { code field message } }
}`;

/** Places an order: a card that pays unless the input says otherwise. */
export async function placeOrder(api: Api, input: object): Promise<OrderAnswer> {
  const complete = { paymentMethod: "pm_card_visa", shippingAddress: address, ...input };
  return (await get<{ placeOrder: OrderAnswer }>(api, placeOrderMutation, { input: complete })).placeOrder;
}

export async function findOrder(api: Api, id: string): Promise<OrderReply | null> {
  const query = `query ($id: ID!) { order(id: $id) { ${orderFields} } }`;
  return (await get<{ order: OrderReply | null }>(api, query, { id })).order;
}

export async function cancelOrder(api: Api, orderId: string, idempotencyKey: string): Promise<OrderAnswer> {
  const query = `mutation ($input: CancelOrderInput!) {
    cancelOrder(input: $input) { order { ${orderFields} } userErrors { code field message } }
  }`;
  return (await get<{ cancelOrder: OrderAnswer }>(api, query, { input: { orderId, idempotencyKey } })).cancelOrder;
}

export async function readStock(api: Api, slug: string): Promise<{ available: number; reserved: number }> {
  const query = `query ($slug: String!) { product(slug: $slug) { variants { stock { available reserved } } } }`;
  type Reply = { product: { variants: { stock: { available: number; reserved: number } }[] } | null };
  const stock = (await get<Reply>(api, query, { slug })).product?.variants[0]?.stock;
  if (stock === undefined) throw new Error(`no product ${slug}`);
  return stock;
}

/** The codes of the top-level errors of an operation; empty when it went through. */
export async function errorCodes(api: Api, query: string, variables: object = {}): Promise<readonly unknown[]> {
  const { errors } = await ask(api, query, variables);
  return (errors ?? []).map(({ extensions }) => extensions?.code);
}

/** The reason that a call to a service fails for; "went through" when it does not. */
export async function reasonOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "went through";
  } catch (error) {
    return error instanceof Failure ? error.reason : String(error);
  }
}
