import { getDemoProducts } from "../../dev/cli/demo/products.ts";
import type { Api } from "../../dev/cli/shop/api.ts";
import { importLines } from "../../dev/cli/shop/product-import.ts";
import { mapConcurrently } from "../../dev/process/parallel.ts";
import { type Received, send } from "../bench/light-client.ts";
import { startGuest } from "../support/accounts.ts";
import { address, type OrderResult, orderFields, productLine } from "../support/harness.ts";
import { type JourneyName, journeyNames, type Mix } from "./scenario.ts";

/** "rejected" is 503 or 429 with `Retry-After`. "pending" is an order that is not confirmed yet. */
export type Outcome = "served" | "rejected" | "sold out" | "pending" | "failed";

export interface Result {
  readonly journey: JourneyName;
  readonly outcome: Outcome;
  /** The error code or status of an outcome that is not "served". */
  readonly reason?: string;
  readonly order?: OrderResult;
}

export interface Visitors {
  /** Sends the request number `index` of the run. The default journey is one of the mix. */
  readonly visit: (index: number, journey?: JourneyName) => Promise<Result>;
}

/** Products besides those of the demo. */
const products = 500;
/** A unit of this SKU is in each order of a flash sale. */
export const flashSaleSku = "FLASH";
/** The accounts that carts and orders belong to. Others only look. */
const accounts = 60;
/** Access tokens end after some minutes. */
const renewAfterMs = 240_000;
const timeoutMs = 20_000;

const productFields = `slug name brand priceRange { min { amountMinor currency } }
  variants { sku name price { amountMinor currency } }`;
const listQuery = `query ($first: Int!) { products(first: $first) {
  edges { cursor node { inStock ${productFields} } } pageInfo { hasNextPage endCursor } } }`;
const pageQuery = `query ($slug: String!) { product(slug: $slug) { id description attributes { name value } ${productFields} } }`;
const searchQuery = `query ($query: String!) { search(query: $query, first: 10) {
  totalCount edges { node { ${productFields} } } facets { name values { value count } } } }`;
const cartMutation = "mutation { createCart { order { id } userErrors { code } } }";
const quoteQuery = `query ($input: QuoteInput!) { quote(input: $input) { total { amountMinor } } }`;
const orderMutation = `mutation ($input: PlaceOrderInput!) {
  placeOrder(input: $input) { order { ${orderFields} } userErrors { code } } }`;

export async function seedProducts(manager: Api, flashSaleUnits: number): Promise<void> {
  const skus = Array.from({ length: products }, (_, index) => productLine(`LOAD-${index}`, 1_000_000));
  const lines = [...skus, ...getDemoProducts(), productLine(flashSaleSku, flashSaleUnits)];
  for (let at = 0; at < lines.length; at += 250) {
    await importLines(
      manager,
      lines.slice(at, at + 250).map((line) => JSON.stringify(line)),
    );
  }
}

export interface VisitorOptions {
  readonly url: string;
  readonly mix: Mix;
  readonly random: () => number;
  readonly flashSale: boolean;
  /** Is a part of each idempotency key. */
  readonly run: string;
}

