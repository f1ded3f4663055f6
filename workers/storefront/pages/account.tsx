import { askPersonal } from "../../kit/pages/ask.ts";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { type FormValues, readForm } from "../../kit/pages/form.ts";
import { redirectTo } from "../../kit/pages/redirect.ts";
import {
  AccountPageDocument,
  ChangePasswordDocument,
  DeleteMyAccountDocument,
  RequestEmailVerificationDocument,
  RevokeSessionDocument,
  UpdatePreferencesDocument,
  UpdateProfileDocument,
  type UserErrorsFragment,
} from "../documents.generated.ts";
import { AccountNavigation } from "../parts/account-navigation.tsx";
import { DeleteAccount, Emails, Password, Profile, Sessions } from "../parts/account-panels.tsx";
import { renderPage } from "../parts/page.tsx";
import { requireCustomer } from "../server/customer.ts";
import { toFormErrors } from "../server/form.ts";
import type { PageContext } from "../server/page-context.ts";

/** The visitor's account: profile, emails, password and sessions. */
export async function account(c: PageContext): Promise<Response> {
  return renderAccount(c, []);
}

/** Changes what the form with this name is for. */
export async function changeAccount(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const change = changes[form.get("form")];
  const userErrors = change === undefined ? [] : await change(c, form);
  if (userErrors.length > 0) return renderAccount(c, userErrors);
  return redirectTo(form.get("form") === "delete" ? "/" : "/account?saved");
}

type Change = (c: PageContext, form: FormValues) => Promise<readonly UserErrorsFragment[]>;

const changes: Readonly<Record<string, Change>> = {
  profile: async (c, form) => {
    const input = { firstName: form.get("firstName"), lastName: form.get("lastName") };
    return (await askPersonal(c, UpdateProfileDocument, { input })).updateProfile.userErrors;
  },
  email: async (c, form) => {
    const input = { email: form.get("email"), currentPassword: form.get("emailPassword") };
    return (await askPersonal(c, UpdateProfileDocument, { input })).updateProfile.userErrors;
  },
  verification: async (c) =>
    (await askPersonal(c, RequestEmailVerificationDocument, {})).requestEmailVerification.userErrors,
  preferences: async (c, form) => {
    const input = { orderEmails: form.has("orderEmails"), marketingEmails: form.has("marketingEmails") };
    return (await askPersonal(c, UpdatePreferencesDocument, { input })).updatePreferences.userErrors;
  },
  password: async (c, form) => {
    const input = { currentPassword: form.get("currentPassword"), newPassword: form.get("newPassword") };
    return (await askPersonal(c, ChangePasswordDocument, { input })).changePassword.userErrors;
  },
  session: async (c, form) =>
    (await askPersonal(c, RevokeSessionDocument, { id: form.get("id") })).revokeSession.userErrors,
  delete: async (c, form) => {
    const input = { password: form.get("password") };
    return (await askPersonal(c, DeleteMyAccountDocument, { input })).deleteMyAccount.userErrors;
  },
};

async function renderAccount(c: PageContext, userErrors: readonly UserErrorsFragment[]): Promise<Response> {
  const me = requireCustomer((await askPersonal(c, AccountPageDocument, {})).me);
  const { locale } = c.var;
  const { account: strings } = locale.messages;
  return renderPage(
    c,
    {
      title: strings.heading,
      status: userErrors.length === 0 ? 200 : 422,
      styles: ["checkout", "account"],
      isPersonal: true,
    },
    <>
      <h1>{strings.heading}</h1>
      <AccountNavigation locale={locale} path="/account" />
      <ErrorSummary heading={strings.failed} errors={toFormErrors(c, userErrors)} />
      {c.req.query("saved") !== undefined && <p role="status">{strings.saved}</p>}
      <div class="panels">
        <Profile locale={locale} me={me} />
        <Emails locale={locale} me={me} />
        <Password locale={locale} />
        <Sessions locale={locale} me={me} />
        <DeleteAccount locale={locale} />
      </div>
    </>,
  );
}
