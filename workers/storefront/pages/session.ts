import { askPersonal } from "../../kit/pages/ask.ts";
import { SessionSummaryDocument } from "../documents.generated.ts";
import { isCustomer } from "../server/customer.ts";
import type { PageContext } from "../server/page-context.ts";

/** What a page shows about the visitor, for the island `session`: the header, and with `wishlist` the saved SKUs. */
export async function session(c: PageContext): Promise<Response> {
  const withWishlist = c.req.query("wishlist") !== undefined;
  const { me, cart } = await askPersonal(c, SessionSummaryDocument, { withWishlist });
  const cartCount = (cart?.lines ?? []).reduce((sum, { quantity }) => sum + quantity, 0);
  return Response.json(
    { name: isCustomer(me) ? me.firstName : null, cartCount, savedSkus: me?.wishlist?.map(({ sku }) => sku) ?? [] },
    { headers: { "cache-control": "private, no-store" } },
  );
}
