import { type PartialProduct, type ProductRow, type Selection, selected } from "../store/product-rows.ts";
import { findLevels, findWholeProducts, type Levels, type ProductNames } from "../store/products.ts";
import { type CacheDeps, type Cached, readThrough } from "./read-through.ts";

const keptSeconds = 24 * 3_600;

/**
 * Products with their stock. The stock and the version of each are read from the database, always, and the rest from
 * Redis, where it is good for one version: what is shown is never older than the database, whoever changed it.
 */
export async function readProducts(
  ctx: CacheDeps,
  wanted: ProductNames,
  selection: Selection,
): Promise<readonly PartialProduct[]> {
  const names = [...wanted.ids.map((id) => `id:${id}`), ...wanted.slugs.map((slug) => `slug:${slug}`)];
  const found = await readThrough(ctx, names, cachedProducts(ctx, names));
  return names.flatMap((name) => {
    const row = found.get(name);
    return row === undefined ? [] : selected(row, selection);
  });
}

function cachedProducts({ db }: Pick<CacheDeps, "db">, names: readonly string[]): Cached<ProductRow> {
  let levels: ReadonlyMap<string, Levels> = new Map();
  return {
    exist: async () => {
      levels = byName(await findLevels(db, namesOf(names)));
      return names.filter((name) => levels.has(name));
    },
    texts: (client, some) => client.mget<(string | null)[]>(...some.map(keyOf)),
    parse: (name, text) => rowOf(text, levels.get(name)),
    load: async (some) => {
      const rows = byName(await findWholeProducts(db, namesOf(some)));
      return new Map([...rows].filter(([name]) => some.includes(name)));
    },
    keep: (client, loaded) => {
      const pipeline = client.pipeline();
      for (const [name, row] of loaded) pipeline.set(keyOf(name), textOf(row), { ex: keptSeconds });
      return pipeline.exec();
    },
    loadingKey: (name) => `${keyOf(name)}:loading:${levels.get(name)?.version}`,
  };
}

/** The number changes with the shape of what is kept. */
const keyOf = (name: string): string => `catalog:2:product:${name}`;

function namesOf(names: readonly string[]): ProductNames {
  const of = (kind: string) => names.filter((name) => name.startsWith(kind)).map((name) => name.slice(kind.length));
  return { ids: of("id:"), slugs: of("slug:") };
}

function byName<T extends { readonly id: string; readonly slug: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.flatMap((row) => [[`id:${row.id}`, row] as const, [`slug:${row.slug}`, row] as const]));
}

/** Without what changes with every sale. */
function textOf({ variants, ...row }: ProductRow): string {
  const kept = variants.map(({ available: _a, reserved: _r, stockAt: _s, ...variant }) => variant);
  return JSON.stringify({ ...row, variants: kept });
}

function rowOf(text: string, levels: Levels | undefined): ProductRow | undefined {
  if (levels === undefined) return undefined;
  const row = JSON.parse(text) as ProductRow;
  if (row.id !== levels.id || row.version !== levels.version) return undefined;
  const bySku = new Map(levels.stock.map((level) => [level.sku, level]));
  return { ...row, variants: row.variants.map((variant) => ({ ...variant, ...bySku.get(variant.sku) })) };
}
