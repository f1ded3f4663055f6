import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import {
  cancelOrder,
  errorCodes,
  findOrder,
  importProducts,
  type OrderPayload,
  openShop,
  orderFields,
  placeOrder,
  productLine,
  readStock,
  type Shop,
} from "../support/harness.ts";

let shop: Shop;
let customer: Awaited<ReturnType<Shop["signUp"]>>;
let manager: Awaited<ReturnType<Shop["signUp"]>>;

beforeAll(async () => {
  shop = await openShop();
  [customer, manager] = await Promise.all([shop.signUp(), shop.signUp("CATALOG_MANAGER")]);
  await importProducts(manager, [
    productLine("LAST-TEN", 10),
    productLine("PLENTY", 1_000),
    productLine("DECLINED", 5),
    productLine("SPLIT", 5),
    productLine("CANCEL", 5),
    productLine("CRASH", 5),
    productLine("EURO", 5, "1000", "EUR"),
  ]);
});

afterAll(() => shop?.stop());

const paymentsOf = async (orderId: string) => (await shop.ledger()).filter((entry) => entry.orderId === orderId);

describe("many buyers", () => {
  it("sells the last ten units to exactly ten of fifty buyers at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, buyer) =>
        placeOrder(customer, { idempotencyKey: `last-${buyer}`, lines: [{ sku: "LAST-TEN", quantity: 1 }] }),
      ),
    );
    const confirmed = answers.filter(({ order }) => order?.status === "CONFIRMED");
    const rejected = answers.filter(({ order }) => order?.rejection?.code === "OUT_OF_STOCK");
    expect([confirmed.length, rejected.length]).toEqual([10, 40]);
    expect(rejected.every(({ order }) => order?.status === "REJECTED" && order.rejection?.skus[0] === "LAST-TEN")).toBe(
      true,
    );
    expect(await readStock(customer, "last-ten")).toEqual({ available: 0, reserved: 0 });
    const ids = new Set(answers.map(({ order }) => order?.id));
    const captures = (await shop.ledger()).filter(({ orderId = "", captured }) => ids.has(orderId) && captured > 0);
    expect(captures.map(({ captured }) => captured)).toEqual(Array.from({ length: 10 }, () => 1000));
  });

  it("makes one order and one capture of twenty requests with one key", async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        placeOrder(customer, { idempotencyKey: "twins", lines: [{ sku: "PLENTY", quantity: 3 }] }),
      ),
    );
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect(new Set(answers.map(({ order }) => order?.id)).size).toBe(1);
    expect(answers.every(({ order }) => order?.status === "CONFIRMED")).toBe(true);
    const payments = await paymentsOf(answers[0]?.order?.id ?? "");
    expect(payments.map(({ captured }) => captured)).toEqual([3000]);
    expect(await readStock(customer, "plenty")).toEqual({ available: 997, reserved: 0 });
  });
});

describe("an order that costs nothing", () => {
  const buyFree = async (idempotencyKey: string) =>
    (await placeOrder(customer, { idempotencyKey, lines: [{ sku: "GIFT", quantity: 2 }] })).order;

  it("needs no payment, is sent like any other, and can be cancelled before that", async () => {
    await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine("GIFT", 5, "0")]);
    const given = await buyFree("given");
    expect([given?.status, given?.transactions]).toEqual(["CONFIRMED", []]);
    const changed = await buyFree("changed");
    expect((await cancelOrder(customer, changed?.id ?? "", "no")).order?.status).toBe("CANCELLED");
    expect(await readStock(customer, "gift")).toEqual({ available: 3, reserved: 0 });
    const support = await shop.signUp("SUPPORT");
    const input = { orderId: given?.id, reason: "none", idempotencyKey: "r" };
    const refund = `mutation ($input: RefundOrderInput!) { refundOrder(input: $input) { userErrors { code message } } }`;
    expect(await fetchData(support, refund, { input })).toEqual({
      refundOrder: { userErrors: [{ code: "NOT_REFUNDABLE", message: "nothing was paid for it" }] },
    });
    expect(await paymentsOf(given?.id ?? "")).toEqual([]);
  });
});

