import { describe, expect, it } from "vitest";
import { asUser, startGuest } from "../support/accounts.ts";
import { request } from "../support/graphql-request.ts";
import { productLine, readStock } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const usAddress = { name: "A B", line1: "1 Test Street", city: "Springfield", postalCode: "12345", countryCode: "US" };
const waitingCard = "pm_card_threeDSecure2Required";
const hundred = Array.from({ length: 100 }, (_, index) => `HOARD-${index}`);

const shop = useShop({
  limits: true,
  products: [
    ...hundred.map((sku) => productLine(sku, 1_000, "100")),
    ...["S", "T", "U", "V"].map((sku) => productLine(sku, 10)),
    ...["LAST", "LAST-2", "LAST-3"].map((sku) => productLine(sku, 1)),
    productLine("MANY", 2_000),
  ],
});
const customer = useUser(shop);

interface Placed {
  readonly id: string;
  readonly status: string;
  readonly rejection: { readonly code: string; readonly message: string; readonly skus: readonly string[] } | null;
}

type Line = { readonly sku: string; readonly quantity: number };

let keys = 0;

function createBuyer(token: string, ip: string) {
  const send = (query: string, variables: object) =>
    request(shop.url, { query, variables }, { token, headers: { "cf-connecting-ip": ip } });
  const place = async (lines: readonly Line[], paymentMethod = waitingCard): Promise<Placed> => {
    const query = `mutation ($i: PlaceOrderInput!) { placeOrder(input: $i) {
      order { id status rejection { code message skus } } userErrors { code } } }`;
    const i = { idempotencyKey: `key-${++keys}`, lines, paymentMethod, shippingAddress: usAddress };
    return (await send(query, { i })).data.placeOrder.order;
  };
  const statusOf = async (id: string): Promise<string> =>
    (await send("query ($id: ID!) { order(id: $id) { status } }", { id })).data.order.status;
  return { place, statusOf };
}

let addresses = 0;

/** A guest at a network address of its own, or at the given one. */
async function createGuest(ip = `198.51.100.${++addresses}`) {
  return createBuyer(asUser(shop, await startGuest({ url: shop.url })).token ?? "", ip);
}

const stockOf = (sku: string) => readStock({ url: shop.url }, sku.toLowerCase());
const paymentOf = async (id: string) => (await shop.ledger()).find(({ orderId }) => orderId === id);

describe("an order of everything whose payment waits for the cardholder", () => {
  it("is rejected with UNPAID_LIMIT and holds nothing", async () => {
    const guest = await createGuest();
    const lines = hundred.map((sku) => ({ sku, quantity: 1_000 }));
    const { status, rejection } = await guest.place(lines, "pm_card_authenticationRequired");
    expect(status).toBe("REJECTED");
    expect(rejection).toEqual({ code: "UNPAID_LIMIT", message: "too many units wait for payment", skus: hundred });
    for (const sku of ["HOARD-0", "HOARD-99"]) expect(await stockOf(sku)).toEqual({ available: 1_000, reserved: 0 });
  });

  it("is confirmed when it is paid immediately", async () => {
    const guest = await createGuest();
    const lines = [{ sku: "MANY", quantity: 1_000 }];
    expect((await guest.place(lines, "pm_card_visa")).status).toBe("CONFIRMED");
  });
});

describe("the orders of a guest whose payments wait for the cardholder", () => {
  it("are one: the first is cancelled when the second begins to wait", async () => {
    const guest = await createGuest();
    const first = await guest.place([{ sku: "S", quantity: 5 }]);
    const second = await guest.place([{ sku: "S", quantity: 5 }]);
    expect([first.status, second.status]).toEqual(["RESERVED", "RESERVED"]);
    expect(await guest.statusOf(first.id)).toBe("CANCELLED");
    expect(await guest.statusOf(second.id)).toBe("RESERVED");
    expect(await stockOf("S")).toEqual({ available: 5, reserved: 5 });
    expect((await paymentOf(first.id))?.authorized).toBe(0);
  });

  it("are one, when four begin to wait concurrently", async () => {
    const guest = await createGuest();
    const placed = await Promise.all([1, 1, 1, 1].map((quantity) => guest.place([{ sku: "T", quantity }])));
    await expect
      .poll(async () => (await Promise.all(placed.map(({ id }) => guest.statusOf(id)))).sort(), { timeout: 10_000 })
      .toEqual(["CANCELLED", "CANCELLED", "CANCELLED", "RESERVED"]);
    expect(await stockOf("T")).toEqual({ available: 9, reserved: 1 });
  });

  it("stay when they were paid meanwhile, also when no webhook was delivered", async () => {
    const guest = await createGuest();
    const first = await guest.place([{ sku: "U", quantity: 1 }]);
    await shop.setWebhookCopies(0);
    await shop.authenticatePayment((await paymentOf(first.id))?.id ?? "", true);
    await shop.setWebhookCopies(1);
    expect((await guest.place([{ sku: "U", quantity: 1 }])).status).toBe("RESERVED");
    await expect.poll(() => guest.statusOf(first.id), { timeout: 10_000 }).toBe("CONFIRMED");
  });
});

