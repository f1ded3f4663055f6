import { askPersonal } from "../../kit/pages/ask.ts";
import { Field } from "../../kit/pages/field.tsx";
import { AuditTrailDocument } from "../documents.generated.ts";
import { DateField } from "../parts/date-field.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { renderPage } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import { SecurityEvents } from "../parts/security-events.tsx";
import { SelectField } from "../parts/select-field.tsx";
import { toWords } from "../parts/status-badge.tsx";
import { readDateRange } from "../server/date-range.ts";
import type { PageContext } from "../server/page-context.ts";

const pageSize = 50;

/** The types of the audit trail that people look for. */
const types = [
  "SIGN_IN",
  "SIGN_IN_FAILED",
  "SIGN_IN_THROTTLED",
  "REGISTERED",
  "PASSWORD_CHANGED",
  "PASSWORD_RESET",
  "EMAIL_CHANGED",
  "STAFF_INVITED",
  "ROLES_CHANGED",
  "DISABLED",
  "ENABLED",
  "DELETED",
  "ALL_SESSIONS_ENDED",
  "REFRESH_REUSED",
  "API_TOKEN_CREATED",
  "API_TOKEN_REVOKED",
  "API_TOKEN_REFUSED",
  "ACCESS_DENIED",
  "TOKEN_REFUSED",
  "LIMIT_EXCEEDED",
  "SHOP_CHANGED",
  "JOB_DISCARDED",
] as const;

/** What happened to credentials and rights. The filters are in the URL. */
export async function auditTrail(c: PageContext): Promise<Response> {
  const type = types.find((known) => known === c.req.query("type"));
  const accountId = c.req.query("account")?.trim() ?? "";
  const address = c.req.query("address")?.trim() ?? "";
  const { from, to, start, end } = readDateRange(c);
  const { securityEvents } = await askPersonal(c, AuditTrailDocument, {
    first: pageSize,
    after: c.req.query("after") ?? null,
    accountId: accountId === "" ? null : accountId,
    filter: {
      types: type === undefined ? null : [type],
      from: start,
      to: end,
      addressHash: address === "" ? null : address,
    },
  });
  return renderPage(
    c,
    { title: "Audit trail" },
    <>
      <h1>Audit trail</h1>
      <FilterForm context={c} fields={["type", "account", "address", "from", "to"]}>
        <SelectField
          name="type"
          label="Event"
          value={type ?? ""}
          options={[{ value: "", label: "All" }, ...types.map((value) => ({ value, label: toWords(value) }))]}
        />
        <Field name="account" label="Account id" value={accountId} maxlength={40} />
        <Field name="address" label="Address" value={address} maxlength={100} hint="As the table shows it" />
        <DateField name="from" label="From" value={from} />
        <DateField name="to" label="Until" value={to} />
      </FilterForm>
      <SecurityEvents
        caption="Audit trail"
        events={securityEvents.edges.map(({ node }) => node)}
        empty="No event has these properties."
      />
      <Pager context={c} pageInfo={securityEvents.pageInfo} />
    </>,
  );
}
