import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConnectError } from "@connectrpc/connect";
import { type Api, ask, get, importLines } from "../../dev/cli/api.ts";
import type { SentMail } from "../../dev/emulators/mail.ts";
import { type LocalStack, startLocalStack } from "../../dev/local/stack.ts";
import { Failure, fromConnectError } from "../../workers/kit/errors/failure.ts";
import { openClients, type ShopClients } from "./clients.ts";
import { findSecrets } from "./log-secret-scan.ts";

/** A shop of its own: real Postgres, Redis and Workers in a folder that goes with it. */
export interface Shop extends ShopClients {
  readonly cloud: LocalStack;
  readonly dataDir: string;
  /** What was mailed, oldest first. */
  readonly mails: () => readonly SentMail[];
  readonly logs: () => string;
  readonly stop: () => Promise<void>;
}

/** As little patience as in production, for those who look what a Redis that does not answer costs. */
export const shortTimeouts = { REDIS_BUDGET_MS: "200" };

export async function openShop({
  limits = false,
  vars = {},
  elasticsearchUrl,
}: {
  limits?: boolean;
  vars?: Record<string, string>;
  /** A node that runs; the database searches where there is none. */
  elasticsearchUrl?: string | undefined;
} = {}): Promise<Shop> {
  const dataDir = mkdtempSync(join(tmpdir(), "stoa-test-"));
  chmodSync(dataDir, 0o711); // Postgres runs as another user.
  const cloud = await startLocalStack({
    dataDir,
    port: 0,
    limits,
    vars: { SEARCH_INDEX: `test-${randomUUID()}`, ...vars },
    durable: false,
    elasticsearchUrl,
  });
  return {
    ...openClients(cloud.url, cloud.directUrls, cloud.engines),
    cloud,
    dataDir,
    mails: cloud.engines.mail.sent,
    logs: () => readFileSync(cloud.logFile, "utf8"),
    stop: async () => {
      await cloud.stop();
      const found = findSecrets(readFileSync(cloud.logFile, "utf8"));
      if (found.length > 0) throw new Error(found.join("; "));
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

/** Waits until the catalog has heard that something of so many products was sold, which takes the queue a moment. */
export async function soldOf(shop: Pick<Shop, "sql">, products: number): Promise<void> {
  for (;;) {
    const sold = await shop.sql("catalog")`select 1 from products where units_sold > 0`;
    if (sold.length >= products) return outboxDrained(shop);
    await new Promise((later) => setTimeout(later, 20));
  }
}

/** Waits until nothing that changed in the catalog is still to be told. */
export async function outboxDrained({ sql }: Pick<Shop, "sql">): Promise<void> {
  for (;;) {
    const waiting = await sql("catalog")`select 1 from outbox where refused is null limit 1`;
    if (waiting.length === 0) return;
    await new Promise((later) => setTimeout(later, 20));
  }
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
    const failure = error instanceof ConnectError ? fromConnectError(error) : error;
    return failure instanceof Failure ? failure.reason : String(error);
  }
}
