import { askPersonal } from "../../kit/pages/ask.ts";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { acceptsJson, newFormKey, readForm } from "../../kit/pages/form.ts";
import { formatMoney } from "../../kit/pages/money.ts";
import { redirectTo } from "../../kit/pages/redirect.ts";
import {
  AccountWishlistDocument,
  type AccountWishlistQuery,
  SetWishlistItemDocument,
  WishlistOwnerDocument,
} from "../documents.generated.ts";
import { AccountNavigation } from "../parts/account-navigation.tsx";
import { renderPage } from "../parts/page.tsx";
import { Picture } from "../parts/picture.tsx";
import { isCustomer, requireCustomer } from "../server/customer.ts";
import { describeUserError } from "../server/form.ts";
import type { PageContext } from "../server/page-context.ts";
import { type PageView, toPageView } from "../server/page-view.ts";
import { findChosenSku } from "./cart-add.ts";

const noStore = { headers: { "cache-control": "no-store" } };

type SavedVariant = NonNullable<AccountWishlistQuery["me"]>["wishlist"][number];

/** What the visitor has saved, newest first. */
export function accountWishlist(c: PageContext): Promise<Response> {
  return renderWishlist(c, []);
}

/**
 * Saves or removes a SKU, by the button that sent the form. The island `product` gets JSON. A visitor without an account signs in
 * first, and comes back to the product.
 */
export async function changeWishlist(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const sku = (await findChosenSku(c, form)) ?? "";
  const saved = form.get("saved") === "true";
  const path = `/products/${encodeURIComponent(form.get("slug"))}?sku=${encodeURIComponent(sku)}`;
  const signIn = `/login?next=${encodeURIComponent(path)}`;
  const { me } = await askPersonal(c, WishlistOwnerDocument, {});
  if (!isCustomer(me)) return acceptsJson(c) ? Response.json({ signIn }, noStore) : redirectTo(signIn);
  const { userErrors } = (await askPersonal(c, SetWishlistItemDocument, { input: { sku, saved } })).setWishlistItem;
  const errors = userErrors.map((error) => describeUserError(c, error));
  if (acceptsJson(c)) return Response.json({ saved, error: errors[0] }, noStore);
  return errors.length === 0 ? redirectTo("/account/wishlist") : renderWishlist(c, errors);
}

async function renderWishlist(c: PageContext, errors: readonly string[]): Promise<Response> {
  const { wishlist } = requireCustomer((await askPersonal(c, AccountWishlistDocument, {})).me);
  const view = toPageView(c);
  const { account: strings } = view.locale.messages;
  return renderPage(
    c,
    {
      title: strings.wishlist,
      status: errors.length === 0 ? 200 : 422,
      styles: ["checkout", "account"],
      isPersonal: true,
    },
    <>
      <h1>{strings.wishlist}</h1>
      <AccountNavigation locale={view.locale} path="/account/wishlist" />
      <ErrorSummary heading={strings.failed} errors={errors.map((text) => ({ text }))} />
      {wishlist.length === 0 && <p>{strings.noWishes}</p>}
      <ul class="lines">
        {wishlist.map((variant) => (
          <SavedLine key={variant.sku} view={view} variant={variant} />
        ))}
      </ul>
    </>,
  );
}

function SavedLine({ view, variant }: { readonly view: PageView; readonly variant: SavedVariant }) {
  const { cart, product: strings } = view.locale.messages;
  const { sku, name, options, price, stock, product } = variant;
  const isSoldOut = stock.available <= 0;
  const id = `name-${sku}`;
  return (
    <li class="line">
      <Picture view={view} product={product} variant={variant} width={96} alt="" />
      <div>
        <h2 id={id}>
          <a href={`/products/${product.slug}?sku=${encodeURIComponent(sku)}`}>{product.name}</a>
        </h2>
        <p class="quiet">{options.length === 0 ? name : options.map(({ value }) => value).join(", ")}</p>
        {isSoldOut && <p class="quiet warning">{strings.soldOut}</p>}
      </div>
      <div class="line-controls">
        <form method="post" action="/cart/add">
          <input type="hidden" name="slug" value={product.slug} />
          <input type="hidden" name="sku" value={sku} />
          <input type="hidden" name="quantity" value="1" />
          <input type="hidden" name="currency" value={price.currency} />
          <input type="hidden" name="key" value={newFormKey()} />
          <button type="submit" disabled={isSoldOut} aria-describedby={id}>
            {strings.addToCart}
          </button>
        </form>
        <form method="post" action="/account/wishlist">
          <input type="hidden" name="sku" value={sku} />
          <button class="plain link" type="submit" name="saved" value="false" aria-describedby={id}>
            {cart.remove}
          </button>
        </form>
      </div>
      <span class="amount">{formatMoney(price, view.locale.tag)}</span>
    </li>
  );
}
