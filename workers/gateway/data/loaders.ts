import DataLoader from "dataloader";
import type { GraphQLResolveInfo } from "graphql";
import { AccountService, type User } from "../../../proto/gen/account/v1/account_pb.js";
import {
  CatalogService,
  type ListProductsResponse,
  type Product,
  type ProductSort,
  ProductView,
  type Variant,
} from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { type Order, OrderService } from "../../../proto/gen/order/v1/order_pb.js";
import type { Rpc } from "../../kit/connect/client.ts";
import { categoriesTag, listsTag } from "../../kit/storage/cache-tags.ts";
import { type FieldMask, productFieldMask } from "../graphql/read-mask.ts";
import { type CategoryTree, findRecentTree, readTree } from "./category-tree.ts";
import { required } from "./mappers/protobuf.ts";

/** The first page of a list. */
export interface FirstPage {
  readonly pageSize: number;
  readonly categorySlug: string;
  readonly sort: ProductSort;
  readonly view: ProductView;
  /** The same for all of an operation. */
  readonly readMask: FieldMask;
}

/** Products, each with what the operation asks of any of them. */
type ProductsAskedFor = (info: GraphQLResolveInfo) => DataLoader<string, Product | undefined>;

/** What one request reads by reference: asked for one by one, fetched together, and each thing once. */
export interface Loaders {
  readonly product: ProductsAskedFor;
  readonly productWithVariants: ProductsAskedFor;
  readonly productBySlug: ProductsAskedFor;
  readonly productBySlugWithVariants: ProductsAskedFor;
  /** What was fetched once in a request need not be fetched again: a variant's product, say. */
  readonly remember: (products: readonly Product[]) => void;
  /** Several at once where a document asks so: what is in each of many categories. */
  readonly firstPage: DataLoader<FirstPage, ListProductsResponse, string>;
  readonly variant: DataLoader<string, Variant | undefined>;
  readonly user: DataLoader<string, User | undefined>;
  /** Whole: lists tell less. */
  readonly order: DataLoader<string, Order>;
  /** The category tree, with all that `isWhole` looks for as far as it is there. At once where it is known. */
  readonly categories: (isWhole?: (tree: CategoryTree) => boolean) => CategoryTree | Promise<CategoryTree>;
}

interface Services {
  readonly account: Rpc;
  readonly catalog: Rpc;
  readonly order: Rpc;
}

export interface LoaderOptions {
  /** Gets what an answer is made of: see `kit/entity-tags.ts`. */
  readonly tags: Set<string>;
  /** Whether a category tree of a moment ago will do. */
  readonly recent: boolean;
}

export function createLoaders({ account, catalog, order }: Services, { tags, recent }: LoaderOptions): Loaders {
  let readMask: FieldMask = { paths: [] };
  const asking =
    (loader: DataLoader<string, Product | undefined>): ProductsAskedFor =>
    (info) => {
      readMask = productFieldMask(info);
      return loader;
    };
  const products = (by: "id" | "slug", view: ProductView) =>
    new DataLoader<string, Product | undefined>(
      async (keys) => {
        const names = by === "id" ? { ids: [...keys] } : { slugs: [...keys] };
        for (const id of names.ids ?? []) tags.add(id);
        const { products: found } = await catalog(CatalogService.method.batchGetProducts, { ...names, view, readMask });
        remember(found);
        // Nobody can tell which change may bring what is not there.
        if (found.length < keys.length) tags.add(listsTag);
        return inOrder(keys, found, (product) => product[by]);
      },
      { maxBatchSize: 100 },
    );
  const product = products("id", ProductView.BASIC);
  const productWithVariants = products("id", ProductView.FULL);
  const remember = (found: readonly Product[]): void => {
    for (const one of found) {
      tags.add(one.id);
      product.prime(one.id, one);
      if (one.variants.length > 0) productWithVariants.prime(one.id, one);
    }
  };
  let tree: Promise<CategoryTree> | undefined;
  return {
    product: asking(product),
    productWithVariants: asking(productWithVariants),
    remember,
    productBySlug: asking(products("slug", ProductView.BASIC)),
    productBySlugWithVariants: asking(products("slug", ProductView.FULL)),
    firstPage: new DataLoader(
      async (pages) => {
        const [only, ...others] = pages;
        const responses =
          only !== undefined && others.length === 0
            ? [await catalog(CatalogService.method.listProducts, only)]
            : (await catalog(CatalogService.method.batchListProducts, { requests: [...pages] })).responses;
        remember(responses.flatMap(({ products: found }) => found));
        return responses;
      },
      { maxBatchSize: 50, cacheKeyFn: ({ readMask: _, ...page }) => JSON.stringify(page) },
    ),
    variant: new DataLoader(
      async (skus) => {
        const { variants } = await catalog(CatalogService.method.batchGetVariants, { skus: [...skus] });
        tags.add(listsTag);
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
    order: new DataLoader(
      // Each is in an object of its own: there is no call for many.
      (ids) =>
        Promise.all(
          ids.map(async (id) => required((await order(OrderService.method.getOrder, { id })).order, "the order")),
        ),
      { batch: false },
    ),
    categories: (isWhole = () => true) => {
      tags.add(categoriesTag);
      const known = recent && tree === undefined ? findRecentTree(Date.now()) : undefined;
      if (known !== undefined && isWhole(known)) return known;
      tree ??= readTree(async () => (await catalog(CatalogService.method.listCategories, {})).categories, Date.now());
      return tree;
    },
  };
}

function inOrder<T>(keys: readonly string[], found: readonly T[], keyOf: (value: T) => string): (T | undefined)[] {
  const byKey = new Map(found.map((value) => [keyOf(value), value]));
  return keys.map((key) => byKey.get(key));
}
