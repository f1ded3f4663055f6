import { beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { PriceListType, PricingService } from "../../proto/gen/catalog/v1/pricing_pb.js";
import { asUser, login, startGuest } from "../support/accounts.ts";
import { importProducts, placeOrder, productLine } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";

const shop = useShop({
  products: [productLine("LAMP", 50), productLine("DESK", 50), productLine("RUG", 50, "700", "EUR")],
});

interface Cart {
  readonly id: string;
  readonly status: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

interface Payload {
  readonly order: Cart | null;
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] }[];
}

const cartFields = "id status lines { sku quantity }";
const newGuest = async (): Promise<Api> => asUser(shop, await startGuest({ url: shop.url }));

async function mutate(api: Api, field: string, input: object): Promise<Payload> {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const mutation = `mutation ($input: ${type}!) { ${field}(input: $input) { order { ${cartFields} } userErrors { code field } } }`;
  const data = await fetchData<Record<string, Payload>>(api, mutation, { input });
  return data[field] as Payload;
}

const addToCart = (api: Api, sku: string, quantity: number, idempotencyKey: string, cartId?: string) =>
  mutate(api, "addToCart", { sku, quantity, idempotencyKey, ...(cartId === undefined ? {} : { cartId }) });

async function readCart(
  api: Api,
): Promise<{ readonly cart: Cart | null; readonly me: { readonly cart: Cart | null } }> {
  return fetchData(api, `{ cart { ${cartFields} } me { cart { ${cartFields} } } }`);
}

const unitsOf = (cart: Cart | null | undefined) => cart?.lines.map(({ sku, quantity }) => `${quantity} ${sku}`);
const codesOf = ({ userErrors }: Payload) => userErrors.map(({ code, field }) => `${code} ${field.join(".")}`);

beforeAll(async () => {
  // Only LAMP has a price in euros besides its base price.
  const manager = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
  const priceList = { slug: "euro", name: "Euro", type: PriceListType.OVERRIDE, active: true };
  const priceListId = (await manager(PricingService.method.savePriceList, { priceList })).priceList?.id ?? "";
  const prices = [{ sku: "LAMP", currencyCode: "EUR", minQuantity: 1, amountMinor: 900n }];
  await manager(PricingService.method.setPriceListPrices, { priceListId, prices });
});

describe("addToCart", () => {
  it("creates a cart whose price is that of its quote, also after a change of prices", async () => {
    const guest = await newGuest();
    const cartId = (await addToCart(guest, "DESK", 2, "quoted")).order?.id ?? "";
    await shop.sql("catalog")`update variants set price_minor = price_minor + 50 where sku = 'DESK'`;
    const fields = "{ lines { sku unitPrice { amountMinor } total { amountMinor } } total { amountMinor currency } }";
    const query = `query ($cartId: ID!) { cart { quote ${fields} } quote(input: {cartId: $cartId}) ${fields} }`;
    const { cart, quote } = await fetchData<{ cart: { quote: unknown }; quote: unknown }>(guest, query, { cartId });
    await shop.sql("catalog")`update variants set price_minor = price_minor - 50 where sku = 'DESK'`;
    expect(cart.quote).toEqual(quote);
    expect(quote).toMatchObject({ total: { amountMinor: "2100", currency: "USD" } });
    expect(await mutate(guest, "setCartLine", { cartId, sku: "DESK", quantity: 0 })).toMatchObject({ userErrors: [] });
    expect(await fetchData(guest, `{ cart { quote ${fields} } }`)).toEqual({ cart: { quote: null } });
  });

  it("creates the buyer's cart, adds units, and adds nothing for a repeated key", async () => {
    const guest = await newGuest();
    expect(await readCart(guest)).toEqual({ cart: null, me: { cart: null } });
    const added = await addToCart(guest, "LAMP", 2, "first");
    expect(unitsOf(added.order)).toEqual(["2 LAMP"]);
    expect(unitsOf((await addToCart(guest, "lamp", 1, "second")).order)).toEqual(["3 LAMP"]);
    expect(unitsOf((await addToCart(guest, "LAMP", 2, "first")).order)).toEqual(["3 LAMP"]);
    const reused = await addToCart(guest, "LAMP", 1, "first", added.order?.id);
    expect(codesOf(reused)).toEqual(["IDEMPOTENCY_KEY_REUSED input.idempotencyKey"]);
    const { cart, me } = await readCart(guest);
    expect([cart?.id, unitsOf(cart)]).toEqual([added.order?.id, ["3 LAMP"]]);
    expect(me.cart).toEqual(cart);
  });

  it("puts concurrent first additions into one cart", async () => {
    const guest = await newGuest();
    const skus = ["LAMP", "DESK", "LAMP", "DESK", "LAMP"];
    const added = await Promise.all(skus.map((sku, index) => addToCart(guest, sku, 1, `key ${index}`)));
    expect(new Set(added.map(({ order }) => order?.id)).size).toBe(1);
    expect(unitsOf((await readCart(guest)).cart)?.toSorted()).toEqual(["2 DESK", "3 LAMP"]);
  });

  it("names the field that is refused, and does not create a line", async () => {
    const guest = await newGuest();
    expect(codesOf(await addToCart(guest, "NONE", 1, "unknown"))).toEqual(["UNKNOWN_SKU input.sku"]);
    await addToCart(guest, "LAMP", 999, "many");
    expect(codesOf(await addToCart(guest, "LAMP", 2, "more"))).toEqual(["INVALID_QUANTITY input.quantity"]);
    expect(codesOf(await addToCart(guest, "RUG", 1, "rug"))).toEqual(["MIXED_CURRENCIES input.sku"]);
    expect(unitsOf((await readCart(guest)).cart)).toEqual(["999 LAMP"]);
  });

  it("prices a line in the currency of the cart", async () => {
    const guest = await newGuest();
    await addToCart(guest, "RUG", 1, "rug");
    expect(unitsOf((await addToCart(guest, "LAMP", 1, "lamp")).order)).toEqual(["1 RUG", "1 LAMP"]);
    const { cart } = await fetchData<{ cart: { lines: object[] } }>(
      guest,
      "{ cart { lines { unitPrice { amountMinor currency } } } }",
    );
    expect(cart.lines[1]).toEqual({ unitPrice: { amountMinor: "900", currency: "EUR" } });
  });

  it("returns the order, and creates no cart, when the cart of a repeated key was placed", async () => {
    const guest = await newGuest();
    const { order } = await addToCart(guest, "LAMP", 1, "once");
    const cartId = order?.id ?? "";
    const placed = await placeOrder(guest, { idempotencyKey: "place", cartId });
    expect(placed.order?.status).toBe("CONFIRMED");
    expect((await addToCart(guest, "LAMP", 1, "once")).order).toMatchObject({ id: cartId, status: "CONFIRMED" });
    expect((await addToCart(guest, "LAMP", 1, "once", cartId)).order?.id).toBe(cartId);
    expect((await readCart(guest)).cart).toBeNull();
    const next = (await addToCart(guest, "LAMP", 1, "twice")).order;
    expect([next?.status, next?.id === cartId]).toEqual(["CART", false]);
  });

  it("adds to the merged cart after a guest with a cart has signed in", async () => {
    const { email } = await shop.signUp();
    const customer = asUser(shop, await login({ url: shop.url }, email));
    await addToCart(customer, "DESK", 1, "before");
    const guest = await newGuest();
    await addToCart(guest, "LAMP", 1, "as a guest");
    const signedIn = asUser(shop, await login(guest, email));
    expect(unitsOf((await readCart(signedIn)).cart)?.toSorted()).toEqual(["1 DESK", "1 LAMP"]);
    const added = await addToCart(signedIn, "LAMP", 1, "after");
    expect(unitsOf(added.order)?.toSorted()).toEqual(["1 DESK", "2 LAMP"]);
  });

  it("shows the cart of an account to its owner only", async () => {
    const session = await login({ url: shop.url }, (await shop.signUp()).email);
    const owner = asUser(shop, session);
    await addToCart(owner, "DESK", 1, "own");
    const admin = await shop.signUp("ADMIN");
    const query = "query ($id: ID!) { account(id: $id) { cart { id } } }";
    const id = session.account?.id;
    expect(await fetchData(admin, query, { id })).toEqual({ account: { cart: null } });
    expect(await fetchData(owner, query, { id })).toEqual({ account: { cart: { id: expect.any(String) } } });
  });
});

