import { Field } from "../../kit/pages/field.tsx";
import type { PickProductsQuery } from "../documents.generated.ts";
import type { FlatDraft } from "./flat-draft.ts";
import { listEntries, type ProductSearch } from "./product-search.ts";
import { type SelectionName, selections } from "./promotion-draft.ts";

export interface FoundProducts extends ProductSearch {
  readonly products: readonly PickProductsQuery["search"]["edges"][number]["node"][];
}

interface ProductPickerProps {
  readonly name: SelectionName;
  /** The path of the page, to which the form is sent. */
  readonly path: string;
  readonly draft: FlatDraft;
  readonly found: FoundProducts | undefined;
}

/** A search for products in a form, and buttons that add those that were found, or one of their SKUs, to a selection of goods. */
export function ProductPicker({ name, path, draft, found }: ProductPickerProps) {
  const goods = selections[name].toLowerCase();
  return (
    <>
      <Field name={`find.${name}`} type="search" label={`Search ${goods}`} value="" maxlength={200} />
      <p class="actions">
        <button type="submit" class="second" name="find" value={name} formaction={`${path}#${name}`} formnovalidate>
          {`Find ${goods}`}
        </button>
      </p>
      {found?.selection === name && (
        <>
          <input type="hidden" name={`again.${name}`} value={found.query} />
          {found.products.length === 0 && <p role="status">{`No product was found for “${found.query}”.`}</p>}
          <ul aria-label={`Found for ${goods}`}>
            {found.products.map((product) => (
              <li key={product.id}>
                <p class="actions">
                  {product.name}
                  <AddButton
                    {...{ path, draft }}
                    field={`${name}.productIds`}
                    value={product.id}
                    label={product.name}
                  />
                  {product.variants.map(({ sku }) => (
                    <AddButton key={sku} {...{ path, draft }} field={`${name}.skus`} value={sku} label={sku} />
                  ))}
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

interface AddButtonProps {
  readonly path: string;
  readonly draft: FlatDraft;
  readonly field: string;
  readonly value: string;
  readonly label: string;
}

function AddButton({ path, draft, field, value, label }: AddButtonProps) {
  const isAdded = listEntries(draft[field]).includes(value);
  return (
    <button
      type="submit"
      class="second"
      name="pick"
      value={`${field}=${value}`}
      formaction={`${path}#${field.split(".")[0]}`}
      formnovalidate
      disabled={isAdded}
    >
      {isAdded ? `${label} is added` : `Add ${label}`}
    </button>
  );
}
