import type { ListPriceListsRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { decodePageToken, parsePageSize, toPage } from "../../kit/validation/paging.ts";
import type { CatalogContext } from "../context.ts";
import { listPriceLists as list } from "../store/price-lists.ts";
import { toPriceListMessage } from "./shared/price-list-messages.ts";

export async function listPriceLists({ pageSize, pageToken }: ListPriceListsRequest, ctx: CatalogContext) {
  const size = parsePageSize(pageSize);
  const [after = ""] = pageToken === "" ? [] : decodePageToken(pageToken);
  const { items, ...page } = toPage(await list(ctx.db, after, size + 1), size, ({ slug }) => [slug]);
  return { priceLists: items.map(toPriceListMessage), ...page };
}
