import { Field } from "../../kit/pages/field.tsx";
import type { EditedProductFragment } from "../documents.generated.ts";
import { Amount } from "./amount.tsx";
import { Choices } from "./choices.tsx";
import { Carried, type Loaded } from "./differences.tsx";
import type { ProductDraft, VariantDraft } from "./product-draft.ts";
import { TextArea } from "./text-area.tsx";

type Variant = EditedProductFragment["variants"][number];

interface ProductFormProps {
  /** The path of the page, to which the form is sent. */
  readonly path: string;
  readonly draft: ProductDraft;
  readonly optionNames: readonly string[];
  /** The product as the form was loaded. Undefined for a new one. */
  readonly loaded: Loaded<ProductDraft> | undefined;
  /** The variants on sale. */
  readonly variants: readonly Variant[];
  readonly categories: readonly { readonly id: string; readonly label: string }[];
}

/** The fields of a product. Its first button saves, so that Enter in a field does. The other buttons add and remove rows. */
export function ProductForm({ path, draft, optionNames, loaded, variants, categories }: ProductFormProps) {
  return (
    <form method="post" action={path} class="stack product">
      <Carried loaded={loaded} />
      <p class="actions">
        <button type="submit">Save product</button>
      </p>
      <div class="panels">
        <div class="panel">
          <Field name="name" label="Name" value={draft.name} required maxlength={200} />
          <Field
            name="slug"
            label="Slug"
            value={draft.slug}
            required
            maxlength={100}
            hint="Lowercase a-z, digits and hyphens"
          />
          <Field name="brand" label="Brand" value={draft.brand} maxlength={100} />
          <Field name="currency" label="Currency" value={draft.currency} required maxlength={3} />
          <TextArea name="description" label="Description" value={draft.description} rows={6} maxlength={20_000} />
        </div>
        <div class="panel">
          <div class="choices">
            <Choices
              legend="Categories"
              name="categoryId"
              options={categories.map(({ id, label }) => ({
                value: id,
                label,
                isChosen: draft.categoryIds.includes(id),
              }))}
            />
          </div>
        </div>
        <div class="panel" id="attributes">
          <Pairs
            legend="Attributes"
            prefix="attribute"
            fields={[
              ["name", "Name"],
              ["value", "Value"],
            ]}
            rows={draft.attributes.map(({ name, value }) => [name, value])}
          />
          <AddButton path={path} what="attribute" at="attributes" />
        </div>
        <div class="panel" id="media">
          <Pairs
            legend="Media"
            prefix="media"
            fields={[
              ["url", "Address"],
              ["alt", "Text"],
              ["width", "Width"],
              ["height", "Height"],
              ["thumbHash", "ThumbHash"],
            ]}
            rows={draft.media.map(({ url, alt, width, height, thumbHash }) => [url, alt, width, height, thumbHash])}
          />
          <AddButton path={path} what="media" at="media" />
        </div>
      </div>
      <div id="variants" class="stack">
        <h2>Variants</h2>
        <VariantGrid {...{ path, draft, optionNames, variants }} />
        <p class="actions">
          <AddButton path={path} what="variant" at="variants" />
          <AddButton path={path} what="option" at="variants" />
        </p>
        <p class="quiet">
          A variant that is removed goes off sale. Other prices are a list such as “EUR 12.00, GBP 10.00”. Pictures are
          addresses with spaces between them, for a variant that does not look like the product. Stock is changed on the
          page of the SKU.
        </p>
      </div>
      <p class="actions">
        <button type="submit">Save product</button>
      </p>
    </form>
  );
}

interface AddButtonProps {
  readonly path: string;
  readonly what: "attribute" | "media" | "variant" | "option";
  /** The id of the part of the page that the browser shows afterwards. */
  readonly at: string;
}

function AddButton({ path, what, at }: AddButtonProps) {
  return (
    <button type="submit" class="second" name="add" value={what} formaction={`${path}#${at}`} formnovalidate>
      {`Add ${what}`}
    </button>
  );
}

interface PairsProps {
  readonly legend: string;
  readonly prefix: string;
  readonly fields: readonly (readonly [name: string, label: string])[];
  readonly rows: readonly (readonly string[])[];
}