describe("setCartLines", () => {
  it("sets several lines, or none when one is refused", async () => {
    const guest = await newGuest();
    const cartId = (await addToCart(guest, "LAMP", 5, "lamp")).order?.id;
    const set = (...lines: readonly (readonly [string, number])[]) =>
      mutate(guest, "setCartLines", { cartId, lines: lines.map(([sku, quantity]) => ({ sku, quantity })) });
    expect(unitsOf((await set(["LAMP", 2], ["DESK", 1])).order)).toEqual(["2 LAMP", "1 DESK"]);
    expect(codesOf(await set(["LAMP", 9], ["NONE", 1]))).toEqual(["UNKNOWN_SKU input.lines.1.sku"]);
    expect(unitsOf((await readCart(guest)).cart)).toEqual(["2 LAMP", "1 DESK"]);
    expect(unitsOf((await set(["LAMP", 0])).order)).toEqual(["1 DESK"]);
  });
});

describe("reorder", () => {
  it("adds the lines of a former order once, and reports those that cannot be bought", async () => {
    const guest = await newGuest();
    const manager = await shop.signUp("CATALOG_MANAGER");
    await importProducts(manager, [productLine("VASE", 5)]);
    const lines = ["LAMP", "VASE"].map((sku) => ({ sku, quantity: 2 }));
    const { order } = await placeOrder(guest, { idempotencyKey: "former", lines });
    const orderId = order?.id ?? "";
    const { product } = await fetchData<{ product: { id: string } }>(manager, '{ product(slug: "vase") { id } }');
    await fetchData(manager, `mutation { deleteProduct(id: "${product.id}") { deletedId } }`);
    for (const attempt of ["first", "repeated"]) {
      const reordered = await mutate(guest, "reorder", { orderId, idempotencyKey: "again" });
      expect([attempt, unitsOf(reordered.order)]).toEqual([attempt, ["2 LAMP"]]);
      expect(codesOf(reordered)).toEqual(["UNKNOWN_SKU input.orderId"]);
    }
    const next = await mutate(guest, "reorder", { orderId, idempotencyKey: "once more" });
    expect(unitsOf(next.order)).toEqual(["4 LAMP"]);
    expect(codesOf(await mutate(await newGuest(), "reorder", { orderId, idempotencyKey: "k" }))).toEqual([
      "NOT_FOUND input.orderId",
    ]);
  });
});
