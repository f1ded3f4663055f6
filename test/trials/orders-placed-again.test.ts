import { describe, expect, it } from "vitest";
import { reconcileShop } from "../../dev/cli/reconciliation/reconcile-shop.ts";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { asUser, login, startGuest } from "../support/accounts.ts";
import { cancelOrder, findOrder, importProducts, productLine, readStock } from "../support/harness.ts";
import { openShopSources } from "../support/sources.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shippingAddress = {
  name: "A B",
  line1: "1 Test Street",
  city: "Springfield",
  postalCode: "12345",
  countryCode: "US",
};

const shop = useShop({ products: [productLine("S", 50, "1000"), productLine("FEW", 50), productLine("SOLD-OUT", 3)] });
const buyer = useUser(shop);
const support = useUser(shop, "SUPPORT");
const manager = useUser(shop, "CATALOG_MANAGER");

let keys = 0;
const newKey = () => `key-${++keys}`;

const placeMutation = `mutation ($i: PlaceOrderInput!) { placeOrder(input: $i) { order { id number status
  lines { sku quantity unitPrice { amountMinor } } total { amountMinor } rejection { code message skus }
  paymentAction { clientSecret } transactions { kind status amount { amountMinor } } shippingAddress { city }
  placedAt timeline { type } } userErrors { code field message } } }`;
const setLineMutation = `mutation ($i: SetCartLineInput!) { setCartLine(input: $i) { order { id status number placedAt
  rejection { code } shippingAddress { city } lines { sku quantity } total { amountMinor } } userErrors { code field } } }`;

interface Order {
  readonly id: string;
  readonly number: string | null;
  readonly status: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly total: { readonly amountMinor: string };
  readonly rejection: { readonly code: string; readonly message: string; readonly skus: readonly string[] } | null;
  readonly paymentAction: { readonly clientSecret: string } | null;
  readonly transactions: readonly { readonly kind: string; readonly status: string }[];
  readonly shippingAddress: { readonly city: string } | null;
  readonly placedAt: string | null;
  readonly timeline: readonly { readonly type: string }[];
}

interface Payload {
  readonly order: Order | null;
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] }[];
}

async function createCart(api: Api = buyer): Promise<string> {
  type Data = { createCart: { order: { id: string } } };
  return (await fetchData<Data>(api, "mutation { createCart { order { id } } }")).createCart.order.id;
}

async function setLine(cartId: string, sku: string, quantity: number, api: Api = buyer): Promise<Payload> {
  const variables = { i: { cartId, sku, quantity } };
  return (await fetchData<{ setCartLine: Payload }>(api, setLineMutation, variables)).setCartLine;
}

/** Places an order with a card that succeeds, unless the input has another one. */
async function place(input: object, api: Api = buyer): Promise<Payload> {
  const i = { idempotencyKey: newKey(), paymentMethod: "pm_card_visa", shippingAddress, ...input };
  return (await fetchData<{ placeOrder: Payload }>(api, placeMutation, { i })).placeOrder;
}

async function fillCart(sku: string, quantity: number): Promise<string> {
  const cartId = await createCart();
  await setLine(cartId, sku, quantity);
  return cartId;
}

const declines = { paymentMethod: "pm_card_chargeDeclinedInsufficientFunds" };
const waits = { paymentMethod: "pm_card_threeDSecure2Required" };
const codesOf = ({ userErrors }: Payload) => userErrors.map(({ code }) => code);
const typesOf = ({ order }: Payload) => order?.timeline.map(({ type }) => type) ?? [];

/** Returns the captured amounts of the order's payments at the provider, latest first. */
async function capturesOf(id: string): Promise<readonly number[]> {
  return (await shop.ledger()).filter(({ orderId }) => orderId === id).map(({ captured }) => captured);
}

/** The lists, the payments and the stock must agree with the order. */
async function findDifferences(id: string): Promise<readonly string[]> {
  const { differences } = await reconcileShop(openShopSources(shop, support));
  return differences.filter((difference) => difference.includes(id));
}

async function listedStatus(id: string): Promise<string | undefined> {
  const query = "{ orders(first: 50) { edges { node { id status } } } }";
  type Data = { orders: { edges: { node: { id: string; status: string } }[] } };
  const { edges } = (await fetchData<Data>(buyer, query)).orders;
  return edges.find(({ node }) => node.id === id)?.node.status;
}

