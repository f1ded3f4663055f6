import { describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { asUser, startGuest } from "../support/accounts.ts";
import { address, productLine, readStock } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("LAMP", 50), productLine("DESK", 50)] });
const support = useUser(shop, "SUPPORT");
const newGuest = async (): Promise<Api> => asUser(shop, await startGuest({ url: shop.url }));

interface Placed {
  readonly order: {
    readonly id: string;
    readonly status: string;
    readonly rejection: { readonly code: string } | null;
    readonly paymentAction: { readonly url: string | null } | null;
  } | null;
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] }[];
}

let keys = 0;
const returnUrl = "http://localhost:3000/pay/return?from=checkout";

async function place(api: Api, input: object): Promise<Placed> {
  const mutation = `mutation ($input: PlaceOrderInput!) { placed: placeOrder(input: $input) {
    order { id status rejection { code } paymentAction { url } } userErrors { code field }
  } }`;
  const base = {
    idempotencyKey: `key ${++keys}`,
    lines: [{ sku: "LAMP", quantity: 1 }],
    paymentMethod: "pm_card_authenticationRequired",
    shippingAddress: address,
  };
  return (await fetchData<{ placed: Placed }>(api, mutation, { input: { ...base, ...input } })).placed;
}

async function resume(api: Api, orderId: string): Promise<string | undefined> {
  const mutation = `mutation ($input: ResumeOrderPaymentInput!) { resumed: resumeOrderPayment(input: $input) {
    order { status } userErrors { code }
  } }`;
  type Data = { readonly resumed: { readonly order: { readonly status: string } | null } };
  return (await fetchData<Data>(api, mutation, { input: { orderId } })).resumed.order?.status;
}

describe("3-D Secure by redirect", () => {
  /** Presses a button on the page of the bank, as a browser without JavaScript does. Returns where it leads to. */
  async function answerBank(url: string, decision: "approve" | "decline"): Promise<URL> {
    expect(await (await fetch(url)).text()).toContain(`value="${decision}"`);
    const body = new URLSearchParams({ decision });
    const response = await fetch(url, { method: "POST", body, redirect: "manual" });
    expect(response.status).toBe(303);
    return new URL(response.headers.get("location") ?? "");
  }

  it("leads to the bank and back to the shop, where the order continues without a webhook", async () => {
    const guest = await newGuest();
    const { order } = await place(guest, { returnUrl });
    expect(order?.status).toBe("RESERVED");
    await shop.setWebhookCopies(0);
    const back = await answerBank(order?.paymentAction?.url ?? "", "approve");
    expect([back.origin, back.pathname]).toEqual(["http://localhost:3000", "/pay/return"]);
    expect(back.searchParams.get("from")).toBe("checkout");
    expect(back.searchParams.get("redirect_status")).toBe("succeeded");
    await shop.setWebhookCopies(1);
    expect(await resume(guest, order?.id ?? "")).toBe("CONFIRMED");
  });

  it("rejects the order and releases its stock when the buyer declines", async () => {
    const guest = await newGuest();
    const before = await readStock(guest, "lamp");
    const { order } = await place(guest, { returnUrl });
    await answerBank(order?.paymentAction?.url ?? "", "decline");
    expect(await resume(guest, order?.id ?? "")).toBe("REJECTED");
    await expect.poll(() => readStock(guest, "lamp"), { timeout: 10_000 }).toEqual({ ...before, reserved: 0 });
  });

  it("confirms a card without 3-D Secure immediately", async () => {
    const { order } = await place(await newGuest(), { returnUrl, paymentMethod: "pm_card_visa" });
    expect(order).toMatchObject({ status: "CONFIRMED", paymentAction: null });
  });

  it("has no page of the bank without a return URL", async () => {
    const { order } = await place(await newGuest(), {});
    expect(order).toMatchObject({ status: "RESERVED", paymentAction: { url: null } });
  });

  it("shows the page of the bank to the buyer only", async () => {
    const guest = await newGuest();
    const { order } = await place(guest, { returnUrl });
    const query = "query ($id: ID!) { order(id: $id) { paymentAction { url } timeline { type data } } }";
    const [own, staff] = await Promise.all(
      [guest, support].map(async (api) => JSON.stringify(await fetchData(api, query, { id: order?.id }))),
    );
    expect(own?.split("/3d_secure/").length).toBe(2);
    expect(staff).toContain("PaymentActionRequired");
    expect(staff).not.toContain("/3d_secure/");
    expect(staff).not.toContain("_secret_");
  });

  it.each(["https://evil.example/", "http://localhost:3000@evil.example/", "/pay/return", "http://localhost:3001/"])(
    "refuses the return URL %s and places nothing",
    async (url) => {
      const { order, userErrors } = await place(await newGuest(), { returnUrl: url });
      expect(order).toBeNull();
      expect(userErrors).toEqual([{ code: "INVALID_RETURN_URL", field: ["input", "returnUrl"] }]);
    },
  );

  it("refuses a repeated key with another return URL", async () => {
    const guest = await newGuest();
    const first = await place(guest, { returnUrl, idempotencyKey: "same" });
    expect((await place(guest, { returnUrl, idempotencyKey: "same" })).order?.id).toBe(first.order?.id);
    const other = await place(guest, { returnUrl: "http://localhost:3000/", idempotencyKey: "same" });
    expect(other.userErrors.map(({ code }) => code)).toEqual(["IDEMPOTENCY_KEY_REUSED"]);
  });
});

