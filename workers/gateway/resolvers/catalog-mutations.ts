import { CatalogService } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { InventoryService } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { fieldMaskOf, toProductInput } from "../data/mappers/product-input.ts";
import { omitNullish, required } from "../data/mappers/protobuf.ts";
import { mutationPayload } from "../graphql/errors.ts";
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
    mutationPayload({ category: null }, async () => {
      const { category } = await ctx.catalog(CatalogService.method.createCategory, omitNullish(input));
      return { category: required(category, "the category") };
    }),
  updateCategory: (_root, { input }, ctx) =>
    mutationPayload({ category: null }, async () => {
      const { category } = await ctx.catalog(CatalogService.method.updateCategory, {
        ...omitNullish(input),
        updateMask: { paths: fieldMaskOf(input, ["id"], ["parentId"]) },
      });
      return { category: required(category, "the category") };
    }),
  deleteCategory: (_root, { id }, ctx) =>
    mutationPayload({ deletedId: null }, async () => {
      await ctx.catalog(CatalogService.method.deleteCategory, { id });
      return { deletedId: id };
    }, []),
  createProduct: (_root, { input }, ctx) =>
    mutationPayload({ product: null }, async () => {
      const { product } = await ctx.catalog(CatalogService.method.createProduct, { product: toProductInput(input) });
      return { product: required(product, "the product") };
    }),
  updateProduct: (_root, { input }, ctx) =>
    mutationPayload({ product: null }, async () => {
      const { product } = await ctx.catalog(CatalogService.method.updateProduct, {
        id: input.id,
        etag: input.etag,
        product: toProductInput(input),
        updateMask: { paths: fieldMaskOf(input, ["id", "etag"], ["brand"]) },
      });
      return { product: required(product, "the product") };
    }),
  deleteProduct: (_root, { id }, ctx) =>
    mutationPayload({ deletedId: null }, async () => {
      await ctx.catalog(CatalogService.method.deleteProduct, { id });
      return { deletedId: id };
    }, []),
  adjustStock: (_root, { input }, ctx) =>
    mutationPayload({ stock: null }, async () => {
      const { stock } = await ctx.catalog(InventoryService.method.adjustStock, input);
      return { stock: required(stock, "the stock") };
    }),
};
