import type { Category } from "../../../proto/gen/catalog/v1/catalog_pb.js";

/** The category tree, looked up in every direction. */
export interface CategoryTree {
  readonly byId: ReadonlyMap<string, Category>;
  readonly bySlug: ReadonlyMap<string, Category>;
  /** Under the empty string, the roots. */
  readonly children: ReadonlyMap<string, readonly Category[]>;
}

function treeOf(categories: readonly Category[]): CategoryTree {
  const children = new Map<string, Category[]>();
  for (const category of categories) {
    const siblings = children.get(category.parentId ?? "") ?? [];
    siblings.push(category);
    children.set(category.parentId ?? "", siblings);
  }
  return {
    byId: new Map(categories.map((category) => [category.id, category])),
    bySlug: new Map(categories.map((category) => [category.slug, category])),
    children,
  };
}

/** For so long a tree is used again without asking for it. */
const recentMs = 1_000;

let recent: { readonly tree: CategoryTree; readonly until: number } | undefined;
let changes = 0;

/** What this isolate has read within the last second; undefined when it has not. */
export function findRecentTree(now: number): CategoryTree | undefined {
  return recent !== undefined && recent.until > now ? recent.tree : undefined;
}

/** Reads the tree, for others to use again, unless this isolate changes it meanwhile. */
export async function readTree(read: () => Promise<readonly Category[]>, now: number): Promise<CategoryTree> {
  const before = changes;
  const tree = treeOf(await read());
  if (before === changes) recent = { tree, until: now + recentMs };
  return tree;
}

/** After a change that was made through this gateway. */
export function forgetTree(): void {
  changes++;
  recent = undefined;
}
