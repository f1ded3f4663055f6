import { LiveStockDocument } from "../documents.generated.ts";
import { streamToBrowser } from "../server/live.ts";
import type { PageContext } from "../server/page-context.ts";

/** The limit of the subscription. */
const maxSkus = 50;

/** The stock of the SKUs in the query string, now and after each change, for the island `product`. */
export function liveStock(c: PageContext): Promise<Response> {
  return streamToBrowser(c, LiveStockDocument, { skus: (c.req.queries("sku") ?? []).slice(0, maxSkus) });
}
