import { toDecimalAmount } from "../../kit/pages/money.ts";
import type { ListingQuery } from "../documents.generated.ts";
import type { Messages } from "../messages/en.ts";
import { Icon } from "./icon.tsx";
import { attributePrefix, type ListingParameters } from "./listing-parameters.ts";

type Facet = ListingQuery["search"]["facets"][number];

interface FiltersProps {
  readonly messages: Messages;
  readonly parameters: ListingParameters;
  readonly facets: readonly Facet[];
  /** Whether the list is that of a category, so that the category is in the path. */
  readonly isCategory: boolean;
  /** The currency of the prices in the list. */
  readonly currency: string | undefined;
  /** The lowest and the highest price of the list. Null while unknown. */
  readonly priceBounds: ListingQuery["search"]["priceBounds"];
  /** The path of the list without filters. */
  readonly path: string;
}

/** The filters of a list as a form: without JavaScript, its button applies them. With it, each change does. */
export function Filters({ messages, parameters, facets, isCategory, currency, priceBounds, path }: FiltersProps) {
  const { listing } = messages;
  const { query, minPrice, maxPrice, onlyInStock, sort } = parameters;
  // `brand` is an attribute of some shops' products, too. The facet of brands has it already.
  const shown = facets.filter(({ type, values }) => (type !== "CATEGORY" || !isCategory) && values.length > 0);
  return (
    <details class="filters">
      <summary>
        <Icon name="filter" /> {listing.filters}
      </summary>
      <form action={path} aria-label={listing.filters}>
        {query !== "" && <input type="hidden" name="q" value={query} />}
        {currency !== undefined && <input type="hidden" name="currency" value={currency} />}
        <p class="field">
          <label for="sort">{listing.sort}</label>
          <select id="sort" name="sort">
            {(Object.keys(listing.sorts) as (keyof typeof listing.sorts)[])
              .filter((value) => value !== "RELEVANCE" || query !== "")
              .map((value) => (
                <option key={value} value={value.toLowerCase()} selected={value === sort}>
                  {listing.sorts[value]}
                </option>
              ))}
          </select>
        </p>
        <p class="choice">
          <input id="stock" type="checkbox" name="stock" value="1" checked={onlyInStock} />
          <label for="stock">{listing.inStock}</label>
        </p>
        <fieldset>
          <legend>{currency === undefined ? listing.price : `${listing.price} (${currency})`}</legend>
          <p class="range">
            <label class="hidden" for="min">
              {listing.minPrice}
            </label>
            <input
              id="min"
              name="min"
              inputMode="decimal"
              value={minPrice}
              placeholder={priceBounds === null ? listing.min : toDecimalAmount(priceBounds.min)}
              maxlength={12}
            />
            <span aria-hidden="true">–</span>
            <label class="hidden" for="max">
              {listing.maxPrice}
            </label>
            <input
              id="max"
              name="max"
              inputMode="decimal"
              value={maxPrice}
              placeholder={priceBounds === null ? listing.max : toDecimalAmount(priceBounds.max)}
              maxlength={12}
            />
          </p>
        </fieldset>
        {shown.map((facet) => (
          <FacetGroup key={facet.name} messages={messages} facet={facet} />
        ))}
        <p class="actions">
          <button type="submit" data-apply="">
            {listing.apply}
          </button>
          <a href={query === "" ? path : `${path}?q=${encodeURIComponent(query)}`}>{listing.clear}</a>
        </p>
      </form>
    </details>
  );
}

interface FacetGroupProps {
  readonly messages: Messages;
  readonly facet: Facet;
}

function FacetGroup({
  messages: { layout, listing },
  facet: { name, type, label: attribute, values },
}: FacetGroupProps) {
  const legend = type === "CATEGORY" ? layout.category : type === "BRAND" ? listing.brand : attribute;
  const isCategory = type === "CATEGORY";
  const parameter = type === "ATTRIBUTE" ? `${attributePrefix}${name}` : name;
  return (
    <fieldset>
      <legend>{legend}</legend>
      {values.map(({ value, label, count, selected }, index) => {
        const id = `${parameter}-${index}`;
        return (
          <p class="choice" key={value}>
            <input
              id={id}
              // A search has at most one category.
              type={isCategory ? "radio" : "checkbox"}
              name={parameter}
              value={value}
              checked={selected}
            />
            <label for={id}>
              {label} <span class="quiet num">({count})</span>
            </label>
          </p>
        );
      })}
    </fieldset>
  );
}
