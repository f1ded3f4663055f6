import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConnectError } from "@connectrpc/connect";
import { type Api, fetchData, sendGraphql } from "../../dev/cli/shop/api.ts";
import { importLines } from "../../dev/cli/shop/product-import.ts";
import type { SentMail } from "../../dev/emulators/mail.ts";
import type { BackingServices } from "../../dev/local/backing-services.ts";
import { type LocalStack, startLocalStack } from "../../dev/local/stack.ts";
import { Failure, fromConnectError } from "../../workers/kit/errors/failure.ts";
import { openClients, type ShopClients } from "./clients.ts";
import { findSecrets } from "./log-secret-scan.ts";
import { copyPostgresTemplate, findBundleTemplate } from "./shop-template.ts";

/** A local shop: real Postgres, Redis and Workers, with their data in a temporary folder. */
export interface Shop extends ShopClients {
  readonly stack: LocalStack;
  readonly dataDir: string;
  /** The mails that were sent, oldest first. */
  readonly mails: () => readonly SentMail[];
  readonly logs: () => string;
  readonly stop: () => Promise<void>;
}

/** A short Redis timeout, for tests with a Redis that does not respond. */
export const shortTimeouts = { REDIS_BUDGET_MS: "200" };

export interface ShopOptions {
  /** Whether rate limits and quotas are enforced. */
  readonly limits?: boolean;
  /** False leaves messages in the queues, for tests that count operations. */
  readonly consumesQueues?: boolean;
  /** Overrides variables of the Workers' configurations. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Serves switches of the services, which the console shows. */
  readonly hasFaultLab?: boolean;
  /** The entry of a Worker that receives the metrics. */
  readonly metricsEntry?: string;
  /** A running node. Without it, Postgres does the search. */
  readonly elasticsearchUrl?: string | undefined;
  /** Returns the addresses that the Workers use in place of those of the services. */
  readonly withProxies?: (services: BackingServices) => Promise<Partial<BackingServices>>;
  /** The folder of the Workers' bundles. By default those of this code. */
  readonly bundleDir?: string;
  /** The folder of the bundle whose Durable Objects are used. By default those of `bundleDir`. */
  readonly objectBundleDir?: string;
  /** The data folder of a shop whose stack was stopped. By default the shop gets a new one. */
  readonly dataDir?: string;
}

/** Starts a shop in a new temporary folder. `stop` removes the folder. It throws when a log line contains a secret. */
export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const { limits = false, consumesQueues = true, vars = {}, elasticsearchUrl, dataDir = createDataDir() } = options;
  const cloud = await startLocalStack({
    dataDir,
    port: 0,
    limits,
    exposed: true,
    consumesQueues,
    vars: { SEARCH_INDEX: `test-${randomUUID()}`, ...vars },
    durable: false,
    bundleDir: options.bundleDir ?? findBundleTemplate(),
    objectBundleDir: options.objectBundleDir,
    metricsEntry: options.metricsEntry,
    elasticsearchUrl,
    hasFaultLab: options.hasFaultLab ?? false,
    withProxies: options.withProxies,
  });
  return {
    ...openClients(cloud.url, cloud.directUrls, cloud.services),
    stack: cloud,
    dataDir,
    mails: cloud.services.mail.sent,
    logs: () => readFileSync(cloud.logFile, "utf8"),
    stop: async () => {
      await cloud.stop();
      const found = findSecrets(readFileSync(cloud.logFile, "utf8"));
      if (found.length > 0) throw new Error(found.join("; "));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function createDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), "stoa-test-"));
  chmodSync(dataDir, 0o711); // Postgres runs as another user.
  copyPostgresTemplate(dataDir);
  return dataDir;
}

/** Returns the import line of a product with one variant. The product is named after the SKU. */
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
  const rejected = results.find(({ result }) => result === "refused");
  if (rejected !== undefined) throw new Error(`line ${rejected.line}: ${rejected.message}`);
}

