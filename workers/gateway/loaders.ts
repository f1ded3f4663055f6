import DataLoader from "dataloader";
import { AccountService, type User } from "../../proto/gen/account/v1/account_pb.js";
import {
  CatalogService,
  type Category,
  type Product,
  ProductView,
  type Variant,
} from "../../proto/gen/catalog/v1/catalog_pb.js";
import type { Rpc } from "../kit/connect-client.ts";

/** The category tree, looked up in every direction. */
export interface CategoryTree {
  readonly byId: ReadonlyMap<string, Category>;
  readonly bySlug: ReadonlyMap<string, Category>;
  /** Under the empty string, the roots. */
  readonly children: ReadonlyMap<string, readonly Category[]>;
}

/** What one request reads by reference: asked for one by one, fetched together, and each thing once. */
export interface Loaders {
  readonly product: DataLoader<string, Product | undefined>;
  readonly productWithVariants: DataLoader<string, Product | undefined>;
  readonly variant: DataLoader<string, Variant | undefined>;
  readonly user: DataLoader<string, User | undefined>;
  readonly categories: () => Promise<CategoryTree>;
}

export function createLoaders(account: Rpc, catalog: Rpc): Loaders {
  const products = (view: ProductView) =>
    new DataLoader<string, Product | undefined>(
      async (ids) => {
        const { products: found } = await catalog(CatalogService.method.batchGetProducts, { ids: [...ids], view });
        return inOrder(ids, found, ({ id }) => id);
      },
      { maxBatchSize: 100 },
    );
  let tree: Promise<CategoryTree> | undefined;
  return {
    product: products(ProductView.BASIC),
    productWithVariants: products(ProductView.FULL),
    variant: new DataLoader(
      async (skus) => {
        const { variants } = await catalog(CatalogService.method.batchGetVariants, { skus: [...skus] });
        return inOrder(skus, variants, ({ sku }) => sku);
      },
      { maxBatchSize: 200 },
    ),
    user: new DataLoader(
      async (ids) => {
        const { users } = await account(AccountService.method.batchGetUsers, { ids: [...ids] });
        return inOrder(ids, users, ({ id }) => id);
      },
      { maxBatchSize: 100 },
    ),
    categories: () => {
      tree ??= catalog(CatalogService.method.listCategories, {}).then(({ categories }) => treeOf(categories));
      return tree;
    },
  };
}

function inOrder<T>(keys: readonly string[], found: readonly T[], keyOf: (value: T) => string): (T | undefined)[] {
  const byKey = new Map(found.map((value) => [keyOf(value), value]));
  return keys.map((key) => byKey.get(key));
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