describe("a cart whose payment was declined", () => {
  it("is placed again with another key and captured once, and the first key returns it", async () => {
    const before = await readStock(buyer, "s");
    const cartId = await fillCart("S", 2);
    const first = { idempotencyKey: newKey(), cartId, ...declines };
    const rejected = await place(first);
    expect(rejected).toMatchObject({
      order: { id: cartId, status: "REJECTED", rejection: { code: "PAYMENT_DECLINED" }, lines: [{ quantity: 2 }] },
      userErrors: [],
    });
    expect((await place(first)).order).toEqual(rejected.order);
    const placed = await place({ cartId });
    expect(placed.order).toMatchObject({
      id: cartId,
      status: "CONFIRMED",
      rejection: null,
      total: { amountMinor: "2000" },
    });
    expect(placed.order?.number).toBe(rejected.order?.number);
    expect(await capturesOf(cartId)).toEqual([2000, 0]);
    // Both attempts are in the timeline.
    expect(typesOf(placed).filter((type) => type === "OrderPlaced" || type === "OrderRejected")).toEqual([
      "OrderPlaced",
      "OrderRejected",
      "OrderPlaced",
    ]);
    expect((await place(first)).order).toEqual(placed.order);
    expect(codesOf(await place({ ...first, ...waits }))).toEqual(["IDEMPOTENCY_KEY_REUSED"]);
    // The first key is taken for every other order.
    const { idempotencyKey } = first;
    const fromLines = { idempotencyKey, lines: [{ sku: "S", quantity: 1 }] };
    expect(codesOf(await place(fromLines))).toEqual(["IDEMPOTENCY_KEY_REUSED"]);
    expect(codesOf(await place({ idempotencyKey, cartId: await fillCart("S", 1) }))).toEqual([
      "IDEMPOTENCY_KEY_REUSED",
    ]);
    expect(codesOf(await place({ cartId }))).toEqual(["CART_ALREADY_PLACED"]);
    expect(await capturesOf(cartId)).toEqual([2000, 0]);
    await expect
      .poll(() => readStock(buyer, "s"), { timeout: 10_000 })
      .toEqual({ available: before.available - 2, reserved: 0 });
    expect(await findDifferences(cartId)).toEqual([]);
  });

  it("is a cart again when a line is set, without the number, the address and the rejection", async () => {
    const cartId = await fillCart("S", 2);
    await place({ cartId, ...declines });
    expect(await listedStatus(cartId)).toBe("REJECTED");
    const changed = await setLine(cartId, "S", 3);
    expect(changed).toEqual({
      order: {
        id: cartId,
        status: "CART",
        number: null,
        placedAt: null,
        rejection: null,
        shippingAddress: null,
        lines: [{ sku: "S", quantity: 3 }],
        total: { amountMinor: "3000" },
      },
      userErrors: [],
    });
    expect(await listedStatus(cartId)).toBeUndefined();
    expect((await place({ cartId })).order).toMatchObject({ status: "CONFIRMED", total: { amountMinor: "3000" } });
    expect(await listedStatus(cartId)).toBe("CONFIRMED");
    expect(await capturesOf(cartId)).toEqual([3000, 0]);
    expect(await findDifferences(cartId)).toEqual([]);
  });

  it("can be declined any number of times, cancelled after it was paid, and is then refunded once", async () => {
    const cartId = await fillCart("S", 1);
    for (let attempt = 0; attempt < 3; attempt++) {
      expect((await place({ cartId, ...declines })).order?.status).toBe("REJECTED");
    }
    expect((await place({ cartId })).order?.status).toBe("CONFIRMED");
    expect((await cancelOrder(buyer, cartId, newKey())).order).toMatchObject({
      status: "CANCELLED",
      refunded: { amountMinor: "1000" },
    });
    expect(codesOf(await setLine(cartId, "S", 1))).toEqual(["CART_ALREADY_PLACED"]);
    expect(codesOf(await place({ cartId }))).toEqual(["CART_ALREADY_PLACED"]);
    expect(await findDifferences(cartId)).toEqual([]);
  });

  it("is placed by one of two concurrent requests with different keys", async () => {
    const cartId = await fillCart("S", 1);
    await place({ cartId, ...declines });
    const results = await Promise.all([place({ cartId }), place({ cartId })]);
    expect(results.flatMap(codesOf)).toEqual(["CART_ALREADY_PLACED"]);
    expect(await capturesOf(cartId)).toEqual([1000, 0]);
  });

  it("belongs to the account after the guest has signed in", async () => {
    const guest = asUser(shop, await startGuest({ url: shop.url }));
    const cartId = await createCart(guest);
    await setLine(cartId, "S", 1, guest);
    const first = { idempotencyKey: newKey(), cartId, ...declines };
    expect((await place(first, guest)).order?.status).toBe("REJECTED");
    // An account without a cart: the guest's cart moves and is not merged.
    const { accessToken } = await login(guest, (await shop.signUp()).email);
    const owner = { url: shop.url, token: accessToken ?? "" };
    await expect.poll(async () => codesOf(await setLine(cartId, "S", 1, owner)), { timeout: 10_000 }).toEqual([]);
    expect((await place({ cartId }, owner)).order?.status).toBe("CONFIRMED");
    expect((await place(first, owner)).order?.status).toBe("CONFIRMED");
    expect(await capturesOf(cartId)).toEqual([1000, 0]);
  });
});

