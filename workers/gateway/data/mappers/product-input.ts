import type { MessageInitShape } from "@bufbuild/protobuf";
import type { ProductDraftSchema } from "../../../../proto/gen/catalog/v1/catalog_pb.js";
import type { CreateProductInput, UpdateProductInput } from "../../graphql/schema.generated.ts";

/** A product's input as the catalog takes it. What is absent is empty: an update's mask says what counts. */
export function toProductInput(
  input: CreateProductInput | UpdateProductInput,
): MessageInitShape<typeof ProductDraftSchema> {
  const { brand } = input;
  return {
    slug: input.slug ?? "",
    name: input.name ?? "",
    description: input.description ?? "",
    ...(typeof brand === "string" ? { brand } : {}),
    categoryIds: [...(input.categoryIds ?? [])],
    attributes: [...(input.attributes ?? [])],
    media: [...(input.media ?? [])],
    variants: (input.variants ?? []).map(({ sku, name, options, price, initialStock }) => ({
      sku,
      name,
      options: [...(options ?? [])],
      price: { amountMinor: price.amountMinor, currencyCode: price.currency },
      ...(typeof initialStock === "number" ? { initialStock } : {}),
    })),
  };
}

/** The fields that an input sets, in the contract's snake case. Null counts only for those that can be empty. */
export function fieldMaskOf(input: object, not: readonly string[], nullable: readonly string[]): string[] {
  return Object.entries(input)
    .filter(
      ([name, value]) => !not.includes(name) && value !== undefined && (value !== null || nullable.includes(name)),
    )
    .map(([name]) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}