describe("an order that cannot be", () => {
  it("counts two lines of one SKU together", async () => {
    const lines = [
      { sku: "SPLIT", quantity: 3 },
      { sku: "SPLIT", quantity: 3 },
    ];
    const { order } = await placeOrder(customer, { idempotencyKey: "split", lines });
    expect(order?.rejection).toEqual({ code: "OUT_OF_STOCK", skus: ["SPLIT"] });
    expect(await readStock(customer, "split")).toEqual({ available: 5, reserved: 0 });
  });

  it("releases the stock and takes nothing when the card is declined", async () => {
    const input = { idempotencyKey: "declined", paymentMethod: "pm_card_chargeDeclined" };
    const { order } = await placeOrder(customer, { ...input, lines: [{ sku: "DECLINED", quantity: 5 }] });
    expect([order?.status, order?.rejection?.code]).toEqual(["REJECTED", "PAYMENT_DECLINED"]);
    expect(await readStock(customer, "declined")).toEqual({ available: 5, reserved: 0 });
    const payments = await paymentsOf(order?.id ?? "");
    expect(payments.map(({ status, authorized, captured }) => [status, authorized, captured])).toEqual([
      ["canceled", 0, 0],
    ]);
  });

  it("is refused when the total is not the expected one, and holds nothing", async () => {
    const lines = [{ sku: "SPLIT", quantity: 1 }];
    const expectedTotal = { amountMinor: "999", currency: "USD" };
    const { order } = await placeOrder(customer, { idempotencyKey: "repriced", lines, expectedTotal });
    expect([order?.status, order?.rejection?.code]).toEqual(["REJECTED", "PRICE_CHANGED"]);
    expect(await readStock(customer, "split")).toEqual({ available: 5, reserved: 0 });
  });

  it("is refused, and holds nothing, when it is sold in another currency since it was quoted", async () => {
    const manager = await shop.signUp("CATALOG_MANAGER");
    await importProducts(manager, [productLine("MOVED", 5)]);
    const lines = [{ sku: "MOVED", quantity: 1 }];
    const first = await placeOrder(customer, { idempotencyKey: "in dollars", lines });
    await importProducts(manager, [productLine("MOVED", 5, "1000", "EUR")]);
    // The quote of a moment ago still counts.
    const { order } = await placeOrder(customer, { idempotencyKey: "in euros by now", lines });
    expect([first.order?.status, order?.status, order?.rejection?.code]).toEqual([
      "CONFIRMED",
      "REJECTED",
      "PRICE_CHANGED",
    ]);
    expect(await readStock(customer, "moved")).toEqual({ available: 4, reserved: 0 });
  });

  it("is refused when its key names another order, from lines or from a cart", async () => {
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
  const set = `mutation ($input: SetCartLineInput!) { setCartLine(input: $input) { userErrors { code } } }`;
  await fetchData(customer, set, { input: { cartId, sku, quantity } });
  return cartId;
}

describe("a cart", () => {
  it("becomes the order that is placed from it, once", async () => {
    const cartId = await fillCart("PLENTY", 2);
    const place = () => placeOrder(customer, { idempotencyKey: "from-cart", cartId });
    const [first, second] = await Promise.all([place(), place()]);
    expect([first.order?.id, first.order?.status]).toEqual([cartId, "CONFIRMED"]);
    expect(second.order?.id).toBe(cartId);
    const again = await placeOrder(customer, { idempotencyKey: "from-cart-again", cartId });
    expect(again.userErrors.map(({ code }) => code)).toEqual(["CART_ALREADY_PLACED"]);
    expect((await paymentsOf(cartId)).map(({ captured }) => captured)).toEqual([2000]);
  });

  it("that lines come into while it is placed is ordered with them or without, and never refused", async () => {
    const set = `mutation ($input: SetCartLineInput!) { setCartLine(input: $input) { userErrors { code } } }`;
    for (let turn = 0; turn < 24; turn++) {
      const cartId = await fillCart("PLENTY", 1);
      const input = { idempotencyKey: `changing ${turn}`, cartId, paymentMethod: "pm_card_chargeDeclined" };
      const placing = placeOrder(customer, input);
      await new Promise((later) => setTimeout(later, turn % 12));
      const changes = ["SPLIT", "DECLINED"].map((sku) =>
        fetchData(customer, set, { input: { cartId, sku, quantity: 2 } }),
      );
      const { order } = await placing;
      await Promise.all(changes);
      expect([order?.status, order?.rejection?.code]).toEqual(["REJECTED", "PAYMENT_DECLINED"]);
    }
  });

  it("holds lines of one currency", async () => {
    const cartId = await fillCart("PLENTY", 1);
    const set = `mutation ($input: SetCartLineInput!) { setCartLine(input: $input) { userErrors { code } } }`;
    const reply = await fetchData<{ setCartLine: OrderPayload }>(customer, set, {
      input: { cartId, sku: "EURO", quantity: 1 },
    });
    expect(reply.setCartLine.userErrors).toEqual([{ code: "MIXED_CURRENCIES" }]);
  });
});

describe("cancelling", () => {
  it("returns the money and the stock, once", async () => {
    const { order } = await placeOrder(customer, {
      idempotencyKey: "cancel-me",
      lines: [{ sku: "CANCEL", quantity: 2 }],
    });
    const id = order?.id ?? "";
    const answers = await Promise.all([cancelOrder(customer, id, "cancel"), cancelOrder(customer, id, "cancel")]);
    expect(answers.map((answer) => answer.order?.status)).toEqual(["CANCELLED", "CANCELLED"]);
    expect(answers[0]?.order?.refunded.amountMinor).toBe("2000");
    expect((await paymentsOf(id)).map(({ captured, refunded }) => [captured, refunded])).toEqual([[2000, 2000]]);
    expect(await readStock(customer, "cancel")).toEqual({ available: 5, reserved: 0 });
    const again = await cancelOrder(customer, id, "cancel-again");
    expect(again.userErrors.map(({ code }) => code)).toEqual(["NOT_CANCELLABLE"]);
  });
});

describe("a payment that does not answer", () => {
  it.each([
    ["confirm", "reset_after"],
    ["confirm", "error_500_after"],
    ["capture", "reset_before"],
    ["capture", "reset_after"],
    ["payment_intents", "reset_after"],
  ])("is asked again, not charged again: %s, %s", async (match, mode) => {
    const before = (await readStock(customer, "plenty")).available;
    await shop.injectFault(mode, match);
    const idempotencyKey = `unanswered-${match}-${mode}`;
    const { order } = await placeOrder(customer, { idempotencyKey, lines: [{ sku: "PLENTY", quantity: 1 }] });
    expect(order?.status).toBe("CONFIRMED");
    expect((await paymentsOf(order?.id ?? "")).map(({ captured }) => captured)).toEqual([1000]);
    expect((await readStock(customer, "plenty")).available).toBe(before - 1);
  });
});

describe("who may do what", () => {
  it("asks anonymous buyers to sign in and lets customers manage nothing", async () => {
    const cart = "mutation { createCart { order { id } } }";
    const product = `mutation ($input: CreateProductInput!) { createProduct(input: $input) { product { id } } }`;
    const { categoryPaths: _, ...input } = productLine("FORBIDDEN", 1);
    expect(await errorCodes({ url: shop.url }, cart)).toEqual(["UNAUTHENTICATED"]);
    expect(await errorCodes({ url: shop.url }, product, { input })).toEqual(["UNAUTHENTICATED"]);
    expect(await errorCodes(customer, product, { input })).toEqual(["FORBIDDEN"]);
    expect(await errorCodes(manager, product, { input })).toEqual([]);
  });

  it("shows an order to its owner and to support, and to nobody else", async () => {
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