/** Waits until the catalog has counted sales of this many products. The queue delivers them after the orders. */
export async function waitForUnitsSold(shop: Pick<Shop, "sql">, products: number): Promise<void> {
  for (;;) {
    const sold = await shop.sql("catalog")`select 1 from products where units_sold > 0`;
    if (sold.length >= products) return waitForOutbox(shop);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * Waits until no stock is held for an order, at most for `maxMs`: the event of a confirmed order commits its stock, after the
 * response.
 */
export async function waitForStockCommits({ sql }: Pick<Shop, "sql">, maxMs = Number.POSITIVE_INFINITY): Promise<void> {
  const deadline = Date.now() + maxMs;
  for (;;) {
    const held = await sql("catalog")`select 1 from reservations where status = 'held' limit 1`;
    if (held.length === 0 || Date.now() > deadline) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until the catalog's outbox has no pending changes. */
export async function waitForOutbox({ sql }: Pick<Shop, "sql">): Promise<void> {
  for (;;) {
    const pending = await sql("catalog")`select 1 from outbox where refused is null limit 1`;
    if (pending.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const address = {
  name: "Test Person",
  line1: "1 Main St",
  city: "Utrecht",
  postalCode: "3511",
  countryCode: "NL",
};

export interface OrderResult {
  readonly id: string;
  readonly number: string | null;
  readonly status: string;
  readonly total: { readonly amountMinor: string };
  readonly refunded: { readonly amountMinor: string };
  readonly rejection: { readonly code: string; readonly skus: readonly string[] } | null;
  readonly timeline: readonly { readonly sequence: number; readonly type: string; readonly actor: string }[];
  readonly transactions: readonly { readonly kind: string; readonly status: string }[];
}

export interface OrderPayload {
  readonly order: OrderResult | null;
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

/** Places an order. The payment succeeds unless the input has another payment method. */
export async function placeOrder(api: Api, input: object): Promise<OrderPayload> {
  const complete = { paymentMethod: "pm_card_visa", shippingAddress: address, ...input };
  return (await fetchData<{ placeOrder: OrderPayload }>(api, placeOrderMutation, { input: complete })).placeOrder;
}

export async function findOrder(api: Api, id: string): Promise<OrderResult | null> {
  const query = `query ($id: ID!) { order(id: $id) { ${orderFields} } }`;
  return (await fetchData<{ order: OrderResult | null }>(api, query, { id })).order;
}

export async function cancelOrder(api: Api, orderId: string, idempotencyKey: string): Promise<OrderPayload> {
  const query = `mutation ($input: CancelOrderInput!) {
    cancelOrder(input: $input) { order { ${orderFields} } userErrors { code field message } }
  }`;
  return (await fetchData<{ cancelOrder: OrderPayload }>(api, query, { input: { orderId, idempotencyKey } }))
    .cancelOrder;
}

export async function readStock(api: Api, slug: string): Promise<{ available: number; reserved: number }> {
  const query = `query ($slug: String!) { product(slug: $slug) { variants { stock { available reserved } } } }`;
  type Reply = { product: { variants: { stock: { available: number; reserved: number } }[] } | null };
  const stock = (await fetchData<Reply>(api, query, { slug })).product?.variants[0]?.stock;
  if (stock === undefined) throw new Error(`no product ${slug}`);
  return stock;
}

/** Runs an operation and returns the codes of its top-level errors. */
export async function errorCodes(api: Api, query: string, variables: object = {}): Promise<readonly unknown[]> {
  const { errors } = await sendGraphql(api, query, variables);
  return (errors ?? []).map(({ extensions }) => extensions?.code);
}

/** Returns the reason of the failure of a service call, or "succeeded" when the call succeeds. */
export async function reasonOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "succeeded";
  } catch (error) {
    const failure = error instanceof ConnectError ? fromConnectError(error) : error;
    return failure instanceof Failure ? failure.reason : String(error);
  }
}
