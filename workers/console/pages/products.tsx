import { askPersonal } from "../../kit/pages/ask.ts";
import { Field } from "../../kit/pages/field.tsx";
import { emptyForm, type FormValues, readForm, type UserError } from "../../kit/pages/form.ts";
import {
  ProductListDocument,
  type ProductRowFragment,
  ProductSearchDocument,
  type ProductSort,
  type SearchSort,
  UpdateProductsDocument,
} from "../documents.generated.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { Amount } from "../parts/amount.tsx";
import { toCategoryOptions } from "../parts/category-options.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { renderPage } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import { SelectField } from "../parts/select-field.tsx";
import { StatusBadge } from "../parts/status-badge.tsx";
import { Time } from "../parts/time.tsx";
import { UserErrors } from "../parts/user-errors.tsx";
import { redirectWithMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";

const pageSize = 50;
const bulkForm = "bulk";

const sorts = {
  NEWEST: "Newest first",
  NAME: "Name",
  PRICE_ASC: "Lowest price first",
  PRICE_DESC: "Highest price first",
  BEST_SELLING: "Best selling first",
} as const satisfies Record<ProductSort, string>;

const searchSorts = {
  RELEVANCE: "Best match first",
  NEWEST: sorts.NEWEST,
  PRICE_ASC: sorts.PRICE_ASC,
  PRICE_DESC: sorts.PRICE_DESC,
  BEST_SELLING: sorts.BEST_SELLING,
} as const satisfies Record<SearchSort, string>;

const columns: readonly Column<ProductRowFragment>[] = [
  { id: "name", label: "Product", cell: ({ id, name }) => <a href={`/products/${id}`}>{name}</a> },
  { id: "slug", label: "Slug", cell: ({ slug }) => slug },
  { id: "brand", label: "Brand", cell: ({ brand }) => brand },
  { id: "price", label: "Price", cell: (product) => <PriceRange {...product} />, isNumeric: true },
  { id: "variants", label: "Variants", cell: ({ variants }) => variants.length, isNumeric: true },
  { id: "stock", label: "Stock", cell: (product) => <Stock {...product} />, isNumeric: true },
  { id: "updated", label: "Updated (UTC)", cell: ({ updatedAt }) => <Time at={updatedAt} /> },
];

function PriceRange({ priceRange: { min, max } }: Pick<ProductRowFragment, "priceRange">) {
  if (min.amountMinor === max.amountMinor) return <Amount money={min} />;
  return (
    <>
      <Amount money={min} /> to <Amount money={max} />
    </>
  );
}

/** The units of all variants, and whether a variant is sold out. */
function Stock({ variants }: Pick<ProductRowFragment, "variants">) {
  const units = variants.reduce((sum, { stock }) => sum + stock.available, 0);
  const soldOut = variants.filter(({ stock }) => stock.available === 0).length;
  if (soldOut === 0) return units;
  const label = soldOut === variants.length ? "Sold out" : `${soldOut} of ${variants.length} sold out`;
  return (
    <>
      {units} <StatusBadge kind="warning" label={label} />
    </>
  );
}

/** The products of the shop, or those that a search finds, and a form that changes the selected ones. */
export async function products(c: PageContext): Promise<Response> {
  return renderList(c, [], emptyForm);
}

async function renderList(c: PageContext, errors: readonly UserError[], form: FormValues): Promise<Response> {
  const query = c.req.query("q")?.trim().slice(0, 200) ?? "";
  const categorySlug = c.req.query("category") ?? "";
  const { sort, labels, page, categories, total, note } = await (query === "" ? list : find)(c, query, categorySlug);
  const rows = page.edges.map(({ node }) => node);
  const categoryOptions = toCategoryOptions(categories);
  return renderPage(
    c,
    { title: "Products", status: errors.length === 0 ? 200 : 422 },
    <>
      <h1>Products</h1>
      <UserErrors heading="No product was changed" errors={errors} />
      <p>
        <a href="/products/new">New product</a>
      </p>
      <FilterForm context={c} fields={["q", "category", "sort"]} label="Search">
        <Field name="q" type="search" label="Search products" value={query} maxlength={200} />
        <SelectField
          name="category"
          label="Category"
          value={categorySlug}
          options={[
            { value: "", label: "All categories" },
            ...categoryOptions.map(({ slug, label }) => ({ value: slug, label })),
          ]}
        />
        <SelectField
          name="sort"
          label="Order"
          value={sort}
          options={Object.entries(labels).map(([value, label]) => ({ value, label }))}
        />
      </FilterForm>
      {note !== undefined && <p role="status">{note}</p>}
      <DataTable
        caption="Products"
        columns={columns}
        rows={rows}
        keyOf={({ id }) => id}
        empty="No product has these properties."
        selection={{ form: bulkForm, name: "product", labelOf: ({ name }) => `Select ${name}` }}
      />
      <Pager context={c} pageInfo={page.pageInfo} total={total} />
      {rows.length > 0 && <BulkForm action={toListPath(c)} rows={rows} categories={categoryOptions} form={form} />}
    </>,
  );
}

interface BulkFormProps {
  readonly action: string;
  readonly rows: readonly ProductRowFragment[];
  readonly categories: ReturnType<typeof toCategoryOptions>;
  readonly form: FormValues;
}

/** Changes the selected products. It carries each product as the list shows it, so that no later change is overwritten. */
function BulkForm({ action, rows, categories, form }: BulkFormProps) {
  const options = categories.map(({ id, label }) => ({ value: id, label }));
  const carried = rows.flatMap((row) => [
    [`name.${row.id}`, row.name],
    [`etag.${row.id}`, row.etag],
    [`categories.${row.id}`, row.categories.map(({ id }) => id).join(" ")],
  ]);
  return (
    <ActionForm id={bulkForm} action={action} label="Change selected" values={Object.fromEntries(carried)}>
      <SelectField
        name="addTo"
        label="Add to category"
        value={form.get("addTo")}
        options={[{ value: "", label: "None" }, ...options]}
      />
      <SelectField
        name="removeFrom"
        label="Remove from category"
        value={form.get("removeFrom")}
        options={[{ value: "", label: "None" }, ...options]}
      />
      <Field name="brand" label="New brand" value={form.get("brand")} hint="Empty: as it is." maxlength={200} />
    </ActionForm>
  );
}

const toListPath = (c: PageContext): string => `/products${new URL(c.req.url).search}`;

interface BulkResult {
  readonly id: string;
  readonly name: string;
  /** Undefined if the product was changed. */
  readonly error: UserError | undefined;
}

const resultColumns: readonly Column<BulkResult>[] = [
  { id: "name", label: "Product", cell: ({ id, name }) => <a href={`/products/${id}`}>{name}</a> },
  { id: "result", label: "Result", cell: ({ error }) => (error === undefined ? "Changed" : error.message) },
  { id: "code", label: "Code", cell: ({ error }) => error !== undefined && <code>{error.code}</code> },
];

/** Changes the selected products. Each succeeds or fails by itself: the page then has the result of each. */
export async function changeSelected(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const ids = form.all("product");
  const brand = form.get("brand");
  const changesCategories = form.get("addTo") !== "" || form.get("removeFrom") !== "";
  if (ids.length === 0) return renderList(c, [toError("Select at least one product")], form);
  if (!changesCategories && brand === "") {
    return renderList(c, [toError("Choose a category or a brand")], form);
  }
  const inputs = ids.map((id) => ({
    id,
    etag: form.get(`etag.${id}`),
    ...(brand === "" ? {} : { brand }),
    ...(changesCategories ? { categoryIds: changeCategories(form, id) } : {}),
  }));
  const { updateProducts } = await askPersonal(c, UpdateProductsDocument, { inputs });
  const results = updateProducts.map(({ userErrors: [error] }, index): BulkResult => {
    const id = ids[index] ?? "";
    return { id, name: form.get(`name.${id}`), error };
  });
  const changed = results.filter(({ error }) => error === undefined).length;
  const path = toListPath(c);
  if (changed === results.length) return redirectWithMessage(c, path, `Products changed: ${changed}.`);
  return renderPage(
    c,
    { title: "Changed products", status: 422 },
    <>
      <p>
        <a href={path}>Products</a>
      </p>
      <h1>{`Products changed: ${changed} of ${results.length}`}</h1>
      <DataTable caption="Results" columns={resultColumns} rows={results} keyOf={({ id }) => id} empty="" />
    </>,
  );
}

function changeCategories(form: FormValues, id: string): string[] {
  const [addTo, removeFrom] = [form.get("addTo"), form.get("removeFrom")];
  const current = form.get(`categories.${id}`).split(" ");
  const next = [...current, addTo].filter((category) => category !== "" && category !== removeFrom);
  return [...new Set(next)];
}

const toError = (message: string): UserError => ({ code: "INVALID", field: null, message });

/** From the database, so that a product is here as soon as it is saved. */
async function list(c: PageContext, _query: string, categorySlug: string) {
  const sort = chooseSort(c, sorts, "NEWEST");
  const { page, categories } = await askPersonal(c, ProductListDocument, {
    first: pageSize,
    after: c.req.query("after") ?? null,
    categorySlug: categorySlug === "" ? null : categorySlug,
    sort,
  });
  return { sort, labels: sorts, page, categories, total: undefined, note: undefined };
}

async function find(c: PageContext, query: string, categorySlug: string) {
  const sort = chooseSort(c, searchSorts, "RELEVANCE");
  const { page, categories } = await askPersonal(c, ProductSearchDocument, {
    first: pageSize,
    after: c.req.query("after") ?? null,
    query,
    filter: categorySlug === "" ? null : { categorySlug },
    sort,
  });
  const { totalCount, correctedQuery, degraded } = page;
  const note = correctedQuery === null ? undefined : `No product has these words. Results for “${correctedQuery}”.`;
  const total = degraded && totalCount >= 1_000 ? "1,000 or more products" : `${totalCount} products`;
  return { sort, labels: searchSorts, page, categories, total, note };
}

function chooseSort<S extends string>(c: PageContext, labels: Readonly<Record<S, string>>, initial: S): S {
  return (Object.keys(labels) as S[]).find((known) => known === c.req.query("sort")) ?? initial;
}
