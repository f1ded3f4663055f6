import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { mapConcurrently } from "../../dev/process/parallel.ts";
import { asUser, startGuest } from "../support/accounts.ts";
import {
  findOrder,
  importProducts,
  type OrderResult,
  openShop,
  placeOrder,
  productLine,
  type Shop,
} from "../support/harness.ts";
import { findUnsettled, findViolations } from "./database-invariants.ts";

const buyers = 2_000;
const units = 100;
/** Requests at once: a shop front's, on a machine of two cores. */
const width = 32;

let shop: Shop;
const told: OrderResult[] = [];

beforeAll(async () => {
  shop = await openShop();
  const lines = [productLine("FLASH", units), productLine("KEYED", 1_000), productLine("ASKED", 100)];
  await importProducts(await shop.signUp("CATALOG_MANAGER"), [...lines, productLine("SPLIT", 5)]);
});

afterAll(async () => {
  console.log(`${told.length} answers; ${refused} times there was too much to do, and the buyer asked again`);
  await shop?.stop();
});

let refused = 0;

/** Asks again, as a shop front does, while the answer is that there is too much to do. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      const codes = (error as { cause?: readonly { extensions?: { code?: unknown } }[] }).cause ?? [];
      if (tries === 50 || !codes.some(({ extensions }) => extensions?.code === "UNAVAILABLE")) throw error;
      refused++;
      await new Promise((later) => setTimeout(later, 300));
    }
  }
}

async function buy(buyer: Api, input: object): Promise<OrderResult> {
  const { order, userErrors } = await patiently(() => placeOrder(buyer, input));
  if (order === null) throw new Error(userErrors.map(({ code }) => code).join());
  told.push(order);
  return order;
}

const guest = async () => asUser(shop, await patiently(() => startGuest({ url: shop.url })));
const stockOf = async (sku: string) =>
  (await shop.sql("catalog")`select available, reserved, committed from stock where sku = ${sku}`)[0];
const paymentsOf = async (orderId: string) => (await shop.ledger()).filter((entry) => entry.orderId === orderId);

describe("a flash sale", () => {
  it("sells a hundred units to exactly a hundred of two thousand buyers, each charged once", async () => {
    const crowd = await mapConcurrently(width, Array.from({ length: buyers }), guest);
    const orders = await mapConcurrently(width, crowd, (buyer) =>
      buy(buyer, { idempotencyKey: "mine", lines: [{ sku: "FLASH", quantity: 1 }] }),
    );
    const confirmed = orders.filter(({ status }) => status === "CONFIRMED");
    const refused = orders.filter(
      ({ status, rejection }) => status === "REJECTED" && rejection?.code === "OUT_OF_STOCK",
    );
    expect([confirmed.length, refused.length]).toEqual([units, buyers - units]);
    expect(await stockOf("FLASH")).toEqual({ available: 0, reserved: 0, committed: units });
    const ledger = Map.groupBy(await shop.ledger(), ({ orderId }) => orderId);
    const captures = confirmed.map(({ id }) => (ledger.get(id) ?? []).map(({ captured }) => captured));
    expect(captures).toEqual(confirmed.map(() => [1_000]));
    expect(ledger.size).toBe(units);
  });

  it("is sold out everywhere once the last unit has gone", async () => {
    const query = `{
      product(slug: "flash") { inStock }
      listed: products(first: 100) { edges { node { slug inStock } } }
      found: search(query: "FLASH", first: 10) { edges { node { slug inStock } } }
      sold: search(query: "FLASH", first: 10, filter: { inStock: true }) { edges { node { slug } } }
    }`;
    interface Page {
      readonly edges: readonly { readonly node: { readonly slug: string; readonly inStock: boolean } }[];
    }
    type Reply = { product: { inStock: boolean } } & Record<"listed" | "found" | "sold", Page>;
    const { product, listed, found, sold } = await fetchData<Reply>({ url: shop.url }, query);
    const flash = ({ edges }: Page) =>
      edges.filter(({ node }) => node.slug === "flash").map(({ node }) => node.inStock);
    expect([product.inStock, flash(listed), flash(found), flash(sold)]).toEqual([false, [false], [false], []]);
  });

  it("counts two lines of one SKU together, however many try at once", async () => {
    const lines = [3, 3].map((quantity) => ({ sku: "SPLIT", quantity }));
    const crowd = await mapConcurrently(width, Array.from({ length: 50 }), guest);
    const orders = await mapConcurrently(width, crowd, (buyer) => buy(buyer, { idempotencyKey: "split", lines }));
    expect(orders.every(({ rejection }) => rejection?.code === "OUT_OF_STOCK")).toBe(true);
    expect(await stockOf("SPLIT")).toEqual({ available: 5, reserved: 0, committed: 0 });
  });
});

describe("one idempotency key", () => {
  it("sent a hundred times at once makes one order, one capture and one answer", async () => {
    const buyer = await guest();
    const input = { idempotencyKey: "the one", lines: [{ sku: "KEYED", quantity: 3 }] };
    const answers = await Promise.all(Array.from({ length: 100 }, () => buy(buyer, input)));
    const [first] = answers;
    expect(first?.status).toBe("CONFIRMED");
    for (const answer of answers) expect(answer).toEqual(first);
    expect((await paymentsOf(first?.id ?? "")).map(({ captured }) => captured)).toEqual([3_000]);
    expect(await stockOf("KEYED")).toEqual({ available: 997, reserved: 0, committed: 3 });
    expect(await buy(buyer, input)).toEqual(first);
  });
});

describe("three webhooks at once", () => {
  it("settle a payment once, for each of twenty buyers", async () => {
    await shop.setWebhookCopies(3);
    const crowd = await mapConcurrently(width, Array.from({ length: 20 }), guest);
    const ids = await mapConcurrently(width, crowd, async (buyer) => {
      const input = { idempotencyKey: "asked", paymentMethod: "pm_card_authenticationRequired" };
      const { id, status } = await buy(buyer, { ...input, lines: [{ sku: "ASKED", quantity: 1 }] });
      expect(status).toBe("RESERVED");
      const [payment] = await paymentsOf(id);
      const door = `http://${shop.stack.services.stripeHost}/sandbox/payment_intents/${payment?.id}/authenticate`;
      await fetch(door, { method: "POST" });
      await expect.poll(async () => (await findOrder(buyer, id))?.status, { timeout: 10_000 }).toBe("CONFIRMED");
      return id;
    });
    for (const id of ids) expect((await paymentsOf(id)).map(({ captured }) => captured)).toEqual([1_000]);
    const events = await shop.sql("order")`select id, count(*) from payment_events group by id having count(*) > 1`;
    expect(events).toEqual([]);
    expect(await stockOf("ASKED")).toEqual({ available: 80, reserved: 0, committed: 20 });
  });
});

it("leaves every order at its end, and every promise kept", async () => {
  await expect.poll(() => findUnsettled(shop), { timeout: 10_000 }).toEqual([]);
  expect(await findViolations(shop, told)).toEqual([]);
});