describe("an order by its number", () => {
  const query = `query ($number: String!, $email: String!) { orderByNumber(number: $number, email: $email) {
    id number status email account { id } paymentAction { url } lines { sku } shippingAddress { city }
    actions { type } timeline { type actor }
  } }`;
  const visitor = (): Api => ({ url: shop.url, address: `198.51.100.${++keys % 250}` });

  async function find(api: Api, number: string, email: string): Promise<Record<string, unknown> | null> {
    return (await fetchData<{ orderByNumber: Record<string, unknown> | null }>(api, query, { number, email }))
      .orderByNumber;
  }

  async function placeWithNumber(api: Api, input: object): Promise<string> {
    const { order } = await place(api, { paymentMethod: "pm_card_visa", ...input });
    const read = "query ($id: ID!) { order(id: $id) { number } }";
    return (await fetchData<{ order: { number: string } }>(api, read, { id: order?.id })).order.number;
  }

  it("is found by anyone who knows its number and contact email, in any spelling", async () => {
    const number = await placeWithNumber(await newGuest(), { email: "Guest.One@example.com" });
    const order = await find(visitor(), number, "guest.one@EXAMPLE.com");
    expect(order).toMatchObject({ number, status: "CONFIRMED", account: null, paymentAction: null, actions: [] });
    expect(order?.lines).toEqual([{ sku: "LAMP" }]);
    expect(await find(visitor(), ` ${number.replace("-", " ").toLowerCase()}`, "guest.one@example.com")).not.toBeNull();
  });

  it("is found by the address of its account if the buyer gave no email", async () => {
    const customer = await shop.signUp();
    const number = await placeWithNumber(customer, {});
    expect(await find(visitor(), number, customer.email)).toMatchObject({ number });
    expect(await find(visitor(), number, "other@example.com")).toBeNull();
  });

  it("is not found with another email, another number, or an empty email", async () => {
    const number = await placeWithNumber(await newGuest(), {});
    const withEmail = await placeWithNumber(await newGuest(), { email: "guest.two@example.com" });
    expect(await find(visitor(), withEmail, "guest.three@example.com")).toBeNull();
    expect(await find(visitor(), number, "guest.two@example.com")).toBeNull();
    expect(await find(visitor(), number, "")).toBeNull();
    expect(await find(visitor(), "ABCDE-12345", "guest.two@example.com")).toBeNull();
    expect(await find(visitor(), "x", "guest.two@example.com")).toBeNull();
  });
});

describe("what an order page shows", () => {
  const fields = "status actions { type allowed reason maxAmount { amountMinor } } deadlineAt stockHeldUntil";
  const read = async (api: Api, id: string | undefined, asOf?: string) => {
    const query = `query ($id: ID!, $asOf: DateTime) { order(id: $id, asOf: $asOf) { ${fields} } }`;
    type Order = {
      readonly status: string;
      readonly actions: readonly { readonly type: string; readonly allowed: boolean; readonly reason: string | null }[];
      readonly deadlineAt: string | null;
      readonly stockHeldUntil: string | null;
    };
    return (await fetchData<{ order: Order }>(api, query, { id, asOf })).order;
  };
  const allowed = (order: { readonly actions: readonly { readonly type: string; readonly allowed: boolean }[] }) =>
    order.actions.filter((action) => action.allowed).map(({ type }) => type);

  it("is until when the stock is held while the bank asks the buyer, and what the buyer may do", async () => {
    const guest = await newGuest();
    const { order } = await place(guest, { returnUrl });
    const waiting = await read(guest, order?.id);
    expect(allowed(waiting)).toEqual(["CANCEL", "RESUME_PAYMENT"]);
    const minutes = (Date.parse(waiting.deadlineAt ?? "") - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(8);
    expect(minutes).toBeLessThanOrEqual(10);
    expect(waiting.stockHeldUntil).toBe(waiting.deadlineAt);
  });

  it("is more for staff, and the same after placing as after reading", async () => {
    const guest = await newGuest();
    const mutation = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id ${fields} } } }`;
    const input = {
      idempotencyKey: `key ${++keys}`,
      lines: [{ sku: "DESK", quantity: 1 }],
      paymentMethod: "pm_card_visa",
      shippingAddress: address,
    };
    type Data = { readonly placeOrder: { readonly order: { readonly id: string } & Awaited<ReturnType<typeof read>> } };
    const { id, ...placed } = (await fetchData<Data>(guest, mutation, { input })).placeOrder.order;
    expect(placed).toMatchObject({ status: "CONFIRMED", deadlineAt: null, stockHeldUntil: null });
    expect(placed).toEqual(await read(guest, id));
    expect(allowed(placed)).toEqual(["CANCEL"]);
    expect(allowed(await read(support, id))).toEqual(["CANCEL", "CANCEL_LINES", "REFUND", "FULFIL"]);
    const cancel = `mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { order { ${fields} } } }`;
    type Cancelled = { readonly cancelOrder: { readonly order: Awaited<ReturnType<typeof read>> } };
    const before = new Date().toISOString();
    const cancelled = (await fetchData<Cancelled>(guest, cancel, { input: { orderId: id, idempotencyKey: "c" } }))
      .cancelOrder.order;
    expect(cancelled.status).toBe("CANCELLED");
    expect(cancelled.actions[0]).toMatchObject({ allowed: false, reason: "The order is already cancelled" });
    const past = await read(guest, id, before);
    expect([past.status, allowed(past)]).toEqual(["CONFIRMED", []]);
  });
});
