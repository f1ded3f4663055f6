import { askPersonal } from "../../kit/pages/ask.ts";
import { Field } from "../../kit/pages/field.tsx";
import { emptyForm, type FormValues, readForm, type UserError } from "../../kit/pages/form.ts";
import {
  ApiTokensDocument,
  type ApiTokensQuery,
  CreateApiTokenDocument,
  RevokeApiTokenDocument,
} from "../documents.generated.ts";
import { apiScopeValues } from "../enums.generated.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { Choices } from "../parts/choices.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { renderPage } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import { StatusBadge, toWords } from "../parts/status-badge.tsx";
import { Time } from "../parts/time.tsx";
import { UserErrors } from "../parts/user-errors.tsx";
import { redirectWithMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";
import { runWithFreshPassword } from "./confirm-password.tsx";

type Token = ApiTokensQuery["apiTokens"]["edges"][number]["node"];

const pageSize = 50;

const columns: readonly Column<Token>[] = [
  { id: "name", label: "Name", cell: ({ name }) => name },
  { id: "hint", label: "Begins with", cell: ({ hint }) => hint },
  { id: "state", label: "State", cell: (token) => <TokenState token={token} /> },
  { id: "scopes", label: "Scopes", cell: (token) => token.scopes.map(toWords).join(", ") },
  { id: "networks", label: "Networks", cell: ({ allowedNetworks }) => allowedNetworks.join(", ") || "any" },
  { id: "expires", label: "Expires (UTC)", cell: ({ expiresAt }) => <Time at={expiresAt} /> },
  { id: "used", label: "Last used (UTC)", cell: ({ lastUsedAt }) => lastUsedAt && <Time at={lastUsedAt} /> },
  { id: "by", label: "Created by", cell: ({ createdBy }) => createdBy?.email },
  {
    id: "actions",
    label: "Actions",
    cell: ({ id, revokedAt }) =>
      revokedAt === null && <ActionForm action="/api-tokens/revoke" label="Revoke" values={{ id }} isDangerous />,
  },
];

function TokenState({ token: { revokedAt, expiresAt } }: { readonly token: Token }) {
  if (revokedAt !== null) return <StatusBadge kind="bad" label="Revoked" />;
  if (Date.parse(expiresAt) <= Date.now()) return <StatusBadge kind="off" label="Expired" />;
  return <StatusBadge kind="success" label="Valid" />;
}

/** The tokens of partners, and the form that creates one. */
export function apiTokens(c: PageContext): Promise<Response> {
  return renderTokens(c, emptyForm, []);
}

/** Creates a token. Only this response has it: the page is not stored, and loading it again creates no other token. */
export async function submitApiToken(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const networks = form
    .get("allowedNetworks")
    .split(/[\s,]+/)
    .filter((network) => network !== "");
  const input = {
    name: form.get("name"),
    scopes: apiScopeValues.filter((scope) => form.all("scopes").includes(scope)),
    days: Number.parseInt(form.get("days"), 10) || 0,
    allowedNetworks: networks,
  };
  let token = "";
  const result = await runWithFreshPassword(c, form, async () => {
    const { createApiToken } = await askPersonal(c, CreateApiTokenDocument, { input });
    token = createApiToken.token ?? "";
    return createApiToken.userErrors;
  });
  if (result instanceof Response) return result;
  if (result.length > 0) return renderTokens(c, form, result);
  return renderPage(
    c,
    { title: "API token" },
    <div class="narrow">
      <h1>API token</h1>
      <p role="status">This is the token “{input.name}”. Copy it now: it is shown once and cannot be read again.</p>
      <p class="field">
        <label for="token">Token</label>
        <input id="token" value={token} readonly />
      </p>
      <p>
        <a href="/api-tokens">Back to the API tokens</a>
      </p>
    </div>,
  );
}

export async function submitRevocation(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const { revokeApiToken } = await askPersonal(c, RevokeApiTokenDocument, { id: form.get("id") });
  if (revokeApiToken.userErrors.length > 0) return renderTokens(c, emptyForm, revokeApiToken.userErrors);
  return redirectWithMessage(c, "/api-tokens", "The token is revoked. Requests with it fail within five seconds.");
}

async function renderTokens(c: PageContext, form: FormValues, errors: readonly UserError[]): Promise<Response> {
  const variables = { first: pageSize, after: c.req.query("after") ?? null };
  const page = (await askPersonal(c, ApiTokensDocument, variables)).apiTokens;
  return renderPage(
    c,
    { title: "API tokens", status: errors.length === 0 ? 200 : 422 },
    <>
      <h1>API tokens</h1>
      <UserErrors heading="Nothing was changed" errors={errors} />
      <DataTable
        caption="API tokens"
        columns={columns}
        rows={page.edges.map(({ node }) => node)}
        keyOf={({ id }) => id}
        empty="There are no API tokens."
      />
      <Pager context={c} pageInfo={page.pageInfo} />
      <section class="panel" aria-labelledby="create">
        <h2 id="create">Create a token</h2>
        <form method="post" action="/api-tokens" class="stack">
          <Field name="name" label="Name" value={form.get("name")} maxlength={100} autocomplete="off" required />
          <Choices
            legend="Scopes"
            name="scopes"
            options={apiScopeValues.map((value) => ({
              value,
              label: toWords(value),
              isChosen: form.all("scopes").includes(value),
            }))}
          />
          <Field name="days" label="Days" value={form.get("days") || "90"} maxlength={3} hint="1 to 365" required />
          <Field
            name="allowedNetworks"
            label="Networks"
            value={form.get("allowedNetworks")}
            hint="CIDR, separated by spaces. Empty for any network."
          />
          <button type="submit">Create token</button>
        </form>
      </section>
    </>,
  );
}
