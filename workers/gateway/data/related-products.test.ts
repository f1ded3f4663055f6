import { create } from "@bufbuild/protobuf";
import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import {
  CategorySchema,
  ListProductsResponseSchema,
  type Product,
  ProductSchema,
} from "../../../proto/gen/catalog/v1/catalog_pb.js";
import type { GatewayContext } from "../context.ts";
import { findRelatedProducts } from "./related-products.ts";

const info = { fieldNodes: [], fragments: {}, operation: parse("{ me { id } }").definitions[0] };
const product = (id: string, minor: bigint, currencyCode = "USD") =>
  create(ProductSchema, { id, categoryIds: ["home", "sofas"], minPrice: { amountMinor: minor, currencyCode } });
const tree = {
  byId: new Map([
    ["home", create(CategorySchema, { id: "home", slug: "home" })],
    ["sofas", create(CategorySchema, { id: "sofas", slug: "sofas", parentId: "home" })],
  ]),
};

/** Returns the ids of the related products, and the request that found them. */
async function relatedTo(self: Product, bestSellers: readonly Product[], size = 8) {
  const requests: { readonly categorySlug: string; readonly pageSize: number }[] = [];
  const ctx = {
    market: { slug: "" },
    cacheHints: { tags: new Set() },
    loaders: {
      categories: () => tree,
      firstPage: {
        load: async (request: { readonly categorySlug: string; readonly pageSize: number }) => {
          requests.push(request);
          return create(ListProductsResponseSchema, { products: [...bestSellers] });
        },
      },
    },
  } as unknown as GatewayContext;
  const found = await findRelatedProducts(ctx, info as never, { product: self, size });
  return { ids: found.map(({ id }) => id), requests };
}

describe("findRelatedProducts", () => {
  const self = product("self", 1_000n);

  it("returns best sellers of the deepest category, those with a similar price first, without the product itself", async () => {
    const bestSellers = [
      product("dear", 2_001n),
      self,
      product("double", 2_000n),
      product("half", 500n),
      product("cheap", 499n),
    ];
    const { ids, requests } = await relatedTo(self, bestSellers);
    expect(ids).toEqual(["double", "half", "dear", "cheap"]);
    expect(requests).toMatchObject([{ categorySlug: "sofas", pageSize: 17 }]);
  });

  it("compares prices in one currency only", async () => {
    const { ids } = await relatedTo(self, [product("euro", 1_000n, "EUR"), product("dollar", 1_100n)]);
    expect(ids).toEqual(["dollar", "euro"]);
  });

  it("returns as many as were requested, and none for a product without a category", async () => {
    expect((await relatedTo(self, [product("a", 1_000n), product("b", 1_000n)], 1)).ids).toEqual(["a"]);
    const { ids, requests } = await relatedTo(create(ProductSchema, { id: "self" }), [product("a", 1_000n)]);
    expect([ids, requests]).toEqual([[], []]);
  });
});
