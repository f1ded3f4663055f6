import { describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { asUser, login, runMutation, startGuest } from "../support/accounts.ts";
import { errorCodes, placeOrder, productLine } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";

const shop = useShop({
  products: [productLine("S", 50), productLine("T", 50), productLine("E", 50, "1000", "EUR")],
});

interface Cart {
  readonly id: string;
  readonly status: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

async function findCart(api: Api): Promise<Cart | null> {
  return (await fetchData<{ cart: Cart | null }>(api, "{ cart { id status lines { sku quantity } } }")).cart;
}

async function readStatus(api: Api, id: string): Promise<string | undefined> {
  const query = "query ($id: ID!) { order(id: $id) { status } }";
  return (await fetchData<{ order: { status: string } | null }>(api, query, { id })).order?.status;
}

const setLine = (api: Api, cartId: string, sku: string, quantity: number) =>
  runMutation(api, "setCartLine", "SetCartLineInput", { cartId, sku, quantity });

async function createCart(api: Api, ...lines: readonly (readonly [sku: string, quantity: number])[]): Promise<string> {
  const mutation = "mutation { createCart { order { id } } }";
  const { id } = (await fetchData<{ createCart: { order: { id: string } } }>(api, mutation)).createCart.order;
  for (const [sku, quantity] of lines) expect(await setLine(api, id, sku, quantity)).toEqual([]);
  return id;
}

const newGuest = async () => asUser(shop, await startGuest({ url: shop.url }));
const signIn = async (guest: Api, email: string) => asUser(shop, await login(guest, email));

describe("the cart query", () => {
  it("returns the caller's cart that changed last, a rejected one included, or null", async () => {
    const guest = await newGuest();
    expect(await findCart(guest)).toBeNull();
    expect(await errorCodes({ url: shop.url }, "{ cart { id } }")).toEqual(["UNAUTHENTICATED"]);
    const first = await createCart(guest, ["S", 1]);
    const second = await createCart(guest);
    expect((await findCart(guest))?.id).toBe(second);
    await setLine(guest, first, "S", 2);
    expect(await findCart(guest)).toEqual({ id: first, status: "CART", lines: [{ sku: "S", quantity: 2 }] });
    const declined = { idempotencyKey: "declined", cartId: first, paymentMethod: "pm_card_chargeDeclined" };
    expect((await placeOrder(guest, declined)).order?.status).toBe("REJECTED");
    expect(await findCart(guest)).toMatchObject({ id: first, status: "REJECTED" });
    expect((await placeOrder(guest, { idempotencyKey: "paid", cartId: first })).order?.status).toBe("CONFIRMED");
    expect((await findCart(guest))?.id).toBe(second);
    expect(await findCart(await newGuest())).toBeNull();
  });
});

describe("the cart of a guest who signs in", () => {
  it("is merged into the account's cart, and a change of it is refused with CART_MERGED", async () => {
    const buyer = await shop.signUp();
    const own = await createCart(buyer, ["S", 3], ["T", 1]);
    const guest = await newGuest();
    const merged = await createCart(guest, ["S", 2]);
    const customer = await signIn(guest, buyer.email);
    const lines = [
      { sku: "S", quantity: 5 },
      { sku: "T", quantity: 1 },
    ];
    expect(await findCart(customer)).toEqual({ id: own, status: "CART", lines });
    expect(await readStatus(customer, merged)).toBe("CANCELLED");
    expect(await setLine(customer, merged, "S", 1)).toEqual(["CART_MERGED input cartId"]);
    await shop.sql("account")`update outbox set due_at = now()`;
    await shop.stack.runCrons();
    expect(await findCart(customer)).toEqual({ id: own, status: "CART", lines });
    const other = await newGuest();
    await createCart(other, ["T", 4]);
    const again = await signIn(other, buyer.email);
    expect((await findCart(again))?.lines).toEqual([
      { sku: "S", quantity: 5 },
      { sku: "T", quantity: 5 },
    ]);
    expect((await placeOrder(again, { idempotencyKey: "merged", cartId: own })).order?.status).toBe("CONFIRMED");
  });

  it("moves when the account has no cart", async () => {
    const buyer = await shop.signUp();
    const guest = await newGuest();
    const id = await createCart(guest, ["S", 2]);
    const customer = await signIn(guest, buyer.email);
    expect(await findCart(customer)).toEqual({ id, status: "CART", lines: [{ sku: "S", quantity: 2 }] });
    expect(await setLine(customer, id, "S", 1)).toEqual([]);
  });

  it("moves with the lines that have another currency, and the account's cart is still its cart", async () => {
    const buyer = await shop.signUp();
    const own = await createCart(buyer, ["S", 1]);
    const guest = await newGuest();
    const other = await createCart(guest, ["E", 2]);
    const customer = await signIn(guest, buyer.email);
    expect((await findCart(customer))?.id).toBe(own);
    expect(await readStatus(customer, other)).toBe("CART");
    expect(await setLine(customer, other, "E", 3)).toEqual([]);
    expect(await findCart(customer)).toEqual({ id: other, status: "CART", lines: [{ sku: "E", quantity: 3 }] });
  });

  it("is merged after its placement was rejected", async () => {
    const buyer = await shop.signUp();
    const own = await createCart(buyer, ["T", 1]);
    const guest = await newGuest();
    const rejected = await createCart(guest, ["S", 2]);
    const declined = { idempotencyKey: "guest", cartId: rejected, paymentMethod: "pm_card_chargeDeclined" };
    expect((await placeOrder(guest, declined)).order?.status).toBe("REJECTED");
    const customer = await signIn(guest, buyer.email);
    expect(await findCart(customer)).toEqual({
      id: own,
      status: "CART",
      lines: [
        { sku: "T", quantity: 1 },
        { sku: "S", quantity: 2 },
      ],
    });
    expect(await readStatus(customer, rejected)).toBe("CANCELLED");
  });
});