function Pairs({ legend, prefix, fields, rows }: PairsProps) {
  return (
    <fieldset class="stack">
      <legend>{legend}</legend>
      {rows.map((row, index) => (
        // Rows have no other identity than their place.
        <p key={`${prefix}.${index}`} class="pair">
          {fields.map(([name, label], column) => {
            const id = `${prefix}.${index}.${name}`;
            return (
              <input
                key={id}
                id={id}
                name={id}
                value={row[column]}
                placeholder={label}
                aria-label={`${label} of ${prefix} ${index + 1}`}
              />
            );
          })}
        </p>
      ))}
    </fieldset>
  );
}

type VariantGridProps = Pick<ProductFormProps, "path" | "draft" | "optionNames" | "variants">;

function VariantGrid({ path, draft, optionNames, variants }: VariantGridProps) {
  return (
    <section class="scroll" tabindex={0} aria-label="Variants">
      <table>
        <caption class="hidden">Variants</caption>
        <thead>
          <tr>
            <th scope="col">SKU</th>
            <th scope="col">Name</th>
            {optionNames.map((name, index) => (
              // An option may have no name yet.
              <th key={`option.${index}`} scope="col">
                <label class="hidden" for={`option.${index}`}>{`Option ${index + 1}`}</label>
                <input id={`option.${index}`} name={`option.${index}`} value={name} placeholder="Option" />
              </th>
            ))}
            <th scope="col">Price</th>
            <th scope="col">Other prices</th>
            <th scope="col">Sells at</th>
            <th scope="col">Tax class</th>
            <th scope="col">Weight (g)</th>
            <th scope="col">Pictures</th>
            <th scope="col">Stock</th>
            <th scope="col">Actions</th>
          </tr>
        </thead>
        <tbody>
          {draft.variants.map((variant, index) => (
            <VariantRow
              // A new variant has no SKU yet.
              key={`variant.${index}`}
              {...{ path, index, variant, optionNames }}
              known={variants.find(({ sku }) => sku === variant.sku)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface VariantRowProps {
  readonly path: string;
  readonly index: number;
  readonly variant: VariantDraft;
  readonly optionNames: readonly string[];
  /** The variant on sale with the SKU. */
  readonly known: Variant | undefined;
}

function VariantRow({ path, index, variant, optionNames, known }: VariantRowProps) {
  const label = variant.sku === "" ? `variant ${index + 1}` : variant.sku;
  const input = (name: string, title: string, value: string, style?: string) => (
    <input
      id={`variant.${index}.${name}`}
      name={`variant.${index}.${name}`}
      value={value}
      class={style}
      aria-label={`${title} of ${label}`}
    />
  );
  return (
    <tr>
      <td>{input("sku", "SKU", variant.sku)}</td>
      <td>{input("name", "Name", variant.name)}</td>
      {optionNames.map((name, column) => (
        // An option may have no name yet.
        <td key={`option.${column}`}>
          {input(
            `option.${column}`,
            name === "" ? `Option ${column + 1}` : name,
            variant.options.find((option) => option.name === name)?.value ?? "",
          )}
        </td>
      ))}
      <td>{input("price", "Price", variant.price, "short num")}</td>
      <td>{input("otherPrices", "Other prices", variant.otherPrices)}</td>
      <td>{known !== undefined && <SellingPrice {...known} />}</td>
      <td>{input("taxClass", "Tax class", variant.taxClass, "short")}</td>
      <td>{input("weight", "Weight", variant.weight, "short num")}</td>
      <td>
        {input("pictures", "Pictures", variant.pictures)}
        {variant.media.flatMap((file, at) =>
          Object.entries(file).map(([name, value]) => {
            const field = `variant.${index}.media.${at}.${name}`;
            return <input key={field} type="hidden" name={field} value={value} />;
          }),
        )}
      </td>
      <td>
        {known === undefined ? (
          input("initialStock", "Initial stock", variant.initialStock, "short num")
        ) : (
          <a
            href={`/stock/${encodeURIComponent(known.sku)}`}
            aria-label={`Stock of ${known.sku}: ${known.stock.available}`}
          >
            {known.stock.available}
          </a>
        )}
      </td>
      <td>
        <button
          type="submit"
          class="second"
          name="remove"
          value={index}
          formaction={`${path}#variants`}
          formnovalidate
          aria-label={`Remove ${label}`}
        >
          Remove
        </button>
      </td>
    </tr>
  );
}

/** What one unit costs now, and the base price while a sale makes it lower. */
function SellingPrice({ price, compareAtPrice }: Variant) {
  return (
    <>
      <Amount money={price} />
      {compareAtPrice !== null && (
        <>
          {" "}
          <s>
            <span class="hidden">compare at </span>
            <Amount money={compareAtPrice} />
          </s>
        </>
      )}
    </>
  );
}
