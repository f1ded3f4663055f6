import type { ListPriceListPricesRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import { decodePageToken, parsePageSize, toPage } from "../../kit/validation/paging.ts";
import type { CatalogContext } from "../context.ts";
import { listPrices } from "../store/price-lists.ts";
import { toPriceMessage } from "./shared/price-list-messages.ts";

export async function listPriceListPrices(request: ListPriceListPricesRequest, ctx: CatalogContext) {
  const { priceListId, sku, pageToken } = request;
  const size = parsePageSize(request.pageSize);
  const after = parsePosition(pageToken);
  const rows = await listPrices(ctx.db, { priceListId, sku, after, limit: size + 1 });
  const { items, ...page } = toPage(rows, size, (row) => [row.sku, row.currency, row.minQuantity]);
  return { prices: items.map(toPriceMessage), ...page };
}

function parsePosition(token: string) {
  if (token === "") return undefined;
  const [sku = "", currency = "", minQuantity = ""] = decodePageToken(token);
  if (!/^\d{1,9}$/.test(minQuantity)) throw invalid("INVALID_CURSOR", "Invalid cursor for this connection", "after");
  return { sku, currency, minQuantity: Number(minQuantity) };
}
