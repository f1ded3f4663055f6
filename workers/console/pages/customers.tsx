import { askPersonal } from "../../kit/pages/ask.ts";
import { Field } from "../../kit/pages/field.tsx";
import { CustomersDocument, type CustomersQuery, type Role } from "../documents.generated.ts";
import { Amount } from "../parts/amount.tsx";
import { ColumnChooser } from "../parts/column-chooser.tsx";
import { type Column, DataTable, selectColumns } from "../parts/data-table.tsx";
import { DateField } from "../parts/date-field.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { renderPage } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import { PeopleLinks } from "../parts/people-links.tsx";
import { SelectField } from "../parts/select-field.tsx";
import { StatusBadge, toWords } from "../parts/status-badge.tsx";
import { Time } from "../parts/time.tsx";
import { readDateRange } from "../server/date-range.ts";
import { getViewer } from "../server/find-viewer.ts";
import type { PageContext } from "../server/page-context.ts";

type Customer = CustomersQuery["accounts"]["edges"][number]["node"];

const pageSize = 50;
/** The API counts up to this number. */
const maxCounted = 10_000;

export const roles = ["CUSTOMER", "SUPPORT", "CATALOG_MANAGER", "ADMIN"] as const satisfies readonly Role[];

const columns: readonly Column<Customer>[] = [
  { id: "email", label: "Email", cell: ({ id, email }) => <a href={`/customers/${id}`}>{email ?? id}</a> },
  { id: "name", label: "Name", cell: ({ firstName, lastName }) => `${firstName} ${lastName}` },
  { id: "roles", label: "Roles", cell: (customer) => customer.roles.map(toWords).join(", ") },
  {
    id: "state",
    label: "State",
    cell: ({ disabled }) => (
      <StatusBadge kind={disabled ? "bad" : "success"} label={disabled ? "Disabled" : "Enabled"} />
    ),
  },
  { id: "orders", label: "Orders", cell: ({ orderTotals }) => orderTotals?.orderCount, isNumeric: true },
  {
    id: "paid",
    label: "Paid",
    cell: ({ orderTotals }) => orderTotals?.paid.map((money) => <Amount key={money.currency} money={money} />),
    isNumeric: true,
  },
  {
    id: "lastOrder",
    label: "Last order (UTC)",
    cell: ({ orderTotals }) => orderTotals?.lastOrderAt && <Time at={orderTotals.lastOrderAt} />,
  },
  { id: "created", label: "Created (UTC)", cell: ({ createdAt }) => <Time at={createdAt} /> },
];

const yesOrNo = [
  { value: "", label: "All" },
  { value: "yes", label: "Yes" },
  { value: "no", label: "No" },
];

/** All accounts but those of guests. Search, filters and page are in the URL. */
export async function customers(c: PageContext): Promise<Response> {
  const query = c.req.query("q")?.trim() ?? "";
  const role = roles.find((known) => known === c.req.query("role"));
  const { from, to, start, end } = readDateRange(c);
  const { accounts } = await askPersonal(c, CustomersDocument, {
    first: pageSize,
    after: c.req.query("after") ?? null,
    query: query === "" ? null : query,
    filter: {
      roles: role === undefined ? null : [role],
      disabled: toFlag(c.req.query("disabled")),
      hasOrders: toFlag(c.req.query("orders")),
      createdFrom: start,
      createdTo: end,
    },
  });
  const chosen = selectColumns(c, columns);
  const { totalCount } = accounts;
  return renderPage(
    c,
    { title: "Customers" },
    <>
      <h1>Customers</h1>
      <PeopleLinks viewer={getViewer(c)} />
      <FilterForm context={c} fields={["q", "role", "disabled", "orders", "from", "to"]} label="Search">
        <Field name="q" type="search" label="Search customers" value={query} maxlength={254} />
        <SelectField
          name="role"
          label="Role"
          value={role ?? ""}
          options={[{ value: "", label: "All" }, ...roles.map((value) => ({ value, label: toWords(value) }))]}
        />
        <SelectField name="disabled" label="Disabled" value={c.req.query("disabled") ?? ""} options={yesOrNo} />
        <SelectField name="orders" label="With orders" value={c.req.query("orders") ?? ""} options={yesOrNo} />
        <DateField name="from" label="Created from" value={from} />
        <DateField name="to" label="Created until" value={to} />
      </FilterForm>
      <ColumnChooser context={c} columns={columns} chosen={chosen} />
      <DataTable
        caption="Customers"
        columns={chosen}
        rows={accounts.edges.map(({ node }) => node)}
        keyOf={({ id }) => id}
        empty={
          accounts.pageInfo.hasNextPage ? "None on this page. See the next page." : "No account has these properties."
        }
      />
      <Pager
        context={c}
        pageInfo={accounts.pageInfo}
        total={`${totalCount.toLocaleString("en-GB")}${totalCount >= maxCounted ? " or more" : ""} accounts`}
      />
    </>,
  );
}

function toFlag(value: string | undefined): boolean | null {
  return value === "yes" ? true : value === "no" ? false : null;
}
