import { askPersonal } from "../../kit/pages/ask.ts";
import { Field } from "../../kit/pages/field.tsx";
import { type OrderStatus as OrderStatusName, OrdersDocument, type OrdersQuery } from "../documents.generated.ts";
import { Amount } from "../parts/amount.tsx";
import { ColumnChooser } from "../parts/column-chooser.tsx";
import { type Column, DataTable, selectColumns } from "../parts/data-table.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { OrderStatus } from "../parts/order-status.tsx";
import { renderPage } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import { SelectField } from "../parts/select-field.tsx";
import { toWords } from "../parts/status-badge.tsx";
import { Time } from "../parts/time.tsx";
import type { PageContext } from "../server/page-context.ts";

type Order = OrdersQuery["allOrders"]["edges"][number]["node"];

const pageSize = 50;

const columns: readonly Column<Order>[] = [
  { id: "number", label: "Number", cell: ({ id, number }) => <a href={`/orders/${id}`}>{number ?? id}</a> },
  { id: "status", label: "Status", cell: ({ status }) => <OrderStatus status={status} /> },
  { id: "placed", label: "Placed (UTC)", cell: ({ placedAt }) => placedAt && <Time at={placedAt} /> },
  { id: "customer", label: "Customer", cell: ({ shippingAddress, email }) => shippingAddress?.name ?? email },
  { id: "email", label: "Email", cell: ({ email }) => email, isOptional: true },
  { id: "country", label: "Country", cell: ({ shippingAddress }) => shippingAddress?.countryCode },
  {
    id: "items",
    label: "Items",
    cell: ({ lines }) => lines.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(", "),
  },
  { id: "payment", label: "Payment", cell: ({ paymentStatus }) => toWords(paymentStatus) },
  { id: "fulfillment", label: "Fulfillment", cell: ({ fulfillmentStatus }) => toWords(fulfillmentStatus) },
  { id: "total", label: "Total", cell: ({ total }) => <Amount money={total} />, isNumeric: true },
];

const statuses = [
  "PLACED",
  "RESERVED",
  "AUTHORIZED",
  "CREATED",
  "CAPTURED",
  "CONFIRMED",
  "FULFILLED",
  "DELIVERED",
  "REJECTED",
  "CANCELLED",
  "REFUNDED",
  "PARTIALLY_REFUNDED",
  "NEEDS_ATTENTION",
] as const satisfies readonly OrderStatusName[];

/** The orders of all customers. Search, filters, columns and page are in the URL. */
export async function orders(c: PageContext): Promise<Response> {
  const query = c.req.query("q")?.trim() ?? "";
  const status = statuses.find((known) => known === c.req.query("status"));
  const { allOrders } = await askPersonal(c, OrdersDocument, {
    first: pageSize,
    after: c.req.query("after") ?? null,
    query: query === "" ? null : query,
    status: status === undefined ? null : [status],
    filter: null,
  });
  const rows = allOrders.edges.map(({ node }) => node);
  const chosen = selectColumns(c, columns);
  return renderPage(
    c,
    { title: "Orders" },
    <>
      <h1>Orders</h1>
      <FilterForm context={c} fields={["q", "status"]} label="Search">
        <Field name="q" type="search" label="Search orders" value={query} maxlength={200} />
        <SelectField
          name="status"
          label="Status"
          value={status ?? ""}
          options={[{ value: "", label: "All" }, ...statuses.map((value) => ({ value, label: toWords(value) }))]}
        />
      </FilterForm>
      <ColumnChooser context={c} columns={columns} chosen={chosen} />
      <DataTable
        caption="Orders"
        columns={chosen}
        rows={rows}
        keyOf={({ id }) => id}
        empty="No order has these properties."
      />
      <Pager context={c} pageInfo={allOrders.pageInfo} />
    </>,
  );
}