describe("the orders of guests at one network address whose payments wait for the cardholder", () => {
  it("are three, and the next one is rejected until one of them ends", async () => {
    const ip = "203.0.113.1";
    const guests = await Promise.all([1, 2, 3, 4].map(() => createGuest(ip)));
    const placed: Placed[] = [];
    for (const guest of guests) placed.push(await guest.place([{ sku: "V", quantity: 1 }]));
    expect(placed.map(({ status }) => status)).toEqual(["RESERVED", "RESERVED", "RESERVED", "REJECTED"]);
    expect(placed[3]?.rejection).toMatchObject({ code: "UNPAID_LIMIT", skus: ["V"] });
    expect(await stockOf("V")).toEqual({ available: 7, reserved: 3 });
    await shop.authenticatePayment((await paymentOf(placed[0]?.id ?? ""))?.id ?? "", true);
    await expect.poll(() => guests[0]?.statusOf(placed[0]?.id ?? ""), { timeout: 10_000 }).toBe("CONFIRMED");
    expect((await guests[3]?.place([{ sku: "V", quantity: 1 }]))?.status).toBe("RESERVED");
  });
});

describe("the orders of a customer whose payments wait for the cardholder", () => {
  it("are three and hold 20 units together", async () => {
    const buyer = createBuyer(customer.token ?? "", "203.0.113.2");
    const placed: Placed[] = [];
    for (const quantity of [5, 5, 5, 5]) placed.push(await buyer.place([{ sku: "MANY", quantity }]));
    expect(placed.map(({ status }) => status)).toEqual(Array(4).fill("RESERVED"));
    expect(await Promise.all(placed.map(({ id }) => buyer.statusOf(id)))).toEqual([
      "CANCELLED",
      "RESERVED",
      "RESERVED",
      "RESERVED",
    ]);
    const beyond = await buyer.place([{ sku: "MANY", quantity: 11 }]);
    expect([beyond.status, beyond.rejection?.code]).toEqual(["REJECTED", "UNPAID_LIMIT"]);
    expect(await buyer.statusOf(placed[1]?.id ?? "")).toBe("RESERVED");
    expect((await buyer.place([{ sku: "MANY", quantity: 10 }])).status).toBe("RESERVED");
  });
});

describe("the last unit, which waits for the cardholder in another order", () => {
  it("goes to the next order of the same buyer, and the first order is cancelled", async () => {
    const guest = await createGuest();
    const first = await guest.place([{ sku: "LAST", quantity: 1 }]);
    expect(first.status).toBe("RESERVED");
    expect((await guest.place([{ sku: "LAST", quantity: 1 }], "pm_card_visa")).status).toBe("CONFIRMED");
    expect(await guest.statusOf(first.id)).toBe("CANCELLED");
    expect((await paymentOf(first.id))?.authorized).toBe(0);
  });

  it("does not go to another buyer", async () => {
    const [guest, other] = [await createGuest(), await createGuest()];
    const first = await guest.place([{ sku: "LAST-2", quantity: 1 }]);
    const second = await other.place([{ sku: "LAST-2", quantity: 1 }], "pm_card_visa");
    expect([second.status, second.rejection?.code]).toEqual(["REJECTED", "OUT_OF_STOCK"]);
    expect(await guest.statusOf(first.id)).toBe("RESERVED");
  });

  it("stays with the first order when that was paid meanwhile", async () => {
    const guest = await createGuest();
    const first = await guest.place([{ sku: "LAST-3", quantity: 1 }]);
    await shop.setWebhookCopies(0);
    await shop.authenticatePayment((await paymentOf(first.id))?.id ?? "", true);
    await shop.setWebhookCopies(1);
    const second = await guest.place([{ sku: "LAST-3", quantity: 1 }], "pm_card_visa");
    expect([second.status, second.rejection?.code]).toEqual(["REJECTED", "OUT_OF_STOCK"]);
    await expect.poll(() => guest.statusOf(first.id), { timeout: 10_000 }).toBe("CONFIRMED");
  });
});
