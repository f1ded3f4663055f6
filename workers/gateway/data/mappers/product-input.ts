import type { MessageInitShape } from "@bufbuild/protobuf";
import type { ProductDraftSchema } from "../../../../proto/gen/catalog/v1/catalog_pb.js";
import type { InputMapping } from "../../graphql/errors.ts";
import type { CreateProductInput, MediaInput, UpdateProductInput } from "../../graphql/schema.generated.ts";
import { omitNullish, toMoneyMessage } from "./protobuf.ts";

/** Where `ProductDraft` in a request differs from the input. */
export const productMapping: InputMapping = { wrappers: ["product"], renamed: { currencyCode: "currency" } };

/** Maps a product input to its message. Absent fields are empty: an update's field mask names the fields that count. */
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
    media: (input.media ?? []).map(toMediaMessage),
    variants: (input.variants ?? []).map(
      ({ sku, name, options, price, initialStock, basePrices, taxClassCode, weightGrams, media }) => ({
        sku,
        name,
        options: [...(options ?? [])],
        price: toMoneyMessage(price),
        basePrices: (basePrices ?? []).map(toMoneyMessage),
        media: (media ?? []).map(toMediaMessage),
        ...omitNullish({ initialStock, taxClassCode, weightGrams }),
      }),
    ),
  };
}

const toMediaMessage = ({ url, alt, ...optional }: MediaInput) => ({ url, alt, ...omitNullish(optional) });

/** Returns the paths of the fields that an input sets, in snake case. Null counts only for the nullable fields. */
export function fieldMaskOf(input: object, ignored: readonly string[], nullable: readonly string[]): string[] {
  return Object.entries(input)
    .filter(
      ([name, value]) => !ignored.includes(name) && value !== undefined && (value !== null || nullable.includes(name)),
    )
    .map(([name]) => name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`));
}
