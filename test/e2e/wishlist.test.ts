import { describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import {
  asUser,
  login,
  person,
  register,
  resetPassword,
  runMutation,
  startGuest,
  tokenFromMail,
} from "../support/accounts.ts";
import { productLine } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";

const maxItems = 200;
const shop = useShop({
  products: [productLine("Lamp-Oak", 3), productLine("CHAIR", 0), productLine("DESK", 1), productLine("ENDING", 1)],
});

let accounts = 0;
const signUp = async () => asUser(shop, await register({ url: shop.url }, { email: `wish-${++accounts}@example.com` }));

const set = (caller: Api, sku: string, saved = true) =>
  runMutation(caller, "setWishlistItem", "SetWishlistItemInput", { sku, saved });

type Wishlist = { readonly id: string; readonly wishlist: readonly { readonly sku: string }[] };

async function read(caller: Api): Promise<readonly string[]> {
  const { me } = await fetchData<{ me: Wishlist }>(caller, "{ me { id wishlist { sku } } }");
  return me.wishlist.map(({ sku }) => sku);
}

describe("a wish list", () => {
  it("has each SKU once, as the catalog spells it, newest first", async () => {
    const caller = await signUp();
    for (const sku of ["LAMP-OAK", "chair", "DESK", "lamp-oak"]) expect(await set(caller, sku)).toEqual([]);
    expect(await read(caller)).toEqual(["DESK", "CHAIR", "Lamp-Oak"]);
    expect(await set(caller, "Chair", false)).toEqual([]);
    expect(await set(caller, "Chair", false)).toEqual([]);
    expect(await read(caller)).toEqual(["DESK", "Lamp-Oak"]);
  });

  it("rejects a SKU that the shop does not sell, and leaves out one that it no longer sells", async () => {
    const [caller, manager] = [await signUp(), await shop.signUp("CATALOG_MANAGER")];
    expect(await set(caller, "UNKNOWN")).toEqual(["UNKNOWN_SKU input sku"]);
    for (const sku of ["ENDING", "DESK"]) expect(await set(caller, sku)).toEqual([]);
    const query = '{ variant(sku: "ENDING") { product { id } } }';
    const { variant } = await fetchData<{ variant: { product: { id: string } } }>(manager, query);
    const remove = "mutation ($id: ID!) { deleteProduct(id: $id) { userErrors { code } } }";
    expect(await fetchData(manager, remove, variant.product)).toEqual({ deleteProduct: { userErrors: [] } });
    await expect.poll(() => read(caller)).toEqual(["DESK"]);
    expect(await set(caller, "ENDING")).toEqual(["UNKNOWN_SKU input sku"]);
    expect(await set(caller, "ENDING", false)).toEqual([]);
  });

  it("is empty for anyone but its owner", async () => {
    const caller = await signUp();
    expect(await set(caller, "DESK")).toEqual([]);
    const { me } = await fetchData<{ me: Wishlist }>(caller, "{ me { id wishlist { sku } } }");
    expect(me.wishlist).toEqual([{ sku: "DESK" }]);
    const query = "query ($id: ID!) { account(id: $id) { id wishlist { sku } } }";
    for (const staff of [await shop.signUp("SUPPORT"), await shop.signUp("ADMIN")]) {
      expect(await fetchData(staff, query, { id: me.id })).toEqual({ account: { id: me.id, wishlist: [] } });
    }
    expect(await read(await signUp())).toEqual([]);
  });

  it("of a guest stays when the guest registers", async () => {
    const guest = asUser(shop, await startGuest({ url: shop.url }));
    expect(await set(guest, "DESK")).toEqual([]);
    const email = `wish-${++accounts}@example.com`;
    expect(await read(asUser(shop, await register(guest, { email })))).toEqual(["DESK"]);
  });

  it("of a guest is added to that of the account that the guest signs in to, each SKU once and up to the maximum", async () => {
    const owner = await signUp();
    const email = `wish-${accounts}@example.com`;
    const { me } = await fetchData<{ me: { id: string } }>(owner, "{ me { id } }");
    expect(await set(owner, "CHAIR")).toEqual([]);
    const guest = asUser(shop, await startGuest({ url: shop.url }));
    for (const sku of ["Lamp-Oak", "CHAIR", "DESK"]) expect(await set(guest, sku)).toEqual([]);
    const signedIn = asUser(shop, await login(guest, email));
    expect(await read(signedIn)).toEqual(["DESK", "Lamp-Oak", "CHAIR"]);
    // The access token of the guest is still valid. The guest is gone.
    await login(guest, email);
    expect(await read(signedIn)).toEqual(["DESK", "Lamp-Oak", "CHAIR"]);

    // One more fits: the newest one.
    for (const sku of ["DESK", "Lamp-Oak"]) expect(await set(signedIn, sku, false)).toEqual([]);
    await shop.sql("account")`insert into wishlist_items (user_id, sku)
      select ${me.id}, 'OTHER-' || n from generate_series(1, ${maxItems - 2}) n`;
    for (let attempt = 0; attempt < 2; attempt++) {
      const other = asUser(shop, await startGuest({ url: shop.url }));
      for (const sku of ["DESK", "Lamp-Oak"]) expect(await set(other, sku)).toEqual([]);
      await login(other, email);
      expect(await read(signedIn)).toEqual(["Lamp-Oak", "CHAIR"]);
    }
  });

  it("has at most 200 SKUs, also when the last ones are saved concurrently", async () => {
    const caller = await signUp();
    const { me } = await fetchData<{ me: { id: string } }>(caller, "{ me { id } }");
    await shop.sql("account")`insert into wishlist_items (user_id, sku)
      select ${me.id}, 'OTHER-' || n from generate_series(1, ${maxItems - 1}) n`;
    const skus = ["CHAIR", "DESK", "Lamp-Oak"];
    const results = await Promise.all(skus.map((sku) => set(caller, sku)));
    expect(results.map((codes) => codes.join()).sort()).toEqual(["", "WISHLIST_FULL", "WISHLIST_FULL"]);
    const [saved = ""] = await read(caller);
    expect(await read(caller)).toEqual([saved]);
    expect(await set(caller, saved)).toEqual([]);
    expect(await set(caller, saved, false)).toEqual([]);
    expect(await set(caller, "DESK")).toEqual([]);
  });

  it("is emptied when a reset of the password verifies the address, because a stranger may have registered it", async () => {
    const caller = await signUp();
    const email = `wish-${accounts}@example.com`;
    expect(await set(caller, "DESK")).toEqual([]);
    await runMutation({ url: shop.url }, "requestPasswordReset", "RequestPasswordResetInput", { email });
    const token = await tokenFromMail(shop, email, /Reset your password/);
    expect(await read(asUser(shop, await resetPassword({ url: shop.url }, token, "another horse battery")))).toEqual(
      [],
    );
  });

  it("is erased with the account", async () => {
    const caller = await signUp();
    const { me } = await fetchData<{ me: { id: string } }>(caller, "{ me { id } }");
    expect(await set(caller, "DESK")).toEqual([]);
    const input = { password: person.password };
    expect(await runMutation(caller, "deleteMyAccount", "DeleteMyAccountInput", input)).toEqual([]);
    expect(await shop.sql("account")`select sku from wishlist_items where user_id = ${me.id}`).toEqual([]);
  });
});