describe("a cart that was out of stock", () => {
  it("is changed or placed again, and holds what it was placed with last", async () => {
    const cartId = await fillCart("FEW", 51);
    const rejected = await place({ cartId });
    expect(rejected.order).toMatchObject({
      status: "REJECTED",
      rejection: { code: "OUT_OF_STOCK", skus: ["FEW"] },
      lines: [{ sku: "FEW", quantity: 51 }],
    });
    expect((await place({ cartId })).order?.rejection?.code).toBe("OUT_OF_STOCK");
    expect((await setLine(cartId, "FEW", 50)).order).toMatchObject({ status: "CART", rejection: null });
    expect((await place({ cartId })).order?.status).toBe("CONFIRMED");
    await expect.poll(() => readStock(buyer, "few"), { timeout: 10_000 }).toEqual({ available: 0, reserved: 0 });
    expect(await capturesOf(cartId)).toEqual([50_000]);
    expect(await findDifferences(cartId)).toEqual([]);
  });
});

describe("a cart whose price changed", () => {
  it.each([
    ["fell", "2000", "1500"],
    ["rose", "1000", "1500"],
  ])("is placed again with the total of now, when the price %s", async (change, expected, now) => {
    const sku = `PRICE-${change}`.toUpperCase();
    await importProducts(manager, [productLine(sku, 50, now)]);
    const cartId = await fillCart(sku, 1);
    const toTotal = (amountMinor: string) => ({ expectedTotal: { amountMinor, currency: "USD" } });
    const rejected = await place({ cartId, ...toTotal(expected) });
    expect(rejected.order).toMatchObject({
      status: "REJECTED",
      rejection: { code: "PRICE_CHANGED" },
      total: { amountMinor: now },
    });
    const placed = await place({ cartId, ...toTotal(now) });
    expect(placed.order).toMatchObject({ id: cartId, status: "CONFIRMED", total: { amountMinor: now } });
    expect(await capturesOf(cartId)).toEqual([Number(now)]);
    expect(await findDifferences(cartId)).toEqual([]);
  });
});

