import { afterAll, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { mapConcurrently } from "../../dev/process/parallel.ts";
import { asUser, login, startGuest } from "../support/accounts.ts";
import { createCoupon, readUses } from "../support/coupons.ts";
import { cancelOrder, findOrder, type OrderResult, placeOrder, productLine } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";
import { findUnsettled, findViolations } from "./database-invariants.ts";

const buyers = 2_000;
const units = 100;
/** The number of concurrent requests, as a storefront sends them to a machine with two cores. */
const concurrency = 32;

const shop = useShop({
  products: [
    productLine("FLASH", units),
    productLine("KEYED", 1_000),
    productLine("ACTION", 100),
    productLine("SPLIT", 5),
    productLine("COUPON", 1_000),
    productLine("PERSONAL", 100),
  ],
});
const responses: OrderResult[] = [];
let retries = 0;

afterAll(() => {
  console.log(`${responses.length} responses, ${retries} retries of overloaded requests`);
});

/** Retries while the shop is overloaded, as a storefront does. */
async function retryWhileOverloaded<T>(send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const errors = (error as { cause?: readonly { extensions?: { code?: unknown } }[] }).cause ?? [];
      if (attempt === 50 || !errors.some(({ extensions }) => extensions?.code === "UNAVAILABLE")) throw error;
      retries++;
      await new Promise((later) => setTimeout(later, 300));
    }
  }
}

async function buy(buyer: Api, input: object): Promise<OrderResult> {
  const { order, userErrors } = await retryWhileOverloaded(() => placeOrder(buyer, input));
  if (order === null) throw new Error(userErrors.map(({ code }) => code).join());
  responses.push(order);
  return order;
}

const createGuest = async () => asUser(shop, await retryWhileOverloaded(() => startGuest({ url: shop.url })));
const createGuests = (count: number) => mapConcurrently(concurrency, Array.from({ length: count }), createGuest);
const readStockRow = async (sku: string) =>
  (await shop.sql("catalog")`select available, reserved, committed from stock where sku = ${sku}`)[0];
/** The catalog commits the stock of confirmed orders some time later. */
const committed = { timeout: 30_000 };
const findPayments = async (orderId: string) => (await shop.ledger()).filter((entry) => entry.orderId === orderId);

describe("a flash sale", () => {
  it("sells a hundred units to exactly a hundred of two thousand buyers, each charged once", async () => {
    const guests = await createGuests(buyers);
    const orders = await mapConcurrently(concurrency, guests, (buyer) =>
      buy(buyer, { idempotencyKey: "mine", lines: [{ sku: "FLASH", quantity: 1 }] }),
    );
    const confirmed = orders.filter(({ status }) => status === "CONFIRMED");
    const outOfStock = orders.filter(
      ({ status, rejection }) => status === "REJECTED" && rejection?.code === "OUT_OF_STOCK",
    );
    expect([confirmed.length, outOfStock.length]).toEqual([units, buyers - units]);
    await expect.poll(() => readStockRow("FLASH"), committed).toEqual({ available: 0, reserved: 0, committed: units });
    const ledger = Map.groupBy(await shop.ledger(), ({ orderId }) => orderId);
    const captures = confirmed.map(({ id }) => (ledger.get(id) ?? []).map(({ captured }) => captured));
    expect(captures).toEqual(confirmed.map(() => [1_000]));
    expect(ledger.size).toBe(units);
  });

  it("shows the product as sold out in every list and search after the last sale", async () => {
    const query = `{
      product(slug: "flash") { inStock }
      listed: products(first: 100) { edges { node { slug inStock } } }
      found: search(query: "FLASH", first: 10) { edges { node { slug inStock } } }
      foundInStock: search(query: "FLASH", first: 10, filter: { inStock: true }) { edges { node { slug } } }
    }`;
    interface Page {
      readonly edges: readonly { readonly node: { readonly slug: string; readonly inStock: boolean } }[];
    }
    type Reply = { product: { inStock: boolean } } & Record<"listed" | "found" | "foundInStock", Page>;
    const { product, listed, found, foundInStock } = await fetchData<Reply>({ url: shop.url }, query);
    const inStockOf = ({ edges }: Page) =>
      edges.filter(({ node }) => node.slug === "flash").map(({ node }) => node.inStock);
    expect([product.inStock, inStockOf(listed), inStockOf(found), inStockOf(foundInStock)]).toEqual([
      false,
      [false],
      [false],
      [],
    ]);
  });

  it("adds up two lines of one SKU when it checks the stock for concurrent orders", async () => {
    const lines = [3, 3].map((quantity) => ({ sku: "SPLIT", quantity }));
    const guests = await createGuests(50);
    const orders = await mapConcurrently(concurrency, guests, (buyer) =>
      buy(buyer, { idempotencyKey: "split", lines }),
    );
    expect(orders.every(({ rejection }) => rejection?.code === "OUT_OF_STOCK")).toBe(true);
    await expect.poll(() => readStockRow("SPLIT"), committed).toEqual({ available: 5, reserved: 0, committed: 0 });
  });
});

