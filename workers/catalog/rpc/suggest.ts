import type { SuggestRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { categoryMessage, productMessage, selectionOf } from "./shared/mappers.ts";

const usual = 8;
const most = 20;

export async function suggest(request: SuggestRequest, ctx: CatalogContext) {
  const prefix = request.prefix.trim();
  if (prefix.length > 100) throw invalid("INVALID_PREFIX", "at most 100 characters", "prefix");
  const size = request.size === 0 ? usual : request.size;
  if (!Number.isInteger(size) || size < 1 || size > most) {
    throw invalid("INVALID_PAGE_SIZE", `1 to ${most}`, "first");
  }
  if (prefix === "") return { suggestions: [] };
  const selection = selectionOf(request);
  const { value } = await ctx.search((port, signal) => port.suggest({ prefix, size, selection }, signal));
  return {
    suggestions: value.map((found) =>
      "product" in found
        ? { text: found.product.name, product: productMessage(found.product) }
        : { text: found.category.name, category: categoryMessage(found.category) },
    ),
  };
}