describe("a cart whose payment waits for the cardholder", () => {
  it("is placed again: the waiting payment is voided first", async () => {
    const cartId = await fillCart("SOLD-OUT", 3);
    const first = { idempotencyKey: newKey(), cartId, ...waits };
    const waiting = await place(first);
    expect(waiting.order).toMatchObject({ status: "RESERVED", paymentAction: { clientSecret: expect.any(String) } });
    expect((await place(first)).order).toEqual(waiting.order);
    expect(codesOf(await setLine(cartId, "SOLD-OUT", 1))).toEqual(["CART_ALREADY_PLACED"]);
    // Other input is rejected before the waiting payment is touched.
    expect(codesOf(await place({ cartId, shippingMethod: "none" }))).not.toEqual([]);
    const placed = await place({ cartId });
    expect(placed.order).toMatchObject({ id: cartId, status: "CONFIRMED", rejection: null, paymentAction: null });
    expect(typesOf(placed).slice(3)).toEqual([
      "StockReserved",
      "PaymentStarted",
      "PaymentActionRequired",
      "CompensationStarted",
      ...["PaymentVoided", "StockReleased"].toSorted((a, b) => typesOf(placed).indexOf(a) - typesOf(placed).indexOf(b)),
      "OrderRejected",
      "CartReopened",
      "OrderPlaced",
      "StockReserved",
      "PaymentStarted",
      "PaymentAuthorized",
      "OrderCreated",
      "PaymentCaptured",
      "OrderConfirmed",
    ]);
    expect((await place(first)).order?.status).toBe("CONFIRMED");
    const payments = (await shop.ledger()).filter(({ orderId }) => orderId === cartId);
    expect(payments.map(({ status, captured }) => [status, captured])).toEqual([
      ["succeeded", 3000],
      ["canceled", 0],
    ]);
    await expect.poll(() => readStock(buyer, "sold-out"), { timeout: 10_000 }).toEqual({ available: 0, reserved: 0 });
    expect(await findDifferences(cartId)).toEqual([]);
  });

  it("is not placed while the provider does not void the payment, and then by the same request", async () => {
    const cartId = await fillCart("S", 1);
    expect((await place({ cartId, ...waits })).order?.status).toBe("RESERVED");
    const second = { idempotencyKey: newKey(), cartId };
    await shop.injectFault("down", "cancel", 1_000);
    expect(codesOf(await place(second))).toEqual(["IN_PROGRESS"]);
    expect(await capturesOf(cartId)).toEqual([0]);
    await shop.clearFaults();
    await expect.poll(async () => (await place(second)).order?.status, { timeout: 15_000 }).toBe("CONFIRMED");
    expect(await capturesOf(cartId)).toEqual([1000, 0]);
    expect(await findDifferences(cartId)).toEqual([]);
  });

  it("is not placed again when the payment was authorized meanwhile", async () => {
    const cartId = await fillCart("S", 1);
    expect((await place({ cartId, ...waits })).order?.status).toBe("RESERVED");
    const payment = (await shop.ledger()).find(({ orderId }) => orderId === cartId);
    await shop.authenticatePayment(payment?.id ?? "", true);
    await expect.poll(async () => (await findOrder(buyer, cartId))?.status, { timeout: 15_000 }).toBe("CONFIRMED");
    expect(codesOf(await place({ cartId }))).toEqual(["CART_ALREADY_PLACED"]);
    expect(await capturesOf(cartId)).toEqual([1000]);
  });
});

describe("an order that was placed from lines and rejected", () => {
  it("stays rejected", async () => {
    const input = { idempotencyKey: newKey(), lines: [{ sku: "S", quantity: 1 }], ...declines };
    const { order } = await place(input);
    const cartId = order?.id ?? "";
    expect(order?.status).toBe("REJECTED");
    expect(codesOf(await setLine(cartId, "S", 2))).toEqual(["CART_ALREADY_PLACED"]);
    expect(codesOf(await place({ cartId }))).toEqual(["CART_ALREADY_PLACED"]);
    expect((await place(input)).order).toEqual(order);
  });
});

describe("the limit on declined payments", () => {
  const limited = useShop({ limits: true, products: [productLine("ONE", 1), productLine("MANY", 50)] });
  const customer = useUser(limited);

  it("counts a declined payment once, and not for the earlier placements of its cart", async () => {
    const cartId = await createCart(customer);
    await setLine(cartId, "ONE", 2, customer);
    const first = { idempotencyKey: newKey(), cartId };
    expect((await place(first, customer)).order?.rejection?.code).toBe("OUT_OF_STOCK");
    await setLine(cartId, "ONE", 1, customer);
    expect((await place({ cartId, ...declines }, customer)).order?.rejection?.code).toBe("PAYMENT_DECLINED");
    expect((await place(first, customer)).order?.rejection?.code).toBe("PAYMENT_DECLINED");
    const buyDeclined = () => place({ lines: [{ sku: "MANY", quantity: 1 }], ...declines }, customer);
    for (let attempt = 2; attempt <= 5; attempt++) {
      expect((await buyDeclined()).order?.rejection?.code).toBe("PAYMENT_DECLINED");
    }
    await expect(buyDeclined()).rejects.toThrow("Too many declined payments");
  });
});
