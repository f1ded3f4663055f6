import {
  AccountPageDocument,
  type AccountPageQuery,
  ChangePasswordDocument,
  DeleteMyAccountDocument,
  RequestEmailVerificationDocument,
  RevokeSessionDocument,
  UpdatePreferencesDocument,
  UpdateProfileDocument,
  type UserErrorsFragment,
} from "../documents.generated.ts";
import { AccountNavigation } from "../parts/account-navigation.tsx";
import { ErrorSummary } from "../parts/error-summary.tsx";
import { Field } from "../parts/field.tsx";
import { NewPasswordField } from "../parts/new-password-field.tsx";
import { renderPage } from "../parts/page.tsx";
import { formatTime } from "../parts/time.ts";
import { askPersonal } from "../server/ask.ts";
import { requireCustomer } from "../server/customer.ts";
import { type FormValues, readForm, toFormErrors } from "../server/form.ts";
import type { Locale, PageContext } from "../server/page-context.ts";
import { redirectTo } from "../server/redirect.ts";

type Account = NonNullable<AccountPageQuery["me"]>;

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
    { title: strings.heading, status: userErrors.length === 0 ? 200 : 422, styles: ["checkout"], isPersonal: true },
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

interface PanelProps {
  readonly locale: Locale;
  readonly me: Account;
}

function Profile({ locale, me }: PanelProps) {
  const { account: strings } = locale.messages;
  return (
    <form class="panel" method="post" action="/account" aria-labelledby="profile">
      <h2 id="profile">{strings.profile}</h2>
      <input type="hidden" name="form" value="profile" />
      <Field name="firstName" label={strings.firstName} value={me.firstName} autocomplete="given-name" required />
      <Field name="lastName" label={strings.lastName} value={me.lastName} autocomplete="family-name" required />
      <button type="submit">{strings.save}</button>
    </form>
  );
}

function Emails({ locale, me }: PanelProps) {
  const { account: strings } = locale.messages;
  const { email, pendingEmail, emailVerified, preferences } = me;
  return (
    <section class="panel" aria-labelledby="emails">
      <h2 id="emails">{strings.emails}</h2>
      <p>
        {email} <span class="quiet">{emailVerified ? strings.isVerified : strings.isNotVerified}</span>
      </p>
      {pendingEmail !== null && <p class="quiet">{strings.pending(pendingEmail)}</p>}
      {!emailVerified && (
        <form method="post" action="/account">
          <input type="hidden" name="form" value="verification" />
          <button class="second" type="submit">
            {strings.sendVerification}
          </button>
        </form>
      )}
      <form class="panel-form" method="post" action="/account">
        <input type="hidden" name="form" value="preferences" />
        <label class="choice">
          <input type="checkbox" name="orderEmails" defaultChecked={preferences.orderEmails} />
          <span>{strings.orderEmails}</span>
        </label>
        <label class="choice">
          <input type="checkbox" name="marketingEmails" defaultChecked={preferences.marketingEmails} />
          <span>{strings.marketingEmails}</span>
        </label>
        <button class="second" type="submit">
          {strings.save}
        </button>
      </form>
      <details>
        <summary>{strings.changeEmail}</summary>
        <form class="panel-form" method="post" action="/account">
          <input type="hidden" name="form" value="email" />
          <Field name="email" type="email" label={strings.newEmail} value="" autocomplete="email" required />
          <Field
            name="emailPassword"
            type="password"
            label={strings.currentPassword}
            value=""
            autocomplete="current-password"
            required
          />
          <button class="second" type="submit">
            {strings.changeEmail}
          </button>
        </form>
      </details>
    </section>
  );
}

function Password({ locale }: Pick<PanelProps, "locale">) {
  const { account: strings } = locale.messages;
  return (
    <form class="panel" method="post" action="/account" aria-labelledby="password">
      <h2 id="password">{strings.changePassword}</h2>
      <input type="hidden" name="form" value="password" />
      <Field
        name="currentPassword"
        type="password"
        label={strings.currentPassword}
        value=""
        autocomplete="current-password"
        required
      />
      <NewPasswordField locale={locale} label={strings.newPassword} />
      <button type="submit">{strings.savePassword}</button>
    </form>
  );
}

function Sessions({ locale, me }: PanelProps) {
  const { account: strings } = locale.messages;
  return (
    <section class="panel" aria-labelledby="sessions">
      <h2 id="sessions">{strings.sessions}</h2>
      <ul class="rows">
        {me.sessions.map(({ id, userAgent, lastSeenAt, current }) => (
          <li key={id}>
            <span>
              {userAgent ?? strings.unknownDevice}
              <span class="quiet">
                {" "}
                {current ? strings.thisDevice : strings.lastSeen(formatTime(lastSeenAt, locale))}
              </span>
            </span>
            {!current && (
              <form method="post" action="/account">
                <input type="hidden" name="form" value="session" />
                <input type="hidden" name="id" value={id} />
                <button class="plain link" type="submit">
                  {strings.endSession}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function DeleteAccount({ locale }: Pick<PanelProps, "locale">) {
  const { account: strings } = locale.messages;
  return (
    <details class="panel">
      <summary>{strings.deleteAccount}</summary>
      <form class="panel-form" method="post" action="/account">
        <p>{strings.deleteHelp}</p>
        <input type="hidden" name="form" value="delete" />
        <Field
          name="password"
          type="password"
          label={strings.password}
          value=""
          autocomplete="current-password"
          required
        />
        <button class="second" type="submit">
          {strings.deleteAccount}
        </button>
      </form>
    </details>
  );
}
