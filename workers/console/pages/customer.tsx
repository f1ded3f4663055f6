import { askPersonal } from "../../kit/pages/ask.ts";
import { type FormValues, readForm, type UserError } from "../../kit/pages/form.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import {
  CustomerDocument,
  type CustomerQuery,
  RevokeAccountSessionsDocument,
  type Role,
  SetAccountDisabledDocument,
  SetAccountGroupsDocument,
  SetAccountRolesDocument,
} from "../documents.generated.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { Amount } from "../parts/amount.tsx";
import { Choices } from "../parts/choices.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { DefinitionList } from "../parts/definition-list.tsx";
import { OrderStatus } from "../parts/order-status.tsx";
import { renderPage } from "../parts/page.tsx";
import { SecurityEvents } from "../parts/security-events.tsx";
import { StatusBadge, toWords } from "../parts/status-badge.tsx";
import { Time } from "../parts/time.tsx";
import { UserErrors } from "../parts/user-errors.tsx";
import { getViewer } from "../server/find-viewer.ts";
import { redirectWithMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";
import { runWithFreshPassword } from "./confirm-password.tsx";
import { roles } from "./customers.tsx";

type Account = NonNullable<CustomerQuery["account"]>;
type Order = Account["orders"]["edges"][number]["node"];

const adminsOnly = "Only administrators may do this.";

const orderColumns: readonly Column<Order>[] = [
  { id: "number", label: "Number", cell: ({ id, number }) => <a href={`/orders/${id}`}>{number ?? id}</a> },
  { id: "status", label: "Status", cell: ({ status }) => <OrderStatus status={status} /> },
  { id: "placed", label: "Placed (UTC)", cell: ({ placedAt }) => placedAt && <Time at={placedAt} /> },
  { id: "total", label: "Total", cell: ({ total }) => <Amount money={total} />, isNumeric: true },
];

/** One account: its orders, rights and groups, and what happened to its credentials. */
export function customer(c: PageContext): Promise<Response> {
  return renderCustomer(c, []);
}

async function renderCustomer(c: PageContext, errors: readonly UserError[]): Promise<Response> {
  const viewer = getViewer(c);
  const id = c.req.param("id") ?? "";
  const readsAudit = viewer.permissions.has("AUDIT_READ");
  const { account, customerGroups, securityEvents } = await askPersonal(c, CustomerDocument, { id, readsAudit });
  if (account === null) throw new PageNotFound();
  const name = `${account.firstName} ${account.lastName}`.trim() || (account.email ?? account.id);
  const reason = viewer.permissions.has("ACCOUNT_WRITE_ANY") ? undefined : adminsOnly;
  const path = `/customers/${id}`;
  const groups = new Set(account.customerGroups.map((group) => group.id));
  return renderPage(
    c,
    { title: name, status: errors.length === 0 ? 200 : 422 },
    <>
      <h1>{name}</h1>
      <UserErrors heading="Nothing was changed" errors={errors} />
      <div class="panels">
        <section class="panel" aria-labelledby="facts">
          <h2 id="facts">Account</h2>
          <AccountFacts account={account} />
        </section>
        <section class="panel" aria-labelledby="rights">
          <h2 id="rights">Rights</h2>
          <ActionForm action={`${path}/roles`} label="Set roles" reason={reason}>
            <Choices
              legend="Roles"
              name="roles"
              options={roles.map((role) => ({
                value: role,
                label: toWords(role),
                isChosen: account.roles.includes(role),
              }))}
            />
          </ActionForm>
          <ActionForm
            action={`${path}/disabled`}
            label={account.disabled ? "Enable account" : "Disable account"}
            values={{ disabled: account.disabled ? "no" : "yes" }}
            reason={reason}
            isDangerous={!account.disabled}
          />
          <ActionForm action={`${path}/sessions`} label="End all sessions" reason={reason} isDangerous />
        </section>
        <section class="panel" aria-labelledby="groups">
          <h2 id="groups">Customer groups</h2>
          {customerGroups.length === 0 ? (
            <p class="quiet">The shop has no customer groups.</p>
          ) : (
            <ActionForm action={`${path}/groups`} label="Set groups">
              <Choices
                legend="Groups"
                name="groups"
                options={customerGroups.map((group) => ({
                  value: group.id,
                  label: group.name,
                  isChosen: groups.has(group.id),
                }))}
              />
            </ActionForm>
          )}
        </section>
      </div>
      <h2>Latest orders</h2>
      <DataTable
        caption="Latest orders"
        columns={orderColumns}
        rows={account.orders.edges.map(({ node }) => node)}
        keyOf={(order) => order.id}
        empty="No orders."
      />
      {securityEvents != null && (
        <>
          <h2>Audit trail</h2>
          <SecurityEvents
            caption="Audit trail"
            events={securityEvents.edges.map(({ node }) => node)}
            empty="No events in the last 400 days."
          />
          <p>
            <a href={`/audit?account=${id}`}>All events of this account</a>
          </p>
        </>
      )}
    </>,
  );
}

function AccountFacts({ account }: { readonly account: Account }) {
  const { email, pendingEmail, disabled, taxId, orderTotals, lastSignInAt } = account;
  const amounts = (list: readonly { readonly amountMinor: string; readonly currency: string }[] = []) =>
    list.length === 0
      ? "none"
      : list.map((money) => (
          <div key={money.currency}>
            <Amount money={money} />
          </div>
        ));
  return (
    <DefinitionList
      items={[
        { term: "Email", value: email },
        { term: "Verified", value: account.emailVerified ? "yes" : "no" },
        { term: "New email, not verified", value: pendingEmail },
        {
          term: "State",
          value: <StatusBadge kind={disabled ? "bad" : "success"} label={disabled ? "Disabled" : "Enabled"} />,
        },
        { term: "Roles", value: account.roles.map(toWords).join(", ") },
        { term: "Tax id", value: taxId && `${taxId.value} (${toWords(taxId.status)})` },
        { term: "Created (UTC)", value: <Time at={account.createdAt} /> },
        { term: "Last sign-in (UTC)", value: lastSignInAt && <Time at={lastSignInAt} /> },
        { term: "Orders", value: orderTotals?.orderCount },
        { term: "Paid", value: amounts(orderTotals?.paid) },
        { term: "Refunded", value: amounts(orderTotals?.refunded) },
      ]}
    />
  );
}

export async function submitRoles(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const chosen: Role[] = roles.filter((role) => form.all("roles").includes(role));
  return change(c, form, "The roles are set. Sessions of the account get them within seconds.", async (accountId) => {
    const input = { accountId, roles: chosen };
    return (await askPersonal(c, SetAccountRolesDocument, { input })).setRoles.userErrors;
  });
}

export async function submitDisabled(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const disabled = form.get("disabled") === "yes";
  const message = disabled ? "The account is disabled, and its sessions have ended." : "The account is enabled.";
  return change(c, form, message, async (accountId) => {
    const input = { accountId, disabled };
    return (await askPersonal(c, SetAccountDisabledDocument, { input })).setDisabled.userErrors;
  });
}

export async function submitSessions(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  return change(
    c,
    form,
    "All sessions of the account have ended.",
    async (id) => (await askPersonal(c, RevokeAccountSessionsDocument, { id })).revokeSessions.userErrors,
  );
}

export async function submitGroups(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  return change(c, form, "The customer groups are set. Prices follow within ten minutes.", async (accountId) => {
    const input = { accountId, customerGroupIds: [...form.all("groups")] };
    return (await askPersonal(c, SetAccountGroupsDocument, { input })).setCustomerGroups.userErrors;
  });
}

/** Runs a change of the account in the path, and shows the account again. */
async function change(
  c: PageContext,
  form: FormValues,
  message: string,
  run: (accountId: string) => Promise<readonly UserError[]>,
): Promise<Response> {
  const id = c.req.param("id") ?? "";
  const result = await runWithFreshPassword(c, form, () => run(id));
  if (result instanceof Response) return result;
  return result.length === 0 ? redirectWithMessage(c, `/customers/${id}`, message) : renderCustomer(c, result);
}
