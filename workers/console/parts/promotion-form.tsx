import { Carried, type Loaded } from "./differences.tsx";
import { createDraftFields } from "./draft-fields.tsx";
import type { DraftError, FlatDraft } from "./flat-draft.ts";
import { type FoundProducts, ProductPicker } from "./product-picker.tsx";
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
  readonly choices: PromotionChoices;
  readonly errors: readonly DraftError[];
  /** What a search for goods has found. */
  readonly found: FoundProducts | undefined;
}

type Fields = ReturnType<typeof createDraftFields>;

const amountsHint = "For example USD 20.00, EUR 18.00";

/** The fields of a promotion. Its first button saves, so that Enter in a field does. */
export function PromotionForm({ path, draft, loaded, choices, errors, found }: PromotionFormProps) {
  const fields = createDraftFields(draft, errors, promotionLabels);
  const selection = (name: SelectionName) => <Selection {...{ name, path, draft, found, fields, choices }} />;
  return (
    <form method="post" action={path} class="stack product">
      <Carried loaded={loaded} />
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

const Buttons = () => (
  <p class="actions">
    <button type="submit">Save promotion</button>
    <button type="submit" class="second" name="then" value="preview">
      Preview
    </button>
  </p>
);

interface SelectionProps extends Pick<PromotionFormProps, "path" | "draft" | "choices" | "found"> {
  readonly name: SelectionName;
  readonly fields: Fields;
}

/** The goods that a promotion is about. */
function Selection({ name, path, draft, fields, choices, found }: SelectionProps) {
  const isUsed = Object.entries(draft).some(([field, value]) => field.startsWith(`${name}.`) && value !== "");
  return (
    <details id={name} open={isUsed || found?.selection === name}>
      <summary>{isUsed ? selections[name] : `${selections[name]}: all`}</summary>
      <div class="stack">
        <ProductPicker {...{ name, path, draft, found }} />
        {fields.area(`${name}.skus`, { hint: "Of any line: a SKU, or several with commas" })}
        <div class="choices">{fields.choices(`${name}.categoryIds`, choices.categories)}</div>
        {fields.area(`${name}.productIds`, { hint: "The ids in the addresses of products: prd_…" })}
        {fields.area(`${name}.brands`, { hint: "One per line" })}
        {fields.area(`${name}.excludedSkus`)}
        {fields.checkbox(`${name}.excludeSaleItems`)}
      </div>
    </details>
  );
}