/** Creates visitors with addresses of their own. Some have a guest session. */
export async function createVisitors({ url, mix, random, flashSale, run }: VisitorOptions): Promise<Visitors> {
  const startSession = async (index: number) =>
    (await startGuest({ url, address: `10.1.0.${index + 1}` })).accessToken ?? undefined;
  const indexes = Array.from({ length: accounts }, (_, index) => index);
  let tokens = await mapConcurrently(4, indexes, startSession);
  let renewedAt = Date.now();
  const renewTokens = async (): Promise<void> => {
    if (Date.now() - renewedAt < renewAfterMs) return;
    renewedAt = Date.now();
    for (const index of indexes) {
      const token = await startSession(index).catch(() => undefined);
      if (token !== undefined) tokens = tokens.with(index, token);
    }
  };
  const demoProducts = getDemoProducts();
  const words = demoProducts.flatMap(({ name }) => name.split(" ")).filter((word) => word.length > 3);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const pickSku = () => `LOAD-${Math.floor(random() * products)}`;
  const postQuery = (query: string, variables: object, index: number, signedIn = false): Promise<Received> =>
    send(`${url}/graphql`, {
      json: JSON.stringify({ query, variables }),
      token: signedIn ? tokens[Math.abs(index) % accounts] : undefined,
      // Addresses of visitors, so that no one of them reaches the limit of an address.
      headers: { "cf-connecting-ip": `10.${2 + ((index >> 8) & 7)}.${index & 255}.1` },
      timeoutMs,
    });
  const orderInput = (index: number) => ({
    idempotencyKey: `${run}-${index}`,
    lines: [{ sku: flashSale ? flashSaleSku : pickSku(), quantity: 1 }],
    paymentMethod: "pm_card_visa",
    shippingAddress: address,
  });
  const journeys: Readonly<Record<JourneyName, (index: number) => Promise<Received>>> = {
    browse: (index) =>
      random() < 0.3
        ? postQuery(listQuery, { first: 10 + (index % 10) }, index)
        : postQuery(pageQuery, { slug: random() < 0.5 ? pickSku().toLowerCase() : pick(demoProducts).slug }, index),
    search: (index) => postQuery(searchQuery, { query: `${pick(words)} ${pick(words)}` }, index),
    cart: (index) =>
      random() < 0.5
        ? postQuery(cartMutation, {}, index, true)
        : postQuery(quoteQuery, { input: { lines: [{ sku: pickSku(), quantity: 2 }] } }, index, true),
    order: (index) => postQuery(orderMutation, { input: orderInput(index) }, index, true),
  };
  const pickJourney = (): JourneyName => {
    let left = random() * journeyNames.reduce((sum, name) => sum + mix[name], 0);
    for (const name of journeyNames) {
      left -= mix[name];
      if (left < 0) return name;
    }
    return "browse";
  };
  return {
    visit: async (index, journey = pickJourney()) => {
      void renewTokens();
      try {
        return { journey, ...classify(await journeys[journey](index)) };
      } catch (error) {
        return { journey, outcome: "failed", reason: String((error as { code?: unknown }).code ?? error) };
      }
    },
  };
}

interface Reply {
  readonly data?: {
    readonly placeOrder?: {
      readonly order: OrderResult | null;
      readonly userErrors: readonly { code: string }[];
    } | null;
  } | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

function classify({ status, headers, body }: Received): Omit<Result, "journey"> {
  // To parse all responses would need as much CPU time as the shop.
  if (status === 200 && !body.includes('"errors":[') && !body.startsWith('{"data":{"placeOrder"')) {
    return { outcome: "served" };
  }
  const { data, errors } = parseReply(body);
  const code = errors?.[0]?.extensions?.code ?? data?.placeOrder?.userErrors[0]?.code;
  if (status === 503 || status === 429) {
    return headers["retry-after"] === undefined
      ? { outcome: "failed", reason: `${code} without Retry-After` }
      : { outcome: "rejected", reason: code ?? String(status) };
  }
  if (code === "INSUFFICIENT_STOCK") return { outcome: "sold out" };
  if (status !== 200 || code !== undefined) return { outcome: "failed", reason: code ?? String(status) };
  const order = data?.placeOrder?.order;
  if (order === undefined || order === null) return { outcome: "served" };
  if (order.status === "CONFIRMED") return { outcome: "served", order };
  if (order.rejection?.code === "OUT_OF_STOCK") return { outcome: "sold out", order };
  return order.status === "REJECTED"
    ? { outcome: "failed", reason: order.rejection?.code ?? "REJECTED", order }
    : { outcome: "pending", reason: order.status, order };
}

function parseReply(body: string): Reply {
  try {
    return JSON.parse(body) as Reply;
  } catch {
    return {};
  }
}
