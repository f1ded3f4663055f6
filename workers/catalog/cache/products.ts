import type { ProductRead } from "../store/market-prices.ts";
import { applySelection } from "../store/product-json.ts";
import type { PartialProduct, ProductRow } from "../store/product-rows.ts";
import { findFullProducts, findVolatileProducts, type ProductKeys, type VolatileProduct } from "../store/products.ts";
import { type CacheDeps, type CacheSource, readThrough } from "./read-through.ts";

const ttlSeconds = 24 * 3_600;

/**
 * Returns products. Their version, stock, prices in a market and the names of tax classes are always read from the database.
 * The other fields come from Redis, where an entry is valid for one version. So a response is never older than the database, whichever client wrote.
 */
export async function readProducts(
  deps: CacheDeps,
  { ids, slugs }: ProductKeys,
  read: ProductRead,
): Promise<readonly PartialProduct[]> {
  const keys = [...ids.map((id) => `id:${id}`), ...slugs.map((slug) => `slug:${slug}`)];
  const found = await readThrough(deps, keys, productSource(deps, keys, read));
  return keys.flatMap((key) => {
    const row = found.get(key);
    return row === undefined ? [] : applySelection(row, read);
  });
}

function productSource(
  { db }: Pick<CacheDeps, "db">,
  keys: readonly string[],
  read: ProductRead,
): CacheSource<ProductRow> {
  let current: ReadonlyMap<string, VolatileProduct> = new Map();
  return {
    findExisting: async () => {
      current = indexByKey(await findVolatileProducts(db, toProductKeys(keys), read));
      return keys.filter((key) => current.has(key));
    },
    getCached: (client, requested) => client.mget<(string | null)[]>(...requested.map(redisKey)),
    parse: (key, json) => parseProduct(json, current.get(key)),
    load: async (requested) => {
      const rows = indexByKey(await findFullProducts(db, toProductKeys(requested), read.prices));
      return new Map([...rows].filter(([key]) => requested.includes(key)));
    },
    store: (client, loaded) => {
      const pipeline = client.pipeline();
      for (const [key, row] of loaded) pipeline.set(redisKey(key), serializeProduct(row), { ex: ttlSeconds });
      return pipeline.exec();
    },
    leaseKey: (key) => `${redisKey(key)}:loading:${current.get(key)?.version}`,
  };
}

/** Increment the number when the shape of the cached JSON changes. */
const redisKey = (key: string): string => `catalog:4:product:${key}`;

function toProductKeys(keys: readonly string[]): ProductKeys {
  const withPrefix = (prefix: string) =>
    keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  return { ids: withPrefix("id:"), slugs: withPrefix("slug:") };
}

function indexByKey<T extends { readonly id: string; readonly slug: string }>(
  rows: readonly T[],
): ReadonlyMap<string, T> {
  return new Map(rows.flatMap((row) => [[`id:${row.id}`, row] as const, [`slug:${row.slug}`, row] as const]));
}

/** Omits what changes without a new version of the product. */
function serializeProduct({ variants, ...product }: ProductRow): string {
  return JSON.stringify({ ...product, marketId: undefined, variants: variants.map(withoutVolatile) });
}

function withoutVolatile(variant: ProductRow["variants"][number]) {
  const { available: _a, reserved: _r, stockAt: _s, taxClassName: _t, ...rest } = variant;
  const { marketPrice: _m, unitPrices: _u, ...stable } = rest;
  return stable;
}

/** Returns undefined when the cached product is not the current version. */
function parseProduct(json: string, current: VolatileProduct | undefined): ProductRow | undefined {
  if (current === undefined) return undefined;
  const row = JSON.parse(json) as ProductRow;
  if (row.id !== current.id || row.version !== current.version) return undefined;
  const bySku = new Map(current.variants.map((variant) => [variant.sku, variant]));
  const market = current.marketId === undefined ? {} : { marketId: current.marketId };
  return { ...row, ...market, variants: row.variants.map((variant) => ({ ...variant, ...bySku.get(variant.sku) })) };
}
