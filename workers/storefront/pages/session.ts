import { askPersonal } from "../../kit/pages/ask.ts";
import { SessionSummaryDocument } from "../documents.generated.ts";
import { isCustomer } from "../server/customer.ts";
import type { PageContext } from "../server/page-context.ts";

/** What the header of a page shows about the visitor, for the island `session`. */
export async function session(c: PageContext): Promise<Response> {
  const { me, cart } = await askPersonal(c, SessionSummaryDocument, {});
  const cartCount = (cart?.lines ?? []).reduce((sum, { quantity }) => sum + quantity, 0);
  return Response.json(
    { name: isCustomer(me) ? me.firstName : null, cartCount },
    { headers: { "cache-control": "private, no-store" } },
  );
}