describe("a hundred concurrent requests with one idempotency key", () => {
  it("create one order and one capture, and receive equal responses", async () => {
    const buyer = await createGuest();
    const input = { idempotencyKey: "the one", lines: [{ sku: "KEYED", quantity: 3 }] };
    const orders = await Promise.all(Array.from({ length: 100 }, () => buy(buyer, input)));
    const [first] = orders;
    expect(first?.status).toBe("CONFIRMED");
    for (const order of orders) expect(order).toEqual(first);
    expect((await findPayments(first?.id ?? "")).map(({ captured }) => captured)).toEqual([3_000]);
    await expect.poll(() => readStockRow("KEYED"), committed).toEqual({ available: 997, reserved: 0, committed: 3 });
    expect(await buy(buyer, input)).toEqual(first);
  });
});

/** Places an order with a coupon code. Returns the order, or the code of the rejection. */
async function buyWithCode(buyer: Api, input: object): Promise<OrderResult | string> {
  const { order, userErrors } = await retryWhileOverloaded(() => placeOrder(buyer, input));
  if (order === null) return userErrors.map(({ code }) => code).join();
  responses.push(order);
  return order.status === "REJECTED" ? (order.rejection?.code ?? "") : order;
}

const isOrder = (result: OrderResult | string) => typeof result !== "string";

describe("a flash sale with a coupon code for a hundred orders", () => {
  it("gives the discount to exactly a hundred of two thousand buyers, and sells nothing to the others", async () => {
    const promotionId = await createCoupon(shop, "HUNDRED", { usageLimit: 100 });
    const guests = await createGuests(buyers);
    const cancelled: string[] = [];
    const results = await mapConcurrently(concurrency, [...guests.entries()], async ([index, buyer]) => {
      // A tenth is declined, and a tenth cancels immediately. Both return their use of the code.
      const paymentMethod = index % 10 === 0 ? "pm_card_chargeDeclined" : "pm_card_visa";
      const lines = [{ sku: "COUPON", quantity: 1 }];
      const input = { idempotencyKey: "coupon", couponCodes: ["hundred"], lines, paymentMethod };
      const result = await buyWithCode(buyer, input);
      if (typeof result === "string" || index % 10 !== 1) return result;
      const { order } = await retryWhileOverloaded(() => cancelOrder(buyer, result.id, "back"));
      expect(order?.status).toBe("CANCELLED");
      cancelled.push(result.id);
      return "CANCELLED";
    });
    const count = (code: string) => results.filter((result) => result === code).length;
    const confirmed = results.filter(isOrder);
    console.log(
      `coupon: ${confirmed.length} confirmed, ${count("CANCELLED")} cancelled, ${count("PAYMENT_DECLINED")} declined,` +
        ` ${count("COUPON_EXHAUSTED")} exhausted`,
    );
    expect(confirmed.length).toBe(100);
    await expect.poll(() => readUses(shop, promotionId), committed).toEqual({ used: 100, reserved: 0 });
    const others = count("CANCELLED") + count("PAYMENT_DECLINED") + count("COUPON_EXHAUSTED");
    expect(others).toBe(buyers - 100);
    const ledger = Map.groupBy(await shop.ledger(), ({ orderId }) => orderId);
    const captures = confirmed.map(({ id, status }) => [status, ledger.get(id)?.map(({ captured }) => captured)]);
    expect(captures).toEqual(confirmed.map(() => ["CONFIRMED", [900]]));
    await expect.poll(() => readStockRow("COUPON"), committed).toEqual({ available: 900, reserved: 0, committed: 100 });
  });
});

