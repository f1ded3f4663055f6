import { askPersonal } from "../../kit/pages/ask.ts";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { Field } from "../../kit/pages/field.tsx";
import { readForm } from "../../kit/pages/form.ts";
import { redirectTo } from "../../kit/pages/redirect.ts";
import { FulfilOrdersDocument } from "../documents.generated.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { ColumnChooser } from "../parts/column-chooser.tsx";
import { DataTable, selectColumns } from "../parts/data-table.tsx";
import { orderColumns } from "../parts/order-columns.tsx";
import { OrderFilterForm } from "../parts/order-filter-form.tsx";
import { OrderViews, StatusCounts, toCount } from "../parts/order-views.tsx";
import { renderPage } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import { findOrders, parseFoundBy } from "../server/find-orders.ts";
import { getViewer } from "../server/find-viewer.ts";
import { redirectWithMessage } from "../server/flash.ts";
import { readOrderFilters } from "../server/order-filters.ts";
import type { PageContext } from "../server/page-context.ts";
import { readSavedViews, removeView, saveView } from "../server/saved-views.ts";
import { hasAny } from "../server/viewer.ts";

const pageSize = 50;
const bulkForm = "bulk";

/** The orders of all customers. Search, filters, columns, order and page are in the URL. */
export async function orders(c: PageContext): Promise<Response> {
  const filters = readOrderFilters((name) => c.req.query(name));
  const { page, by } = await findOrders(c, filters, {
    first: pageSize,
    after: c.req.query("after"),
    by: parseFoundBy(c.req.query("by")),
  });
  const rows = page.edges.map(({ node }) => node);
  const columns = selectColumns(c, orderColumns);
  const mayFulfil = hasAny(getViewer(c), ["ORDER_WRITE_ANY"]);
  const selection = {
    form: bulkForm,
    name: "order",
    labelOf: ({ number, id }: (typeof rows)[number]) => `Select ${number ?? id}`,
  };
  return renderPage(
    c,
    { title: "Orders", status: filters.errors.length === 0 ? 200 : 422 },
    <>
      <h1>Orders</h1>
      <OrderViews context={c} saved={readSavedViews(c)} />
      <ErrorSummary heading="The list is not filtered by these fields" errors={filters.errors} />
      <OrderFilterForm context={c} filters={filters} />
      <StatusCounts context={c} counts={page.statusCounts} status={filters.status} />
      <div class="actions">
        <ColumnChooser context={c} columns={orderColumns} chosen={columns} />
        <a href={`/orders.csv${new URL(c.req.url).search}`}>Export as CSV</a>
        <a href="/orders/live">Live floor</a>
      </div>
      <DataTable
        caption="Orders"
        columns={columns}
        rows={rows}
        keyOf={({ id }) => id}
        empty="No order has these properties."
        {...(mayFulfil ? { selection } : {})}
      />
      <Pager context={c} pageInfo={page.pageInfo} total={`Orders: ${toCount(page.totalCount)}`} parameters={{ by }} />
      {mayFulfil && rows.length > 0 && (
        <ActionForm id={bulkForm} action="/orders/fulfill" label="Fulfill selected" values={{ back: toPath(c) }}>
          <Field name="carrier" label="Carrier" value="" maxlength={100} />
        </ActionForm>
      )}
    </>,
  );
}

/** Ships all that is left to ship of the selected orders, each as one shipment. */
export async function fulfilSelected(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const back = form.get("back").startsWith("/orders") ? form.get("back") : "/orders";
  const orderIds = form.all("order");
  if (orderIds.length === 0) return redirectWithMessage(c, back, "No order was selected.");
  const carrier = form.get("carrier");
  const inputs = orderIds.map((orderId) => ({
    orderId,
    carrier: carrier === "" ? null : carrier,
    idempotencyKey: `${form.get("idempotencyKey")}:${orderId}`,
  }));
  const { fulfilOrders } = await askPersonal(c, FulfilOrdersDocument, { inputs });
  const results = fulfilOrders.map(({ order, userErrors }, index) => ({
    name: order?.number ?? orderIds[index] ?? "",
    error: userErrors[0]?.message,
  }));
  const failed = results.flatMap(({ name, error }) => (error === undefined ? [] : [`${name}: ${error}.`]));
  const fulfilled = results.length - failed.length;
  return redirectWithMessage(c, back, [`Orders fulfilled: ${fulfilled}.`, ...failed].join(" "));
}

/** Stores the list under a name in this browser, or removes a stored one. */
export async function changeViews(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const query = form.get("query");
  const back = query === "" ? "/orders" : `/orders?${query}`;
  if (form.has("remove")) {
    removeView(c, form.get("remove"));
    return redirectTo(back);
  }
  const problem = saveView(c, { name: form.get("name"), query });
  return redirectWithMessage(c, back, problem ?? `The view ${form.get("name")} is stored in this browser.`);
}

function toPath(c: PageContext): string {
  const { pathname, search } = new URL(c.req.url);
  return `${pathname}${search}`;
}
