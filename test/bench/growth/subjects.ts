import { getDemoProducts } from "../../../dev/cli/demo/products.ts";
import { address } from "../../support/harness.ts";
import { profiledRequests } from "../../support/profiled-requests.ts";
import { exchange } from "../light-client.ts";
import { sendProfiled } from "../send-profiled.ts";
import type { BenchShop } from "../shop.ts";
import { fillOrders, fillProducts, fillPromotions, type PromotionKind } from "./fill.ts";
import { prepareWatchers } from "./watchers.ts";

/** How the cost should grow. "flat": an exponent near 0. "linear": the work itself grows with n, so at most 1. */
export type Expectation = "flat" | "linear";

/** A cost that is measured at several sizes. */
export interface Series {
  readonly label: string;
  readonly expectation: Expectation;
  /** What the cost grows with, if that is not the size of the dimension. */
  readonly x?: number;
  /** Requests per measurement. */
  readonly count: number;
  /** One at a time instead of four. */
  readonly isSerial?: boolean;
  readonly request: (index: number) => Promise<boolean>;
}

/** What grows, and the costs that are measured at each size. */
export interface Dimension {
  readonly name: string;
  readonly unit: string;
  readonly sizes: readonly number[];
  /** Brings the shop to this size. Returns what is measured there. */
  readonly grow: (size: number) => Promise<{ readonly series: readonly Series[]; readonly end?: () => void }>;
}

/** The products that are not copies: 2,000, and those of the demo shop. */
const seededProducts = 2_000 + getDemoProducts().length;

const orderQuery = profiledRequests.order.query;

/** Returns the dimensions in the order in which they have to run: products grow last, because they stay. */
export async function createDimensions(shop: BenchShop): Promise<readonly Dimension[]> {
  const { url, skus } = shop;
  const send = async (query: string, variables: object = {}) => {
    const json = JSON.stringify({ query, variables });
    const { token } = shop.buyer;
    const body = await exchange(`${url}/graphql`, { json, ...(token !== undefined && { token }) });
    return body?.startsWith('{"data":{') === true && !body.includes('"userErrors":[{');
  };
  let placed = 0;
  const placeOrder = (lineCount = 1) => {
    const index = placed++;
    const lines = Array.from({ length: lineCount }, (_, line) => ({
      sku: skus[(index * lineCount + line) % skus.length],
      quantity: 1,
    }));
    const idempotencyKey = `growth-${index}`;
    return send(orderQuery, {
      input: { idempotencyKey, lines, paymentMethod: "pm_card_visa", shippingAddress: address },
    });
  };
  const order: Series = { label: "full order", expectation: "flat", count: 50, request: () => placeOrder() };
  const watch = await prepareWatchers(shop);
  const slug = "halden-reading-lamp";

  const promotions = (kind: PromotionKind, expectation: Expectation): Dimension => ({
    name: kind === "automatic" ? "automatic promotions" : "promotions with codes",
    unit: "promotions",
    sizes: [10, 100, 1_000],
    grow: async (size) => {
      await fillPromotions(shop, kind, size);
      return {
        series: [
          { ...order, label: `full order (${kind === "automatic" ? "automatic" : "code"} promotions)`, expectation },
        ],
      };
    },
  });
  return [
    {
      name: "lines of an order",
      unit: "lines",
      sizes: [1, 10, 100],
      grow: async (size) => ({
        series: [{ label: "full order (lines)", expectation: "linear", count: 40, request: () => placeOrder(size) }],
      }),
    },
    {
      name: "live watchers of one order",
      unit: "watchers",
      sizes: [1, 10, 100, 1_000],
      grow: async (size) => {
        const watchers = await watch(size);
        return {
          series: [
            {
              label: "one event, all watchers",
              expectation: "linear",
              count: 5,
              isSerial: true,
              request: watchers.change,
            },
          ],
          end: watchers.close,
        };
      },
    },
    promotions("code", "flat"),
    promotions("automatic", "linear"),
    {
      name: "past orders of an account",
      unit: "orders",
      sizes: [1_000, 10_000, 100_000],
      grow: async (size) => {
        await fillPromotions(shop, "code", 0);
        await fillOrders(shop, size);
        const list = "{ orders(first: 10) { edges { node { id number status } } pageInfo { hasNextPage } } }";
        return {
          series: [
            { ...order, label: "full order (past orders)" },
            { label: "list of the newest 10 orders", expectation: "flat", count: 200, request: () => send(list) },
          ],
        };
      },
    },
    {
      name: "products of the catalog",
      unit: "products",
      sizes: [3_000, 10_000, 100_000],
      grow: async (size) => {
        await fillProducts(shop, size);
        const page = `query ($slug: String!) { product(slug: $slug) { id name description variants { sku price { amountMinor } stock { available } } } }`;
        const find = (word: string) => send(profiledRequests.search.query, { word });
        return {
          series: [
            { ...order, label: "full order (products)" },
            {
              label: "list of 10",
              expectation: "flat",
              count: 200,
              request: (index) => sendProfiled(shop, profiledRequests.list, index),
            },
            { label: "product page", expectation: "flat", count: 200, request: () => send(page, { slug }) },
            { label: "search, same hits", expectation: "flat", count: 60, request: () => find("lamp") },
            {
              label: "search, by hits",
              expectation: "flat",
              x: size - seededProducts,
              count: 60,
              request: () => find("gadget"),
            },
          ],
        };
      },
    },
  ];
}
