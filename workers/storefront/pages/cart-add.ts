import { askAsGuest, askPersonal, askPublic } from "../../kit/pages/ask.ts";
import { acceptsJson, type FormValues, newFormKey, readForm } from "../../kit/pages/form.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import { redirectTo } from "../../kit/pages/redirect.ts";
import { AddToCartDocument, ProductPageDocument, SetCartCurrencyDocument } from "../documents.generated.ts";
import { findVariant, optionPrefix } from "../parts/variants.ts";
import type { PageContext } from "../server/page-context.ts";
import { renderProduct } from "./product.tsx";

/**
 * Adds units to the cart, from the form of a product. The form's key makes a second press of its button the same addition.
 * The island `product` gets JSON, a browser without JavaScript the cart, or the product again with an error.
 */
export async function addToCart(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const get = (name: string) => form.get(name).slice(0, 200);
  const quantity = get("quantity");
  const reject = (error: string) =>
    acceptsJson(c)
      ? Response.json({ error }, { status: 422, headers: { "cache-control": "no-store" } })
      : renderProduct(c, {
          slug: get("slug"),
          chosen: form.byPrefix(optionPrefix),
          sku: get("sku") || undefined,
          quantity,
          error,
          hasStock: true,
        });
  const { product: strings } = c.var.locale.messages;
  if (!/^[1-9]\d{0,3}$/.test(quantity)) return reject(strings.invalidQuantity);
  const sku = await findChosenSku(c, form);
  if (sku === undefined) return reject(strings.noSuchVersion);
  const input = { sku, quantity: Number(quantity), idempotencyKey: get("key") || newFormKey() };
  const { order, userErrors } = (await askAsGuest(c, AddToCartDocument, { input })).addToCart;
  const [error] = userErrors;
  if (error !== undefined) return reject(strings.problems[error.code] ?? error.message);
  if (order?.status === "CART") await chooseCurrency(c, order, get("currency"));
  return acceptsJson(c)
    ? Response.json({ added: true }, { headers: { "cache-control": "no-store" } })
    : redirectTo("/cart");
}

/**
 * Gives the cart the currency in which the page showed the price. A cart with a line that is not sold in it keeps its currency: the
 * cart shows the price that counts.
 */
async function chooseCurrency(
  c: PageContext,
  { id, subtotal }: { readonly id: string; readonly subtotal: { readonly currency: string } },
  currency: string,
): Promise<void> {
  if (currency === "" || currency === subtotal.currency) return;
  await askPersonal(c, SetCartCurrencyDocument, { input: { cartId: id, currency: currency as "EUR" } });
}

/** Returns the SKU that the form of a product names, or that of the variant with its options. Undefined if there is none. */
export async function findChosenSku(c: PageContext, form: FormValues): Promise<string | undefined> {
  const sku = form.get("sku").slice(0, 200);
  if (sku !== "") return sku;
  const { product } = await askPublic(c, ProductPageDocument, { slug: form.get("slug").slice(0, 200) });
  if (product === null) throw new PageNotFound();
  return findVariant(product.variants, form.byPrefix(optionPrefix), c.var.locale.messages.product.version)?.sku;
}
