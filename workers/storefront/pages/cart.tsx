import { askPersonal } from "../../kit/pages/ask.ts";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { acceptsJson, readForm } from "../../kit/pages/form.ts";
import { Island } from "../../kit/pages/island.tsx";
import { formatMoney } from "../../kit/pages/money.ts";
import { redirectTo } from "../../kit/pages/redirect.ts";
import { CartDocument, type CartQuery, SetCartLinesDocument, type UserErrorsFragment } from "../documents.generated.ts";
import { LineName, LinePicture } from "../parts/line-picture.tsx";
import { renderPage } from "../parts/page.tsx";
import { Price } from "../parts/price.tsx";
import { lowStock } from "../parts/stock.ts";
import { describeUserError } from "../server/form.ts";
import type { PageContext } from "../server/page-context.ts";
import { type PageView, toPageView } from "../server/page-view.ts";

type CartWithQuote = NonNullable<CartQuery["cart"]>;
type Cart = Omit<CartWithQuote, "quote">;
type Line = Cart["lines"][number];

const maxQuantity = 1_000;

/** The visitor's cart. */
export async function cart(c: PageContext): Promise<Response> {
  return renderCart(c, await readCart(c), []);
}

/** Sets the quantities of the cart's lines. The island `cart` gets JSON, a browser without JavaScript the cart. */
export async function changeCart(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const removed = form.get("remove");
  const lines = [...form.byPrefix("quantity:")].flatMap(([sku, value]) => {
    const quantity = sku === removed ? 0 : toQuantity(value);
    return quantity === undefined ? [] : [{ sku, quantity }];
  });
  const input = { cartId: form.get("cartId"), lines };
  const { setCartLines } = await askPersonal(c, SetCartLinesDocument, { input });
  const { userErrors } = setCartLines;
  if (acceptsJson(c)) {
    const [error] = userErrors.map((userError) => describeUserError(c, userError));
    return Response.json({ error }, { headers: { "cache-control": "no-store" } });
  }
  return userErrors.length === 0 ? redirectTo("/cart") : renderCart(c, await readCart(c), userErrors);
}

async function readCart(c: PageContext): Promise<Cart | undefined> {
  const { cookies } = c.var;
  if (!cookies.hasAccess && !cookies.hasRefresh) return undefined;
  const { cart: found } = await askPersonal(c, CartDocument, {});
  return found === null ? undefined : withCurrentPrices(found);
}

/** Returns the cart with the prices that an order would have now. A line that is not sold now keeps its price. */
function withCurrentPrices({ quote, ...found }: CartWithQuote): Cart {
  if (quote === null) return found;
  const lines = found.lines.map((line) => ({ ...line, ...quote.lines.find(({ sku }) => sku === line.sku) }));
  return { ...found, lines, subtotal: quote.subtotal };
}

function renderCart(c: PageContext, found: Cart | undefined, userErrors: readonly UserErrorsFragment[]): Response {
  const view = toPageView(c);
  const { cart: strings } = view.locale.messages;
  const lines = found?.lines ?? [];
  const islandProps = {
    strings: {
      left: strings.left("#"),
      soldOut: strings.soldOut,
      priceChanged: strings.priceChanged("#1", "#2"),
      offline: strings.offline,
      failed: view.locale.messages.errors.failed,
    },
    lowStock,
  };
  return renderPage(
    c,
    {
      title: strings.heading,
      status: userErrors.length === 0 ? 200 : 422,
      styles: ["checkout"],
      islands: ["cart"],
      isPersonal: true,
    },
    <>
      <h1>{strings.heading}</h1>
      <ErrorSummary
        heading={strings.notChanged}
        errors={userErrors.map((error) => ({ text: describeUserError(c, error) }))}
      />
      {found === undefined || lines.length === 0 ? (
        <Island name="cart" props={islandProps}>
          <div class="message">
            <p>{strings.empty}</p>
            <p class="actions">
              <a class="button" href="/">
                {strings.continueShopping}
              </a>
            </p>
          </div>
        </Island>
      ) : (
        <div class="columns">
          <Island name="cart" props={islandProps}>
            <form method="post" action="/cart">
              <input type="hidden" name="cartId" value={found.id} />
              {/* The Enter key sends a form with its first button. */}
              <button type="submit" hidden />
              <ul class="lines">
                {lines.map((line) => (
                  <CartLine key={line.sku} view={view} line={line} />
                ))}
              </ul>
              <p class="actions">
                <button class="second" type="submit">
                  {strings.update}
                </button>
              </p>
            </form>
          </Island>
          <aside class="summary" aria-label={strings.summary}>
            <dl class="totals">
              <div class="total">
                <dt>{strings.subtotal}</dt>
                <dd>{formatMoney(found.subtotal, view.locale.tag)}</dd>
              </div>
            </dl>
            <p class="quiet">{strings.later}</p>
            <a class="button" href="/checkout">
              {strings.checkout}
            </a>
            <p class="quiet">
              <a href="/">{strings.continueShopping}</a>
            </p>
          </aside>
        </div>
      )}
    </>,
  );
}

interface CartLineProps {
  readonly view: PageView;
  readonly line: Line;
}

function CartLine({ view, line }: CartLineProps) {
  const { locale } = view;
  const { cart: strings } = locale.messages;
  const { sku, quantity, unitPrice, compareAtUnitPrice, total, product } = line;
  const id = `quantity-${sku}`;
  const available = product?.variants.find((variant) => variant.sku === sku)?.stock.available ?? 0;
  return (
    <li class="line">
      <LinePicture view={view} line={line} />
      <div>
        <h2 id={`name-${sku}`}>
          <LineName line={line} />
        </h2>
        <Price locale={locale} price={unitPrice} compareAt={compareAtUnitPrice} />
        <p
          class={available < quantity ? "quiet warning" : "quiet"}
          data-stock={sku}
          data-quantity={quantity}
          aria-live="polite"
        >
          {(available < quantity || available <= lowStock) &&
            (available <= 0 ? strings.soldOut : strings.left(String(available)))}
        </p>
      </div>
      <div class="line-controls">
        <label for={id}>{strings.quantity}</label>
        <input
          id={id}
          aria-describedby={`name-${sku}`}
          name={`quantity:${sku}`}
          type="number"
          inputmode="numeric"
          min={0}
          max={maxQuantity}
          value={quantity}
          required
        />
        <button
          class="plain link"
          type="submit"
          name="remove"
          value={sku}
          aria-describedby={`name-${sku}`}
          formnovalidate
        >
          {strings.remove}
        </button>
      </div>
      <p class="amount">{formatMoney(total, locale.tag)}</p>
    </li>
  );
}

function toQuantity(text: string): number | undefined {
  return /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}
