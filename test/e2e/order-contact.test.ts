import { describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { OrderService } from "../../proto/gen/order/v1/order_pb.js";
import { asUser, startGuest } from "../support/accounts.ts";
import { callAsPartner, createToken } from "../support/api-tokens.ts";
import { address, placeOrder, productLine } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("LAMP", 1_000)] });
const buyer = useUser(shop);
const other = useUser(shop);
const support = useUser(shop, "SUPPORT");
const admin = useUser(shop, "ADMIN");

const billingAddress = { ...address, name: "Billing Department", line1: "2 Invoice Road" };
const note = "Ring twice.\nThe dog is friendly.";

let keys = 0;
const buy = async (api: Api, input: object = {}) =>
  placeOrder(api, { idempotencyKey: `k-${++keys}`, lines: [{ sku: "LAMP", quantity: 1 }], ...input });
const startGuestSession = async () => asUser(shop, await startGuest({ url: shop.url }));

interface Contact {
  readonly email: string | null;
  readonly billingAddress: { readonly name: string } | null;
  readonly customerNote: string | null;
}

async function findContact(api: Api, id: string | undefined): Promise<Contact | null> {
  const query = "query ($id: ID!) { order(id: $id) { email billingAddress { name } customerNote } }";
  return (await fetchData<{ order: Contact | null }>(api, query, { id })).order;
}

interface Found {
  readonly id: string;
  readonly email: string | null;
}

async function search(api: Api, query: string, field: "orders" | "allOrders" = "allOrders"): Promise<readonly Found[]> {
  const document = `query ($query: String) { list: ${field}(query: $query) { edges { node { id email } } } }`;
  type Data = { list: { edges: readonly { node: Found }[] } };
  return (await fetchData<Data>(api, document, { query })).list.edges.map(({ node }) => node);
}

describe("the contact email, billing address and note of an order", () => {
  it("are those that a guest gave, and only the guest and staff see them", async () => {
    const guest = await startGuestSession();
    const { order } = await buy(guest, { email: " Guest@Example.com ", billingAddress, customerNote: ` ${note}\r\n` });
    const contact = { email: "Guest@Example.com", billingAddress: { name: billingAddress.name }, customerNote: note };
    expect(await findContact(guest, order?.id)).toEqual(contact);
    expect(await findContact(support, order?.id)).toEqual(contact);
    expect(await findContact(other, order?.id)).toBeNull();

    const { token } = await createToken(admin, ["ORDER_READ"]);
    const get = await callAsPartner(shop.url, "stoa.order.v1.OrderService/GetOrder", {
      token,
      request: { id: order?.id },
    });
    expect(get).toMatchObject({ status: 200, body: { order: { id: order?.id, shippingAddress: address } } });
    const list = await callAsPartner(shop.url, "stoa.order.v1.OrderService/ListAllOrders", { token });
    expect(JSON.stringify(list.body)).toContain(order?.id);
    for (const text of ["guest@example.com", "Invoice Road", "Ring twice"]) {
      expect(JSON.stringify([get, list]).toLowerCase()).not.toContain(text.toLowerCase());
    }
  });

  it("are the address of the account, the shipping address and nothing when the buyer gave none", async () => {
    const { order } = await buy(buyer);
    const defaults = { email: buyer.email, billingAddress: { name: address.name }, customerNote: null };
    expect(await findContact(buyer, order?.id)).toEqual(defaults);
    expect(await search(support, order?.number ?? "")).toEqual([{ id: order?.id, email: buyer.email }]);
    const guest = await startGuestSession();
    expect((await findContact(guest, (await buy(guest)).order?.id))?.email).toBeNull();
    type Created = { createCart: { order: Found } };
    const cart = await fetchData<Created>(buyer, "mutation { createCart { order { id email } } }");
    expect(cart.createCart.order.email).toBeNull();
  });

  it("belong to the request: the same key with another email is refused", async () => {
    const guest = await startGuestSession();
    const input = { idempotencyKey: "same", email: "first@example.com" };
    const { order } = await buy(guest, input);
    expect((await buy(guest, input)).order?.id).toBe(order?.id);
    const { userErrors } = await buy(guest, { ...input, email: "second@example.com" });
    expect(userErrors).toMatchObject([{ code: "IDEMPOTENCY_KEY_REUSED" }]);
  });

  it("do not stay when a rejected cart is placed again without them", async () => {
    const created = await fetchData<{ createCart: { order: { id: string } } }>(
      buyer,
      "mutation { createCart { order { id } } }",
    );
    const cartId = created.createCart.order.id;
    const set = "mutation ($input: SetCartLineInput!) { setCartLine(input: $input) { userErrors { code } } }";
    await fetchData(buyer, set, { input: { cartId, sku: "LAMP", quantity: 1 } });
    const place = (input: object) => placeOrder(buyer, { idempotencyKey: `k-${++keys}`, cartId, ...input });
    const first = { email: "first@example.com", billingAddress, customerNote: note };
    expect((await place({ ...first, paymentMethod: "pm_card_chargeDeclined" })).order?.status).toBe("REJECTED");
    expect(await findContact(buyer, cartId)).toMatchObject({ email: "first@example.com", customerNote: note });
    expect((await place({})).order?.status).toBe("CONFIRMED");
    expect(await findContact(buyer, cartId)).toEqual({
      email: buyer.email,
      billingAddress: { name: address.name },
      customerNote: null,
    });
    expect(await search(support, "first@example.com")).not.toContainEqual(expect.objectContaining({ id: cartId }));
  });

  it("are erased from the log and from the list with the personal data", async () => {
    const leaving = await shop.signUp();
    const { order } = await buy(leaving, { email: "leaving@example.com", billingAddress, customerNote: note });
    const read = () => shop.sql("order")`select email, email_key from orders where id = ${order?.id}`;
    expect(await read()).toEqual([{ email: "leaving@example.com", email_key: "leaving@example.com" }]);
    const rpc = await shop.rpc("order", { service: "account", roles: [] });
    await rpc(OrderService.method.erasePersonalData, { accountId: leaving.accountId });
    expect(await read()).toEqual([{ email: null, email_key: null }]);
    const query = "query ($id: ID!) { order(id: $id) { customerNote billingAddress { name } timeline { type data } } }";
    const erased = await fetchData<{ order: object }>(support, query, { id: order?.id });
    expect(erased.order).toMatchObject({ customerNote: null, billingAddress: null });
    for (const text of ["leaving@example.com", "Invoice Road", "Ring twice"]) {
      expect(JSON.stringify(erased)).not.toContain(text);
    }
    expect(await search(support, "leaving@example.com")).toEqual([]);
  });
});

