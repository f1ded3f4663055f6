import { beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData, sendGraphql } from "../../dev/cli/shop/api.ts";
import { asUser, runMutation, startGuest } from "../support/accounts.ts";
import { address, placeOrder, productLine } from "../support/harness.ts";
import { subscribe, withoutComments } from "../support/sse-client.ts";
import { useShop } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("S", 50, "1999"), productLine("T", 50, "500")] });

interface CartData {
  readonly id: string;
  readonly status: string;
  readonly sequence: number;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly timeline: readonly { readonly sequence: number; readonly type: string }[];
}

const fields = "id status sequence lines { sku quantity } timeline { sequence type }";

async function createCart(api: Api): Promise<string> {
  const mutation = "mutation { createCart { order { id } } }";
  return (await fetchData<{ createCart: { order: { id: string } } }>(api, mutation)).createCart.order.id;
}

const setLine = (api: Api, cartId: string, sku: string, quantity: number) =>
  runMutation(api, "setCartLine", "SetCartLineInput", { cartId, sku, quantity });

async function readCart(api: Api, id: string): Promise<CartData | null> {
  const query = `query ($id: ID!) { order(id: $id) { ${fields} } }`;
  return (await fetchData<{ order: CartData | null }>(api, query, { id })).order;
}

const newGuest = async () => asUser(shop, await startGuest({ url: shop.url }));

describe("a cart whose lines change often", () => {
  let guest: Api;
  let cart: string;

  beforeAll(async () => {
    guest = await newGuest();
    cart = await createCart(guest);
  });

  it("keeps its lines with their sequences, and not their history", async () => {
    for (let change = 0; change < 150; change++) await setLine(guest, cart, "S", 1 + (change % 9));
    const found = await readCart(guest, cart);
    expect(found?.timeline).toEqual([
      { sequence: 1, type: "CartCreated" },
      { sequence: 151, type: "CartLineSet" },
    ]);
    expect([found?.sequence, found?.lines]).toEqual([151, [{ sku: "S", quantity: 6 }]]);
  });

  it("resumes a subscription with the remaining events, each with all lines of the cart", async () => {
    const id = await createCart(guest);
    for (const [sku, quantity] of [
      ["S", 1],
      ["T", 1],
      ["S", 2],
    ] as const)
      await setLine(guest, id, sku, quantity);
    const query = `subscription ($id: ID!) {
      orderEvents(orderId: $id) { sequence type order { sequence lines { sku quantity } } }
    }`;
    const { events } = await subscribe(guest, query, { variables: { id }, lastEventId: "2" });
    const received: unknown[] = [];
    for await (const { data } of withoutComments(events)) {
      received.push(JSON.parse(data).data.orderEvents);
      if (received.length === 2) await setLine(guest, id, "T", 3);
      if (received.length === 3) break;
    }
    const lines = (s: number, t: number) => [
      { sku: "S", quantity: s },
      { sku: "T", quantity: t },
    ];
    expect(received).toEqual([
      { sequence: 3, type: "CartLineSet", order: { sequence: 4, lines: lines(2, 1) } },
      { sequence: 4, type: "CartLineSet", order: { sequence: 4, lines: lines(2, 1) } },
      { sequence: 5, type: "CartLineSet", order: { sequence: 5, lines: lines(2, 3) } },
    ]);
  });

  it("refuses changes past the thousandth", async () => {
    const batch = (size: number) =>
      fetchData<Record<string, { userErrors: readonly { code: string }[] }>>(
        guest,
        `mutation ($i: SetCartLineInput!) {
          ${Array.from({ length: size }, (_, index) => `a${index}: setCartLine(input: $i) { userErrors { code } }`)}
        }`,
        { i: { cartId: cart, sku: "T", quantity: 2 } },
      );
    const codes: string[] = [];
    for (let done = 150; done < 1_000; done += 25) {
      codes.push(...Object.values(await batch(25)).flatMap(({ userErrors }) => userErrors.map(({ code }) => code)));
    }
    expect(codes).toEqual([]);
    expect(await setLine(guest, cart, "S", 1)).toEqual(["TOO_MANY_CHANGES input cartId"]);
    expect((await readCart(guest, cart))?.sequence).toBe(1_001);
  });
});

