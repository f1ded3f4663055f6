import { askPersonal } from "../../kit/pages/ask.ts";
import { Field } from "../../kit/pages/field.tsx";
import { emptyForm, type FormValues, readForm, type UserError } from "../../kit/pages/form.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import {
  AdjustStockDocument,
  AdjustStocksDocument,
  SetLowStockThresholdDocument,
  StockListDocument,
  type StockListQuery,
  StockOfSkuDocument,
  type StockOfSkuQuery,
  type StockSort,
} from "../documents.generated.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { renderPage } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import { SelectField } from "../parts/select-field.tsx";
import { toWords } from "../parts/status-badge.tsx";
import { Time } from "../parts/time.tsx";
import { UserErrors } from "../parts/user-errors.tsx";
import { redirectWithMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";

type Level = StockListQuery["stockLevels"]["edges"][number]["node"];
type LedgerEntry = StockOfSkuQuery["stockLedger"]["edges"][number]["node"];
type Reservation = StockOfSkuQuery["reservations"]["edges"][number]["node"];

const sorts = {
  AVAILABLE_ASC: "Fewest first",
  SKU: "SKU",
  COMMITTED_DESC: "Most sold first",
} as const satisfies Record<StockSort, string>;

const columns: readonly Column<Level>[] = [
  { id: "sku", label: "SKU", cell: ({ sku }) => <a href={toPath(sku)}>{sku}</a> },
  {
    id: "product",
    label: "Product",
    cell: ({ variant }) => (variant === null ? "Not on sale" : `${variant.product.name}, ${variant.name}`),
  },
  { id: "available", label: "Available", cell: ({ available }) => available, isNumeric: true },
  { id: "reserved", label: "Reserved", cell: ({ reserved }) => reserved, isNumeric: true },
  { id: "committed", label: "Sold", cell: ({ committed }) => committed, isNumeric: true },
  { id: "low", label: "Low at", cell: ({ lowStockThreshold }) => lowStockThreshold, isNumeric: true },
];

const bulkForm = "bulk";
const notChanged = "The stock was not changed";

/** The stock of all SKUs, by default the fewest units first, and a form that changes that of the selected ones. */
export async function stock(c: PageContext): Promise<Response> {
  return renderList(c, [], emptyForm);
}

async function renderList(
  c: PageContext,
  errors: readonly UserError[],
  form: FormValues,
  heading = notChanged,
): Promise<Response> {
  const query = c.req.query("q")?.trim() ?? "";
  const lowStock = c.req.query("low") === "1";
  const sort = (Object.keys(sorts) as StockSort[]).find((known) => known === c.req.query("sort")) ?? "AVAILABLE_ASC";
  const { stockLevels } = await askPersonal(c, StockListDocument, {
    first: 50,
    after: c.req.query("after") ?? null,
    filter: { query: query === "" ? null : query, lowStock: lowStock ? true : null },
    sort,
  });
  return renderPage(
    c,
    { title: "Stock", status: errors.length === 0 ? 200 : 422 },
    <>
      <h1>Stock</h1>
      <UserErrors heading={heading} errors={errors} />
      <FilterForm context={c} fields={["q", "low", "sort"]} label="Search">
        <Field name="q" type="search" label="Search stock" value={query} maxlength={200} />
        <SelectField
          name="low"
          label="Show"
          value={lowStock ? "1" : ""}
          options={[
            { value: "", label: "All SKUs" },
            { value: "1", label: "Low stock" },
          ]}
        />
        <SelectField
          name="sort"
          label="Order"
          value={sort}
          options={Object.entries(sorts).map(([value, label]) => ({ value, label }))}
        />
      </FilterForm>
      <DataTable
        caption="Stock"
        columns={columns}
        rows={stockLevels.edges.map(({ node }) => node)}
        keyOf={({ sku }) => sku}
        empty="No SKU has these properties."
        selection={{ form: bulkForm, name: "sku", labelOf: ({ sku }) => `Select ${sku}` }}
      />
      <Pager context={c} pageInfo={stockLevels.pageInfo} total={`${stockLevels.totalCount} SKUs`} />
      {stockLevels.edges.length > 0 && (
        <ActionForm id={bulkForm} action={`/stock${new URL(c.req.url).search}`} label="Adjust selected">
          <AdjustmentFields form={form} />
        </ActionForm>
      )}
    </>,
  );
}

const ledgerColumns: readonly Column<LedgerEntry>[] = [
  { id: "at", label: "Time (UTC)", cell: ({ at }) => <Time at={at} /> },
  { id: "cause", label: "Cause", cell: ({ cause }) => toWords(cause) },
  { id: "reference", label: "Reason or order", cell: ({ reference }) => reference },
  { id: "available", label: "Available", cell: ({ availableDelta }) => toSigned(availableDelta), isNumeric: true },
  { id: "reserved", label: "Reserved", cell: ({ reservedDelta }) => toSigned(reservedDelta), isNumeric: true },
  { id: "committed", label: "Sold", cell: ({ committedDelta }) => toSigned(committedDelta), isNumeric: true },
];

const toSigned = (delta: number): string => (delta > 0 ? `+${delta}` : String(delta));

/** The stock of one SKU: its ledger, the orders that hold it, and a form that changes it. */
export async function stockOfSku(c: PageContext): Promise<Response> {
  return renderSku(c, [], emptyForm);
}

async function renderSku(c: PageContext, errors: readonly UserError[], form: FormValues): Promise<Response> {
  const sku = c.req.param("sku") ?? "";
  const readsOrders = c.var.viewer?.permissions.has("ORDER_READ_ANY") === true;
  const data = await askPersonal(c, StockOfSkuDocument, { sku, after: c.req.query("after") ?? null, readsOrders });
  const { variant, stockLedger, reservations } = data;
  if (variant === null && stockLedger.edges.length === 0) throw new PageNotFound();
  const quantityOf = ({ lines }: Reservation) => lines.find((line) => line.sku === (variant?.sku ?? sku))?.quantity;
  const holders: readonly Column<Reservation>[] = [
    {
      id: "order",
      label: "Order",
      cell: ({ id, order }) => (order ? <a href={`/orders/${order.id}`}>{order.number ?? order.id}</a> : id),
    },
    { id: "status", label: "Status", cell: ({ status }) => toWords(status) },
    { id: "quantity", label: "Units", cell: quantityOf, isNumeric: true },
    { id: "since", label: "Since (UTC)", cell: ({ createdAt }) => <Time at={createdAt} /> },
    { id: "until", label: "Until (UTC)", cell: ({ expiresAt }) => expiresAt && <Time at={expiresAt} /> },
  ];
  return renderPage(
    c,
    { title: `Stock of ${sku}`, status: errors.length === 0 ? 200 : 422 },
    <>
      <p>
        <a href="/stock">Stock</a>
      </p>
      <h1>{`Stock of ${variant?.sku ?? sku}`}</h1>
      <UserErrors heading={notChanged} errors={errors} />
      <p>
        {variant === null ? (
          "Not on sale."
        ) : (
          <>
            <ProductName context={c} product={variant.product} />
            {`, ${variant.name}: ${variant.stock.available} available, ${variant.stock.reserved} reserved.`}
          </>
        )}
      </p>
      <div>
        <h2>Adjust stock</h2>
        <ActionForm action={toPath(sku)} label="Adjust">
          <AdjustmentFields form={form} />
        </ActionForm>
      </div>
      {variant !== null && (
        <div>
          <h2>Low stock</h2>
          <ActionForm action={`${toPath(sku)}/threshold`} label="Save threshold">
            <Field
              name="threshold"
              label="Low at"
              value={form.has("threshold") ? form.get("threshold") : String(variant.stock.lowStockThreshold ?? "")}
              hint="The SKU counts as low at this number of units. Empty: never."
              maxlength={8}
            />
          </ActionForm>
        </div>
      )}
      <div>
        <h2>Who holds it</h2>
        <DataTable
          caption="Who holds it"
          columns={holders}
          rows={reservations.edges.map(({ node }) => node)}
          keyOf={({ id }) => id}
          empty="No order holds units of it."
        />
      </div>
      <div>
        <h2>Ledger</h2>
        <DataTable
          caption="Ledger"
          columns={ledgerColumns}
          rows={stockLedger.edges.map(({ node }) => node)}
          keyOf={({ id }) => id}
          empty="The stock has not changed yet."
        />
        <Pager context={c} pageInfo={stockLedger.pageInfo} />
      </div>
    </>,
  );
}

function AdjustmentFields({ form }: { readonly form: FormValues }) {
  return (
    <>
      <Field
        name="delta"
        label="Units to add"
        value={form.get("delta")}
        required
        hint="A negative number removes units."
        maxlength={8}
      />
      <Field name="reason" label="Reason" value={form.get("reason")} required maxlength={200} />
    </>
  );
}

interface ProductNameProps {
  readonly context: PageContext;
  readonly product: NonNullable<StockOfSkuQuery["variant"]>["product"];
}

/** The name of a product, with a link to it for those who may edit it. */
function ProductName({ context, product: { id, name } }: ProductNameProps) {
  const path = `/products/${id}`;
  return context.var.mayOpen(path) ? <a href={path}>{name}</a> : <>{name}</>;
}

/** Adds the same number of units to each of the selected SKUs. Each succeeds or fails by itself. */
export async function adjustSelected(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const skus = form.all("sku");
  const delta = parseUnits(form.get("delta"));
  if (skus.length === 0) return renderList(c, [toError("Select at least one SKU")], form);
  if (delta === undefined) return renderList(c, [notWhole("delta")], form);
  const inputs = skus.map((sku) => ({
    sku,
    delta,
    reason: form.get("reason"),
    idempotencyKey: `${form.get("idempotencyKey")}:${sku}`,
  }));
  const { adjustStocks } = await askPersonal(c, AdjustStocksDocument, { inputs });
  const failed = adjustStocks.flatMap(({ userErrors: [error] }, index) =>
    error === undefined ? [] : [toError(`${skus[index]}: ${error.message}`)],
  );
  const done = `Adjusted: ${skus.length - failed.length} of ${skus.length} SKUs.`;
  if (failed.length > 0) return renderList(c, failed, form, done);
  return redirectWithMessage(c, `/stock${new URL(c.req.url).search}`, done);
}

export async function adjustStock(c: PageContext): Promise<Response> {
  const sku = c.req.param("sku") ?? "";
  const form = await readForm(c);
  const delta = parseUnits(form.get("delta"));
  if (delta === undefined) return renderSku(c, [notWhole("delta")], form);
  const input = { sku, delta, reason: form.get("reason"), idempotencyKey: form.get("idempotencyKey") };
  const { stock: level, userErrors } = (await askPersonal(c, AdjustStockDocument, { input })).adjustStock;
  if (level === null) return renderSku(c, userErrors, form);
  return redirectWithMessage(c, toPath(sku), `The stock is ${level.available} now.`);
}

/** Sets the number of units at which a SKU counts as low, or removes it. */
export async function setThreshold(c: PageContext): Promise<Response> {
  const sku = c.req.param("sku") ?? "";
  const form = await readForm(c);
  const text = form.get("threshold");
  const threshold = text === "" ? null : parseUnits(text);
  if (threshold === undefined) return renderSku(c, [notWhole("threshold")], form);
  const { setLowStockThreshold } = await askPersonal(c, SetLowStockThresholdDocument, { input: { sku, threshold } });
  const { stock: level, userErrors } = setLowStockThreshold;
  if (level === null) return renderSku(c, userErrors, form);
  const message = threshold === null ? "The threshold was removed." : `The SKU counts as low at ${threshold} units.`;
  return redirectWithMessage(c, toPath(sku), message);
}

const toError = (message: string, field: string | null = null): UserError => ({
  code: "INVALID",
  field: field === null ? null : [field],
  message,
});

const notWhole = (field: string): UserError => toError("The number of units must be a whole number", field);

function parseUnits(text: string): number | undefined {
  const units = Number(text);
  return text === "" || !Number.isSafeInteger(units) ? undefined : units;
}

const toPath = (sku: string): string => `/stock/${encodeURIComponent(sku)}`;
