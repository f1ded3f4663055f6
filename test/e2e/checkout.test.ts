import { describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import {
  cancelOrder,
  errorCodes,
  findOrder,
  importProducts,
  type OrderPayload,
  orderFields,
  placeOrder,
  productLine,
  readStock,
} from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({
  products: [
    productLine("LAST-TEN", 10),
    productLine("PLENTY", 1_000),
    productLine("DECLINED", 5),
    productLine("SPLIT", 5),
    productLine("CANCEL", 5),
    productLine("EURO", 5, "1000", "EUR"),
  ],
});
const customer = useUser(shop);
const manager = useUser(shop, "CATALOG_MANAGER");

const paymentsOf = async (orderId: string) => (await shop.ledger()).filter((entry) => entry.orderId === orderId);

const setCartLine = `mutation ($input: SetCartLineInput!) { setCartLine(input: $input) { userErrors { code } } }`;

describe("concurrent placeOrder requests", () => {
  it("sell the last ten units to exactly ten of fifty requests", async () => {
    const payloads = await Promise.all(
      Array.from({ length: 50 }, (_, buyer) =>
        placeOrder(customer, { idempotencyKey: `last-${buyer}`, lines: [{ sku: "LAST-TEN", quantity: 1 }] }),
      ),
    );
    const confirmed = payloads.filter(({ order }) => order?.status === "CONFIRMED");
    const rejected = payloads.filter(({ order }) => order?.rejection?.code === "OUT_OF_STOCK");
    expect([confirmed.length, rejected.length]).toEqual([10, 40]);
    expect(rejected.every(({ order }) => order?.status === "REJECTED" && order.rejection?.skus[0] === "LAST-TEN")).toBe(
      true,
    );
    await expect
      .poll(() => readStock(customer, "last-ten"), { timeout: 10_000 })
      .toEqual({ available: 0, reserved: 0 });
    const ids = new Set(payloads.map(({ order }) => order?.id));
    const captures = (await shop.ledger()).filter(({ orderId = "", captured }) => ids.has(orderId) && captured > 0);
    expect(captures.map(({ captured }) => captured)).toEqual(Array.from({ length: 10 }, () => 1000));
  });

  it("create one order and one capture for twenty requests with one idempotency key", async () => {
    const payloads = await Promise.all(
      Array.from({ length: 20 }, () =>
        placeOrder(customer, { idempotencyKey: "concurrent", lines: [{ sku: "PLENTY", quantity: 3 }] }),
      ),
    );
    expect(payloads.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect(new Set(payloads.map(({ order }) => order?.id)).size).toBe(1);
    expect(payloads.every(({ order }) => order?.status === "CONFIRMED")).toBe(true);
    const payments = await paymentsOf(payloads[0]?.order?.id ?? "");
    expect(payments.map(({ captured }) => captured)).toEqual([3000]);
    await expect
      .poll(() => readStock(customer, "plenty"), { timeout: 10_000 })
      .toEqual({ available: 997, reserved: 0 });
  });
});

describe("a free order", () => {
  const buyFree = async (idempotencyKey: string) =>
    (await placeOrder(customer, { idempotencyKey, lines: [{ sku: "GIFT", quantity: 2 }] })).order;

  it("is confirmed without a payment, can be cancelled, and cannot be refunded", async () => {
    await importProducts(manager, [productLine("GIFT", 5, "0")]);
    const confirmed = await buyFree("confirmed");
    expect([confirmed?.status, confirmed?.transactions]).toEqual(["CONFIRMED", []]);
    const cancelled = await buyFree("cancelled");
    expect((await cancelOrder(customer, cancelled?.id ?? "", "no")).order?.status).toBe("CANCELLED");
    await expect.poll(() => readStock(customer, "gift"), { timeout: 10_000 }).toEqual({ available: 3, reserved: 0 });
    const support = await shop.signUp("SUPPORT");
    const input = { orderId: confirmed?.id, reason: "none", idempotencyKey: "r" };
    const refund = `mutation ($input: RefundOrderInput!) { refundOrder(input: $input) { userErrors { code message } } }`;
    expect(await fetchData(support, refund, { input })).toEqual({
      refundOrder: { userErrors: [{ code: "NOT_REFUNDABLE", message: "The order was free" }] },
    });
    expect(await paymentsOf(confirmed?.id ?? "")).toEqual([]);
  });
});

describe("a rejected order", () => {
  it("is out of stock when two lines of one SKU together exceed the stock", async () => {
    const lines = [
      { sku: "SPLIT", quantity: 3 },
      { sku: "SPLIT", quantity: 3 },
    ];
    const { order } = await placeOrder(customer, { idempotencyKey: "split", lines });
    expect(order?.rejection).toEqual({ code: "OUT_OF_STOCK", skus: ["SPLIT"] });
    expect(await readStock(customer, "split")).toEqual({ available: 5, reserved: 0 });
  });

  it("releases its stock and captures nothing when the card is declined", async () => {
    const input = { idempotencyKey: "declined", paymentMethod: "pm_card_chargeDeclined" };
    const { order } = await placeOrder(customer, { ...input, lines: [{ sku: "DECLINED", quantity: 5 }] });
    expect([order?.status, order?.rejection?.code]).toEqual(["REJECTED", "PAYMENT_DECLINED"]);
    expect(await readStock(customer, "declined")).toEqual({ available: 5, reserved: 0 });
    const payments = await paymentsOf(order?.id ?? "");
    expect(payments.map(({ status, authorized, captured }) => [status, authorized, captured])).toEqual([
      ["canceled", 0, 0],
    ]);
  });

  it("reserves no stock when the total differs from expectedTotal", async () => {
    const lines = [{ sku: "SPLIT", quantity: 1 }];
    const expectedTotal = { amountMinor: "999", currency: "USD" };
    const { order } = await placeOrder(customer, { idempotencyKey: "repriced", lines, expectedTotal });
    expect([order?.status, order?.rejection?.code]).toEqual(["REJECTED", "PRICE_CHANGED"]);
    expect(await readStock(customer, "split")).toEqual({ available: 5, reserved: 0 });
  });

  it("reserves no stock when the currency of the price has changed since the quote", async () => {
    await importProducts(manager, [productLine("MOVED", 5)]);
    const lines = [{ sku: "MOVED", quantity: 1 }];
    const first = await placeOrder(customer, { idempotencyKey: "in dollars", lines });
    await importProducts(manager, [productLine("MOVED", 5, "1000", "EUR")]);
    // The cached price quote is still in dollars.
    const { order } = await placeOrder(customer, { idempotencyKey: "in euros by now", lines });
    expect([first.order?.status, order?.status, order?.rejection?.code]).toEqual([
      "CONFIRMED",
      "REJECTED",
      "PRICE_CHANGED",
    ]);
    await expect.poll(() => readStock(customer, "moved"), { timeout: 10_000 }).toEqual({ available: 4, reserved: 0 });
  });

  it("is not created when its idempotency key was used for other lines or another cart", async () => {
    const lines = [{ sku: "PLENTY", quantity: 1 }];
    await placeOrder(customer, { idempotencyKey: "taken", lines });
    const other = await placeOrder(customer, { idempotencyKey: "taken", lines: [{ sku: "PLENTY", quantity: 2 }] });
    expect(other.userErrors.map(({ code }) => code)).toEqual(["IDEMPOTENCY_KEY_REUSED"]);
    const cartId = await fillCart("PLENTY", 1);
    const cart = await placeOrder(customer, { idempotencyKey: "taken", cartId });
    expect(cart.userErrors.map(({ code }) => code)).toEqual(["IDEMPOTENCY_KEY_REUSED"]);
  });
});

async function fillCart(sku: string, quantity: number): Promise<string> {
  const { createCart } = await fetchData<{ createCart: OrderPayload }>(
    customer,
    `mutation { createCart { order { ${orderFields} } } }`,
  );
  const cartId = createCart.order?.id ?? "";
  await fetchData(customer, setCartLine, { input: { cartId, sku, quantity } });
  return cartId;
}

describe("a cart", () => {
  it("is placed as an order with the id of the cart, once", async () => {
    const cartId = await fillCart("PLENTY", 2);
    const place = () => placeOrder(customer, { idempotencyKey: "from-cart", cartId });
    const [first, second] = await Promise.all([place(), place()]);
    expect([first.order?.id, first.order?.status]).toEqual([cartId, "CONFIRMED"]);
    expect(second.order?.id).toBe(cartId);
    const again = await placeOrder(customer, { idempotencyKey: "from-cart-again", cartId });
    expect(again.userErrors.map(({ code }) => code)).toEqual(["CART_ALREADY_PLACED"]);
    expect((await paymentsOf(cartId)).map(({ captured }) => captured)).toEqual([2000]);
  });

  it("is placed with or without the lines that are added concurrently, and is not rejected for them", async () => {
    for (let round = 0; round < 24; round++) {
      const cartId = await fillCart("PLENTY", 1);
      const input = { idempotencyKey: `changing ${round}`, cartId, paymentMethod: "pm_card_chargeDeclined" };
      const placing = placeOrder(customer, input);
      await new Promise((resolve) => setTimeout(resolve, round % 12));
      const writes = ["SPLIT", "DECLINED"].map((sku) =>
        fetchData(customer, setCartLine, { input: { cartId, sku, quantity: 2 } }),
      );
      const { order } = await placing;
      await Promise.all(writes);
      expect([order?.status, order?.rejection?.code]).toEqual(["REJECTED", "PAYMENT_DECLINED"]);
    }
  });

  it("rejects a line in a second currency", async () => {
    const cartId = await fillCart("PLENTY", 1);
    const input = { cartId, sku: "EURO", quantity: 1 };
    const data = await fetchData<{ setCartLine: OrderPayload }>(customer, setCartLine, { input });
    expect(data.setCartLine.userErrors).toEqual([{ code: "MIXED_CURRENCIES" }]);
  });
});

describe("cancelOrder", () => {
  it("refunds the payment and returns the units to stock, once", async () => {
    const { order } = await placeOrder(customer, {
      idempotencyKey: "cancel-me",
      lines: [{ sku: "CANCEL", quantity: 2 }],
    });
    const id = order?.id ?? "";
    const payloads = await Promise.all([cancelOrder(customer, id, "cancel"), cancelOrder(customer, id, "cancel")]);
    expect(payloads.map((payload) => payload.order?.status)).toEqual(["CANCELLED", "CANCELLED"]);
    expect(payloads[0]?.order?.refunded.amountMinor).toBe("2000");
    expect((await paymentsOf(id)).map(({ captured, refunded }) => [captured, refunded])).toEqual([[2000, 2000]]);
    expect(await readStock(customer, "cancel")).toEqual({ available: 5, reserved: 0 });
    const again = await cancelOrder(customer, id, "cancel-again");
    expect(again.userErrors.map(({ code }) => code)).toEqual(["NOT_CANCELLABLE"]);
  });
});

describe("a payment request whose response is lost", () => {
  it.each([
    { match: "confirm", mode: "reset_after" },
    { match: "confirm", mode: "error_500_after" },
    { match: "capture", mode: "reset_before" },
    { match: "capture", mode: "reset_after" },
    { match: "payment_intents", mode: "reset_after" },
  ])("is retried and charges once: $match with $mode", async ({ match, mode }) => {
    const before = (await readStock(customer, "plenty")).available;
    await shop.injectFault(mode, match);
    const idempotencyKey = `lost-${match}-${mode}`;
    const { order } = await placeOrder(customer, { idempotencyKey, lines: [{ sku: "PLENTY", quantity: 1 }] });
    expect(order?.status).toBe("CONFIRMED");
    expect((await paymentsOf(order?.id ?? "")).map(({ captured }) => captured)).toEqual([1000]);
    expect((await readStock(customer, "plenty")).available).toBe(before - 1);
  });
});

describe("permissions", () => {
  it("reject anonymous carts, and products from anyone but a catalog manager", async () => {
    const cart = "mutation { createCart { order { id } } }";
    const product = `mutation ($input: CreateProductInput!) { createProduct(input: $input) { product { id } } }`;
    const { categoryPaths: _, ...input } = productLine("FORBIDDEN", 1);
    expect(await errorCodes({ url: shop.url }, cart)).toEqual(["UNAUTHENTICATED"]);
    expect(await errorCodes({ url: shop.url }, product, { input })).toEqual(["UNAUTHENTICATED"]);
    expect(await errorCodes(customer, product, { input })).toEqual(["FORBIDDEN"]);
    expect(await errorCodes(manager, product, { input })).toEqual([]);
  });

  it("make an order visible to its owner and to support only", async () => {
    const { order } = await placeOrder(customer, { idempotencyKey: "mine", lines: [{ sku: "PLENTY", quantity: 1 }] });
    const id = order?.id ?? "";
    const [stranger, support] = await Promise.all([shop.signUp(), shop.signUp("SUPPORT")]);
    expect((await findOrder(customer, id))?.id).toBe(id);
    expect((await findOrder(support, id))?.id).toBe(id);
    expect(await findOrder(stranger, id)).toBeNull();
    expect((await cancelOrder(stranger, id, "steal")).userErrors.map(({ code }) => code)).toEqual(["NOT_FOUND"]);
    expect((await findOrder(customer, id))?.status).toBe("CONFIRMED");
  });
});