describe("open carts of an account", () => {
  const limited = useShop({ limits: true, products: [productLine("S", 50)] });
  const openCartsOf = async (accountId: string | undefined) =>
    (await limited.sql("order")`select id from orders where account_id = ${accountId} and status = 'CART'`).length;

  it("are at most five, however many are created", async () => {
    const session = await startGuest({ url: limited.url });
    const guest = asUser(limited, session);
    const mutation = `mutation { ${Array.from({ length: 30 }, (_, index) => `a${index}: createCart { order { id } }`)} }`;
    for (let document = 0; document < 6; document++) {
      const { data } = await sendGraphql(guest, mutation);
      expect(Object.keys(data ?? {})).toHaveLength(30);
    }
    expect(await openCartsOf(session.account?.id)).toBe(5);
  });

  it("are at most five after concurrent requests", async () => {
    const session = await startGuest({ url: limited.url });
    const guest = asUser(limited, session);
    await Promise.all(Array.from({ length: 12 }, () => createCart(guest)));
    expect(await openCartsOf(session.account?.id)).toBe(5);
  });

  it("lose the one that changed least recently", async () => {
    const session = await startGuest({ url: limited.url });
    const guest = asUser(limited, session);
    const carts: string[] = [];
    for (let count = 0; count < 5; count++) carts.push(await createCart(guest));
    await setLine(guest, carts[0] ?? "", "S", 1);
    carts.push(await createCart(guest));
    const statuses = await Promise.all(carts.map(async (id) => (await readCart(guest, id))?.status));
    expect(statuses).toEqual(["CART", "CANCELLED", "CART", "CART", "CART", "CART"]);
    expect(await setLine(guest, carts[1] ?? "", "S", 1)).toEqual(["CART_ALREADY_PLACED input cartId"]);
  });
});

describe("a cart that has ended", () => {
  it("is deleted with its row by the cron job, even if its alarm was lost", async () => {
    const guest = await newGuest();
    const [ended, open] = [await createCart(guest), await createCart(guest)];
    const sql = shop.sql("order");
    // The object of this cart has no events, as after its end.
    const lost = "ord_00000000000000000000000000";
    await sql`insert into orders (id, account_id, status, from_cart) values (${lost}, 'acc_1', 'CART', true)`;
    await sql`update orders set deadline_at = now() - interval '1 minute' where id in (${lost}, ${ended}, ${open})`;
    await shop.stack.runCrons();
    const rows = await sql`select id, deadline_at > now() + interval '29 days' as later from orders
      where id in (${lost}, ${ended}, ${open})`;
    expect(rows.map(({ id, later }) => [id, later]).sort()).toEqual([ended, open].sort().map((id) => [id, true]));
    expect((await readCart(guest, open))?.status).toBe("CART");
  });
});

describe("a guest account of 120 days", () => {
  it("is deleted, and the name and the address in its orders are erased", async () => {
    const session = await startGuest({ url: shop.url });
    const guest = asUser(shop, session);
    const { order } = await placeOrder(guest, { idempotencyKey: "g", lines: [{ sku: "S", quantity: 1 }] });
    const accountId = session.account?.id;
    const accounts = shop.sql("account");
    await accounts`update users set created_at = now() - interval '119 days' where id = ${accountId}`;
    await shop.stack.runCrons();
    expect(await accounts`select 1 from users where id = ${accountId}`).toHaveLength(1);
    await accounts`update users set created_at = now() - interval '121 days' where id = ${accountId}`;
    await shop.stack.runCrons();
    expect(await accounts`select 1 from users where id = ${accountId}`).toEqual([]);
    const support = await shop.signUp("SUPPORT");
    const query = "query ($id: ID!) { order(id: $id) { status shippingAddress { name } timeline { type data } } }";
    const read = async () => (await fetchData<{ order: unknown }>(support, query, { id: order?.id })).order;
    await expect
      .poll(async () => {
        await shop.stack.runCrons();
        return read();
      })
      .toMatchObject({ status: "CONFIRMED", shippingAddress: null });
    expect(JSON.stringify(await read())).not.toContain(address.line1);
  });
});
