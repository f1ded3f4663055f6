import { beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { asUser, runMutation, startGuest } from "../support/accounts.ts";
import { productLine } from "../support/harness.ts";
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
