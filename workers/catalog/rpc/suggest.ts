import type { SuggestRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { maxCounts, maxLengths } from "../domain/limits.ts";
import { categoryMessage, productMessage } from "./shared/mappers.ts";
import { productReadOf } from "./shared/selection.ts";

const defaultSize = 8;

export async function suggest(request: SuggestRequest, ctx: CatalogContext) {
  const prefix = request.prefix.trim();
  if (prefix.length > maxLengths.suggestPrefix)
    throw invalid("INVALID_PREFIX", `Prefix must be at most ${maxLengths.suggestPrefix} characters`, "prefix");
  const size = request.size === 0 ? defaultSize : request.size;
  if (!Number.isInteger(size) || size < 1 || size > maxCounts.suggestions) {
    throw invalid("INVALID_PAGE_SIZE", `Number of suggestions must be 1 to ${maxCounts.suggestions}`, "first");
  }
  if (prefix === "") return { suggestions: [] };
  const read = productReadOf(request, ctx);
  const { value } = await ctx.search((port, signal) => port.suggest({ prefix, size, ...read }, signal));
  return {
    suggestions: value.map((found) =>
      "product" in found
        ? { text: found.product.name, product: productMessage(found.product) }
        : { text: found.category.name, category: categoryMessage(found.category) },
    ),
  };
}
