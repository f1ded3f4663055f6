import { askPersonal } from "../../kit/pages/ask.ts";
import { acceptsJson, readForm } from "../../kit/pages/form.ts";
import { redirectTo } from "../../kit/pages/redirect.ts";
import { RequestStockNotificationDocument } from "../documents.generated.ts";
import { describeUserError } from "../server/form.ts";
import { toApiLocale } from "../server/locale.ts";
import type { PageContext } from "../server/page-context.ts";
import { renderProduct, requestedParameter } from "./product.tsx";

/**
 * Requests an email about a SKU that is sold out, from the form of a product. Repeated forms are one request. The island `product` gets
 * JSON, a browser without JavaScript the product again.
 */
export async function requestStockNotification(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const [slug, sku] = [form.get("slug"), form.get("sku")];
  const input = { sku, email: form.get("email"), locale: toApiLocale(c.var.locale) };
  const { userErrors } = (await askPersonal(c, RequestStockNotificationDocument, { input })).requestStockNotification;
  const error = userErrors[0] && describeUserError(c, userErrors[0]);
  if (acceptsJson(c)) {
    return Response.json({ error }, { headers: { "cache-control": "no-store" } });
  }
  if (error !== undefined) return renderProduct(c, { slug, sku, chosen: new Map(), error, hasStock: true });
  const query = new URLSearchParams({ sku, stock: "1", [requestedParameter]: "1" });
  return redirectTo(`/products/${encodeURIComponent(slug)}?${query}`);
}