describe("staff who search orders by email", () => {
  it("find a guest's order by its complete contact email in any case, and by no part of it", async () => {
    const guest = await startGuestSession();
    const { order } = await buy(guest, { email: "ΣΑΣ.guest@bücher.example" });
    const found = [{ id: order?.id, email: "ΣΑΣ.guest@bücher.example" }];
    for (const spelling of ["ΣΑΣ.guest@bücher.example", " σας.GUEST@xn--bcher-kva.EXAMPLE "]) {
      expect(await search(support, spelling)).toEqual(found);
    }
    for (const part of ["guest@bücher.example", "ΣΑΣ.guest@", "bücher.example", "ΣΑΣ.guest", "%@bücher.example"]) {
      expect(await search(support, part)).toEqual([]);
    }
    // The owner finds orders by number alone.
    expect(await search(guest, "ΣΑΣ.guest@bücher.example", "orders")).toEqual([]);
    expect(await search(guest, order?.number ?? "", "orders")).toEqual(found);
  });

  it("find the orders of an account by its address together with the orders that others gave it for", async () => {
    const owner = await shop.signUp();
    const guest = await startGuestSession();
    const own = await buy(owner);
    const elsewhere = await buy(owner, { email: "office@example.com" });
    const gift = await buy(guest, { email: owner.email.toUpperCase() });
    const ids = (await search(support, owner.email)).map(({ id }) => id);
    expect(ids).toEqual([gift.order?.id, elsewhere.order?.id, own.order?.id]);
    expect((await search(support, "office@example.com")).map(({ id }) => id)).toEqual([elsewhere.order?.id]);
    const ofAccount = `query ($q: String, $a: ID) { allOrders(query: $q, accountId: $a) { edges { node { id } } } }`;
    const { allOrders } = await fetchData<{ allOrders: { edges: readonly { node: Found }[] } }>(support, ofAccount, {
      q: owner.email,
      a: owner.accountId,
    });
    expect(allOrders.edges.map(({ node }) => node.id)).toEqual([elsewhere.order?.id, own.order?.id]);
  });

  it("is refused to partners, who find nothing by an email", async () => {
    const guest = await startGuestSession();
    await buy(guest, { email: "hidden@example.com" });
    const { token } = await createToken(admin, ["ORDER_READ"]);
    const request = { query: "hidden@example.com" };
    const method = "stoa.order.v1.OrderService/ListAllOrders";
    const { status, body } = await callAsPartner(shop.url, method, { token, request });
    expect([status, body["orders"] ?? []]).toEqual([200, []]);
  });
});
