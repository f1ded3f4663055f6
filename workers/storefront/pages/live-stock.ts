import { streamToBrowser } from "../../kit/pages/live.ts";
import { LiveStockDocument } from "../documents.generated.ts";
import type { PageContext } from "../server/page-context.ts";

/** The limit of the subscription. */
const maxSkus = 50;

/** The stock of the SKUs in the query string, now and after each change, for the island `product`. */
export function liveStock(c: PageContext): Promise<Response> {
  return streamToBrowser(c, LiveStockDocument, { skus: (c.req.queries("sku") ?? []).slice(0, maxSkus) });
}
