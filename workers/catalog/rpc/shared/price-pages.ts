import type { ListPriceListPricesRequest } from "../../../../proto/gen/catalog/v1/pricing_pb.js";
import { invalid } from "../../../kit/errors/failure.ts";
import { decodePageToken, parsePageSize, toPage } from "../../../kit/validation/paging.ts";
import type { CatalogContext } from "../../context.ts";
import { listPrices } from "../../store/price-lists.ts";
import { toPriceMessage } from "./price-list-messages.ts";

/** Returns a page of prices for each request. */
export async function listPricePages(requests: readonly ListPriceListPricesRequest[], ctx: CatalogContext) {
  const queries = requests.map(({ priceListId, sku, pageToken, pageSize }) => {
    const size = parsePageSize(pageSize);
    return { priceListId, sku, after: parsePosition(pageToken), size, limit: size + 1 };
  });
  const pages = await listPrices(ctx.db, queries);
  return queries.map(({ size }, index) => {
    const position = (row: { sku: string; currency: string; minQuantity: number }) => [
      row.sku,
      row.currency,
      row.minQuantity,
    ];
    const { items, ...page } = toPage(pages[index] ?? [], size, position);
    return { prices: items.map(toPriceMessage), ...page };
  });
}

function parsePosition(token: string) {
  if (token === "") return undefined;
  const [sku = "", currency = "", minQuantity = ""] = decodePageToken(token);
  if (!/^\d{1,9}$/.test(minQuantity)) throw invalid("INVALID_CURSOR", "Invalid cursor for this connection", "after");
  return { sku, currency, minQuantity: Number(minQuantity) };
}