describe("a coupon code with one use per customer", () => {
  it("is used once by a customer who orders in fifty sessions concurrently", async () => {
    const promotionId = await createCoupon(shop, "ONCE", { usageLimitPerCustomer: 1 });
    const { email } = await shop.signUp();
    const logins = Array.from({ length: 50 }, () => () => retryWhileOverloaded(() => login({ url: shop.url }, email)));
    const sessions = await mapConcurrently(8, logins, async (start) => asUser(shop, await start()));
    const results = await mapConcurrently(50, [...sessions.entries()], ([index, session]) => {
      const input = { idempotencyKey: `session ${index}`, couponCodes: ["ONCE"] };
      return buyWithCode(session, { ...input, lines: [{ sku: "PERSONAL", quantity: 1 }] });
    });
    const [confirmed, ...more] = results.filter(isOrder);
    expect([confirmed?.status, more]).toEqual(["CONFIRMED", []]);
    expect(results.filter((result) => result === "COUPON_EXHAUSTED").length).toBe(49);
    await expect.poll(() => readUses(shop, promotionId), committed).toEqual({ used: 1, reserved: 0 });
  });

  it("is used once by an account and guests with its address in any case", async () => {
    const promotionId = await createCoupon(shop, "SHARED", { usageLimitPerCustomer: 1 });
    const account = await shop.signUp();
    const guests = await createGuests(24);
    const spellings = [account.email, account.email.toUpperCase(), ` ${account.email}`];
    const orders = [{ buyer: account as Api, email: {} }].concat(
      guests.map((buyer, index) => ({ buyer, email: { email: spellings[index % spellings.length] } })),
    );
    const results = await mapConcurrently(25, orders, ({ buyer, email }) =>
      buyWithCode(buyer, {
        idempotencyKey: "shared",
        couponCodes: ["SHARED"],
        lines: [{ sku: "PERSONAL", quantity: 1 }],
        ...email,
      }),
    );
    expect(results.filter(isOrder).map(({ status }) => status)).toEqual(["CONFIRMED"]);
    expect(results.filter((result) => result === "COUPON_EXHAUSTED").length).toBe(24);
    await expect.poll(() => readUses(shop, promotionId), committed).toEqual({ used: 1, reserved: 0 });
  });
});

describe("three concurrent webhooks for one payment", () => {
  it("settle the payment once, for each of twenty buyers", async () => {
    await shop.setWebhookCopies(3);
    const guests = await createGuests(20);
    const ids = await mapConcurrently(concurrency, guests, async (buyer) => {
      const input = { idempotencyKey: "action", paymentMethod: "pm_card_authenticationRequired" };
      const { id, status } = await buy(buyer, { ...input, lines: [{ sku: "ACTION", quantity: 1 }] });
      expect(status).toBe("RESERVED");
      const [payment] = await findPayments(id);
      await shop.authenticatePayment(payment?.id ?? "", true);
      await expect.poll(async () => (await findOrder(buyer, id))?.status, { timeout: 10_000 }).toBe("CONFIRMED");
      return id;
    });
    for (const id of ids) expect((await findPayments(id)).map(({ captured }) => captured)).toEqual([1_000]);
    const events = await shop.sql("order")`select id, count(*) from payment_events group by id having count(*) > 1`;
    expect(events).toEqual([]);
    await expect.poll(() => readStockRow("ACTION"), committed).toEqual({ available: 80, reserved: 0, committed: 20 });
  });
});

describe("after all of them", () => {
  it("every order has settled and no invariant is violated", async () => {
    await expect.poll(() => findUnsettled(shop), { timeout: 10_000 }).toEqual([]);
    expect(await findViolations(shop, responses)).toEqual([]);
  });
});
