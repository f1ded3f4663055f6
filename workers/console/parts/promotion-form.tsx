import { Carried, type Loaded } from "./differences.tsx";
import { createDraftFields } from "./draft-fields.tsx";
import type { DraftError, FlatDraft } from "./flat-draft.ts";
import { FormKey } from "./form-key.tsx";
import { type FoundProducts, ProductPicker } from "./product-picker.tsx";
import { type GoodsList, listEntries } from "./product-search.ts";
import { discountClasses, promotionKinds, promotionLabels, type SelectionName, selections } from "./promotion-draft.ts";

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What a promotion can be limited to. */
export interface PromotionChoices {
  readonly categories: readonly Choice[];
  readonly markets: readonly Choice[];
  readonly customerGroups: readonly Choice[];
}

interface PromotionFormProps {
  /** The path of the page, to which the form is sent. */
  readonly path: string;
  readonly draft: FlatDraft;
  /** The promotion as the form was loaded. Undefined for a new one. */
  readonly loaded: Loaded<FlatDraft> | undefined;
  /** The idempotency key of a form of a new promotion that was sent. */
  readonly formKey: string | undefined;
  readonly choices: PromotionChoices;
  readonly errors: readonly DraftError[];
  /** What a search for goods has found. */
  readonly found: FoundProducts | undefined;
  /** The names of the selected goods by id and SKU. */
  readonly goodsNames: ReadonlyMap<string, string>;
}

type Fields = ReturnType<typeof createDraftFields>;

const amountsHint = "For example USD 20.00, EUR 18.00";

/** The fields of a promotion. */
export function PromotionForm(props: PromotionFormProps) {
  const { path, draft, loaded, formKey, choices, errors, found, goodsNames } = props;
  const fields = createDraftFields(draft, errors, promotionLabels);
  const selection = (name: SelectionName) => (
    <Selection {...{ name, path, draft, found, fields, choices, goodsNames }} />
  );
  return (
    <form method="post" action={path} class="stack product">
      {loaded === undefined ? <FormKey sent={formKey} /> : <Carried loaded={loaded} />}
      <EnterButton />
      <Buttons />
      <div class="panels">
        <section class="panel" aria-labelledby="promotion">
          <h2 id="promotion">Promotion</h2>
          {fields.text("name", { required: true, maxlength: 100, hint: "Buyers see it next to the discount" })}
          {fields.text("slug", { required: true, maxlength: 100, hint: "Lowercase a-z, digits and hyphens" })}
          {fields.select("automatic", [
            { value: "no", label: "With a code" },
            { value: "yes", label: "Automatically" },
          ])}
          {fields.time("startsAt")}
          {fields.time("endsAt")}
          {fields.text("usageLimit", { hint: "Empty for no limit" })}
          {fields.text("usageLimitPerCustomer", { hint: "Empty for no limit" })}
          {fields.text("priority", { hint: "Higher ones apply first" })}
          {fields.choices("combinesWith", discountClasses)}
        </section>
        <section class="panel" aria-labelledby="discount">
          <h2 id="discount">Discount</h2>
          {fields.select("kind", promotionKinds)}
          {fields.select("class", discountClasses)}
          <p class="quiet">Free shipping is always on shipping, and buy X get Y always on products.</p>
          {fields.text("basisPoints", { hint: "Of a percentage or buy X get Y. 100 makes the units free" })}
          {fields.text("maxAmounts", { hint: `Of a percentage. ${amountsHint}. Empty for no maximum` })}
          {fields.text("amounts", { hint: `Of a fixed amount. ${amountsHint}` })}
          {fields.checkbox("appliesOnEachItem")}
          {fields.text("buyQuantity", { hint: "Of buy X get Y" })}
          {fields.text("getQuantity", { hint: "Of buy X get Y" })}
          {fields.text("usesPerOrderLimit", { hint: "Of buy X get Y. Empty for no limit" })}
          {selection("items")}
          {selection("buyItems")}
        </section>
        <section class="panel" aria-labelledby="conditions">
          <h2 id="conditions">Conditions</h2>
          {fields.text("minAmounts", { hint: `${amountsHint}. It does not apply in other currencies` })}
          {fields.text("minQuantity")}
          {selection("minimumItems")}
          {fields.choices("marketIds", choices.markets)}
          {fields.choices("customerGroupIds", choices.customerGroups)}
          {fields.text("countryCodes", { hint: "Of the destination, for example DE, FR" })}
          {fields.text("shippingMethods", { hint: "Codes, for discounts on shipping" })}
          {fields.checkbox("firstOrder")}
        </section>
      </div>
      <Buttons />
    </form>
  );
}

/**
 * The first button of the form, which Enter in a field presses. It searches for goods if a search field has a text, and saves
 * otherwise. It has a box, because some browsers press no button without one.
 */
const EnterButton = () => (
  <button type="submit" class="hidden" name="then" value="enter" tabindex={-1}>
    Search goods or save
  </button>
);

const Buttons = () => (
  <p class="actions">
    <button type="submit">Save promotion</button>
    <button type="submit" class="second" name="then" value="preview">
      Preview
    </button>
  </p>
);

interface SelectionProps extends Pick<PromotionFormProps, "path" | "draft" | "choices" | "found" | "goodsNames"> {
  readonly name: SelectionName;
  readonly fields: Fields;
}

/** The goods that a promotion is about. */
function Selection({ name, path, draft, fields, choices, found, goodsNames }: SelectionProps) {
  const list = (field: GoodsList, hint?: string) => (
    <>
      {fields.area(`${name}.${field}`, hint === undefined ? {} : { hint })}
      <Names
        label={promotionLabels[`${name}.${field}`]}
        entries={listEntries(draft[`${name}.${field}`])}
        {...{ goodsNames }}
      />
    </>
  );
  const isUsed = Object.entries(draft).some(([field, value]) => field.startsWith(`${name}.`) && value !== "");
  return (
    <details id={name} open={isUsed || found?.selection === name}>
      <summary>{isUsed ? selections[name] : `${selections[name]}: all`}</summary>
      <div class="stack">
        <ProductPicker {...{ name, path, draft, found }} />
        {list("skus", "Of any line: a SKU, or several with commas")}
        <div class="choices">{fields.choices(`${name}.categoryIds`, choices.categories)}</div>
        {list("productIds", "The ids in the addresses of products: prd_…")}
        {fields.area(`${name}.brands`, { hint: "One per line" })}
        {list("excludedSkus")}
        {fields.checkbox(`${name}.excludeSaleItems`)}
      </div>
    </details>
  );
}

interface NamesProps extends Pick<PromotionFormProps, "goodsNames"> {
  readonly label: string | undefined;
  readonly entries: readonly string[];
}

/** The names of the goods of a list, each with its entry in the list. */
function Names({ label, entries, goodsNames }: NamesProps) {
  const named = entries.filter((entry) => goodsNames.has(entry));
  if (named.length === 0) return null;
  return (
    <ul aria-label={`Names of ${label}`}>
      {named.map((entry) => (
        <li key={entry}>
          {goodsNames.get(entry)} <span class="quiet">{entry}</span>
        </li>
      ))}
    </ul>
  );
}
