import type { Category } from "../../../proto/gen/catalog/v1/catalog_pb.js";

/** The category tree with an index for each kind of lookup. */
export interface CategoryTree {
  readonly byId: ReadonlyMap<string, Category>;
  readonly bySlug: ReadonlyMap<string, Category>;
  /** By the parent's ID. The root categories are under the empty string. */
  readonly children: ReadonlyMap<string, readonly Category[]>;
  /** The place of each category among its siblings, by ID. */
  readonly positions: ReadonlyMap<string, number>;
}

function createTree(categories: readonly Category[]): CategoryTree {
  const children = new Map<string, Category[]>();
  const positions = new Map<string, number>();
  for (const category of categories) {
    const siblings = children.get(category.parentId ?? "") ?? [];
    positions.set(category.id, siblings.length);
    siblings.push(category);
    children.set(category.parentId ?? "", siblings);
  }
  return {
    byId: new Map(categories.map((category) => [category.id, category])),
    bySlug: new Map(categories.map((category) => [category.slug, category])),
    children,
    positions,
  };
}

const cacheTtlMs = 1_000;

let cached: { readonly tree: CategoryTree; readonly expiresAt: number } | undefined;
let version = 0;

/** Returns the tree if this isolate has loaded it within the last second. */
export function findCachedTree(now: number): CategoryTree | undefined {
  return cached !== undefined && cached.expiresAt > now ? cached.tree : undefined;
}

/** Loads the tree and caches it, unless this isolate writes to the catalog in the meantime. */
export async function loadTree(load: () => Promise<readonly Category[]>, now: number): Promise<CategoryTree> {
  const versionBefore = version;
  const tree = createTree(await load());
  if (versionBefore === version) cached = { tree, expiresAt: now + cacheTtlMs };
  return tree;
}

/** Discards the cached tree, after a catalog write through this gateway. */
export function invalidateTree(): void {
  version++;
  cached = undefined;
}
