import { newFormKey } from "../../kit/pages/form.ts";
import { formatMoney } from "../../kit/pages/money.ts";
import { toKeyMarker } from "../server/page-memo.ts";
import type { PageView } from "../server/page-view.ts";
import { toPictureSource } from "./picture-source.ts";
import { lowStock } from "./stock.ts";
import { optionPrefix, type ProductOfPage, toChoices, toOptionGroups, type VariantOfPage } from "./variants.ts";

const maxQuantity = 99;

interface PurchaseFormProps {
  readonly view: PageView;
  readonly product: ProductOfPage;
  readonly selected: VariantOfPage;
  readonly state: { readonly quantity?: string; readonly error?: string };
  /** Units by SKU. */
  readonly stock: ReadonlyMap<string, number> | undefined;
}

/** The form that adds units of a variant to the cart. */
export function PurchaseForm({ view, product: { slug, variants }, selected, state, stock }: PurchaseFormProps) {
  const { product: strings } = view.locale.messages;
  const groups = toOptionGroups(variants, strings.version);
  const choices = toChoices(selected, strings.version);
  const available = stock?.get(selected.sku);
  return (
    <form class="purchase" method="post" action="/cart/add">
      {state.error !== undefined && (
        <p class="problem" role="alert" tabindex={-1} id="problem">
          {state.error}
        </p>
      )}
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="currency" value={selected.price.currency} />
      <input type="hidden" name="key" value={stock === undefined ? toKeyMarker() : newFormKey()} />
      {groups.length === 0 && <input type="hidden" name="sku" value={selected.sku} />}
      {groups.map(({ name, values }) => (
        <fieldset key={name} class="options">
          <legend>{name}</legend>
          {values.map((value, index) => {
            const id = `${optionPrefix}${name}-${index}`.replaceAll(/[^\w.-]/g, "-");
            return (
              <label key={value} for={id}>
                <input
                  id={id}
                  type="radio"
                  name={`${optionPrefix}${name}`}
                  value={value}
                  defaultChecked={choices[name] === value}
                />
                {value}
              </label>
            );
          })}
        </fieldset>
      ))}
      <p class="stock" role="status" data-stock="">
        {available === undefined ? "\u00a0" : toStockText(strings, available)}
      </p>
      <div class="add">
        <label for="quantity">{strings.quantity}</label>
        <input
          id="quantity"
          name="quantity"
          type="number"
          inputMode="numeric"
          min={1}
          max={maxQuantity}
          required
          defaultValue={state.quantity ?? "1"}
        />
        <button type="submit">{strings.addToCart}</button>
        <button
          class="second"
          type="submit"
          formaction="/account/wishlist"
          formnovalidate
          name="saved"
          value="true"
          data-save=""
        >
          {strings.save}
        </button>
        {groups.length > 0 && (
          <noscript>
            {/* Without JavaScript, this shows price, picture and stock of the chosen version. */}
            <button
              class="second"
              type="submit"
              formmethod="get"
              formaction={`/products/${slug}`}
              name="stock"
              value="1"
            >
              {strings.showVersion}
            </button>
          </noscript>
        )}
      </div>
      <p class="added" role="status" data-added="" />
    </form>
  );
}

type ProductStrings = PageView["locale"]["messages"]["product"];

/** Returns the text about the units that can be bought. Few units are left, many are available. */
function toStockText(strings: ProductStrings, available: number): string {
  if (available <= 0) return strings.soldOut;
  return available <= lowStock ? strings.left(available) : strings.available(available);
}

/** What the island needs to follow a choice: strings, and for each variant its options, price and picture. */
export function toIslandProps(view: PageView, found: ProductOfPage) {
  const { locale } = view;
  const { product: strings } = locale.messages;
  return {
    // The island puts the number in the place of #.
    strings: {
      left: strings.left("#"),
      available: strings.available("#"),
      soldOut: strings.soldOut,
      added: strings.added,
      viewCart: strings.viewCart,
      offline: strings.offline,
      save: strings.save,
      saved: strings.saved,
      notified: strings.notified,
      failed: locale.messages.errors.failed,
    },
    lowStock,
    variants: found.variants.map((variant) => ({
      sku: variant.sku,
      choices: toChoices(variant, strings.version),
      price: formatMoney(variant.price, locale.tag),
      compareAt: variant.compareAtPrice === null ? null : formatMoney(variant.compareAtPrice, locale.tag),
      before: strings.was(""),
      picture: toPictureSource(view, found, { variant, width: 640 }),
    })),
  };
}
