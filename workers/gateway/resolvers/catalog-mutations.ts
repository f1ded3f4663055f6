import { CatalogService } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { InventoryService } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { maskOf, productDraft } from "../data/mappers/product-input.ts";
import { compact, present } from "../data/mappers/protobuf.ts";
import { payload } from "../graphql/errors.ts";
import type { MutationResolvers } from "../graphql/schema.generated.ts";

type Names =
  | "createCategory"
  | "updateCategory"
  | "deleteCategory"
  | "createProduct"
  | "updateProduct"
  | "deleteProduct"
  | "adjustStock";

export const catalogMutations: Required<Pick<MutationResolvers, Names>> = {
  createCategory: (_root, { input }, ctx) =>
    payload({ category: null }, async () => {
      const { category } = await ctx.catalog(CatalogService.method.createCategory, compact(input));
      return { category: present(category, "the category") };
    }),
  updateCategory: (_root, { input }, ctx) =>
    payload({ category: null }, async () => {
      const { category } = await ctx.catalog(CatalogService.method.updateCategory, {
        ...compact(input),
        updateMask: { paths: maskOf(input, ["id"], ["parentId"]) },
      });
      return { category: present(category, "the category") };
    }),
  deleteCategory: (_root, { id }, ctx) =>
    payload({ deletedId: null }, async () => {
      await ctx.catalog(CatalogService.method.deleteCategory, { id });
      return { deletedId: id };
    }, []),
  createProduct: (_root, { input }, ctx) =>
    payload({ product: null }, async () => {
      const { product } = await ctx.catalog(CatalogService.method.createProduct, { product: productDraft(input) });
      return { product: present(product, "the product") };
    }),
  updateProduct: (_root, { input }, ctx) =>
    payload({ product: null }, async () => {
      const { product } = await ctx.catalog(CatalogService.method.updateProduct, {
        id: input.id,
        etag: input.etag,
        product: productDraft(input),
        updateMask: { paths: maskOf(input, ["id", "etag"], ["brand"]) },
      });
      return { product: present(product, "the product") };
    }),
  deleteProduct: (_root, { id }, ctx) =>
    payload({ deletedId: null }, async () => {
      await ctx.catalog(CatalogService.method.deleteProduct, { id });
      return { deletedId: id };
    }, []),
  adjustStock: (_root, { input }, ctx) =>
    payload({ stock: null }, async () => {
      const { stock } = await ctx.catalog(InventoryService.method.adjustStock, input);
      return { stock: present(stock, "the stock") };
    }),
};
