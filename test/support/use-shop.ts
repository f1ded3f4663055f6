import { afterAll, beforeAll } from "vitest";
import { importProducts, openShop, type Shop, type ShopOptions } from "./harness.ts";

export type User = Awaited<ReturnType<Shop["signUp"]>>;

export interface UseShopOptions extends ShopOptions {
  /** Imported by a catalog manager before the tests run. */
  readonly products?: readonly object[];
}

/**
 * Starts a shop before the tests of the enclosing file or `describe`, and stops it after them. The returned object has
 * no properties before that: read them in hooks and tests only.
 */
export function useShop({ products = [], ...options }: UseShopOptions = {}): Shop {
  const shop = {} as Shop;
  beforeAll(async () => {
    Object.assign(shop, await openShop(options));
    if (products.length > 0) await importProducts(await shop.signUp("CATALOG_MANAGER"), products);
  });
  // `stop` is missing when the start failed.
  afterAll(() => shop.stop?.());
  return shop;
}

/** Registers a user with these roles before the tests, and signs the user in. Call it after `useShop`. */
export function useUser(shop: Shop, ...roles: Parameters<Shop["signUp"]>): User {
  const user = {} as User;
  beforeAll(async () => {
    Object.assign(user, await shop.signUp(...roles));
  });
  return user;
}
