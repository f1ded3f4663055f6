import { askPersonal } from "../../kit/pages/ask.ts";
import { Field } from "../../kit/pages/field.tsx";
import {
  ProductListDocument,
  type ProductRowFragment,
  ProductSearchDocument,
  type ProductSort,
  type SearchSort,
} from "../documents.generated.ts";
import { Amount } from "../parts/amount.tsx";
import { toCategoryOptions } from "../parts/category-options.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { renderPage } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import { SelectField } from "../parts/select-field.tsx";
import { StatusBadge } from "../parts/status-badge.tsx";
import { Time } from "../parts/time.tsx";
import type { PageContext } from "../server/page-context.ts";

const pageSize = 50;

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

/** The products of the shop, or those that a search finds. */
export async function products(c: PageContext): Promise<Response> {
  const query = c.req.query("q")?.trim().slice(0, 200) ?? "";
  const categorySlug = c.req.query("category") ?? "";
  const { sort, labels, page, categories, total, note } = await (query === "" ? list : find)(c, query, categorySlug);
  return renderPage(
    c,
    { title: "Products" },
    <>
      <h1>Products</h1>
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
            ...toCategoryOptions(categories).map(({ slug, label }) => ({ value: slug, label })),
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
        rows={page.edges.map(({ node }) => node)}
        keyOf={({ id }) => id}
        empty="No product has these properties."
      />
      <Pager context={c} pageInfo={page.pageInfo} total={total} />
    </>,
  );
}

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
