import { askPersonal } from "../../kit/pages/ask.ts";
import { Field } from "../../kit/pages/field.tsx";
import { emptyForm, type FormValues, readForm } from "../../kit/pages/form.ts";
import { redirectTo, toNextPath } from "../../kit/pages/redirect.ts";
import { LoginDocument, LogoutDocument, RegisterDocument, type UserErrorsFragment } from "../documents.generated.ts";
import { renderFormPage } from "../parts/form-page.tsx";
import { NewPasswordField } from "../parts/new-password-field.tsx";
import { TokenField } from "../parts/token-field.tsx";
import { toFormErrors } from "../server/form.ts";
import type { PageContext } from "../server/page-context.ts";

/** The form to sign in. A visitor who comes from another page goes back to it. */
export function login(c: PageContext): Response {
  return renderLogin(c, emptyForm, []);
}

export async function submitLogin(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const emailToken = form.get("token");
  const input = {
    email: form.get("email"),
    password: form.get("password"),
    ...(emailToken === "" ? {} : { emailToken }),
  };
  const { userErrors } = (await askPersonal(c, LoginDocument, { input })).login;
  return userErrors.length === 0
    ? redirectTo(toNextPath(form.get("next"), "/account"))
    : renderLogin(c, form, userErrors);
}

function renderLogin(c: PageContext, form: FormValues, userErrors: readonly UserErrorsFragment[]): Response {
  const { account: strings } = c.var.locale.messages;
  const next = form.get("next") || (c.req.query("next") ?? "");
  const needsToken = userErrors.some(({ code }) => code === "EMAIL_CONFIRMATION_REQUIRED");
  return renderFormPage(
    c,
    { heading: strings.signIn, action: "/login", islands: ["token"], errors: toFormErrors(c, userErrors) },
    <>
      <input type="hidden" name="next" value={next} />
      <Field
        name="email"
        type="email"
        label={strings.email}
        value={form.get("email")}
        autocomplete="username"
        required
      />
      <Field
        name="password"
        type="password"
        label={strings.password}
        value=""
        autocomplete="current-password"
        required
      />
      <TokenField label={strings.code} hint={strings.codeHint} value={form.get("token")} isShown={needsToken} />
      <button type="submit">{strings.signIn}</button>
      <p>
        <a href="/forgot-password">{strings.forgotten}</a>
      </p>
      <p>
        {strings.noAccount} <a href={`/register?next=${encodeURIComponent(next)}`}>{strings.create}</a>
      </p>
    </>,
  );
}

/** The form to create an account. */
export function register(c: PageContext): Response {
  return renderRegister(c, emptyForm, []);
}

export async function submitRegister(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const input = {
    email: form.get("email"),
    password: form.get("newPassword"),
    firstName: form.get("firstName"),
    lastName: form.get("lastName"),
  };
  const { userErrors } = (await askPersonal(c, RegisterDocument, { input })).register;
  return userErrors.length === 0
    ? redirectTo(toNextPath(form.get("next"), "/account"))
    : renderRegister(c, form, userErrors);
}

function renderRegister(c: PageContext, form: FormValues, userErrors: readonly UserErrorsFragment[]): Response {
  const { account: strings } = c.var.locale.messages;
  const text = (name: string) => ({ name, value: form.get(name), required: true });
  const next = form.get("next") || (c.req.query("next") ?? "");
  return renderFormPage(
    c,
    { heading: strings.create, action: "/register", errors: toFormErrors(c, userErrors) },
    <>
      <input type="hidden" name="next" value={next} />
      <Field {...text("firstName")} label={strings.firstName} autocomplete="given-name" />
      <Field {...text("lastName")} label={strings.lastName} autocomplete="family-name" />
      <Field {...text("email")} type="email" label={strings.email} autocomplete="username" />
      <NewPasswordField locale={c.var.locale} label={strings.password} />
      <button type="submit">{strings.create}</button>
      <p>
        {strings.hasAccount} <a href={`/login?next=${encodeURIComponent(next)}`}>{strings.signIn}</a>
      </p>
    </>,
  );
}

export async function logout(c: PageContext): Promise<Response> {
  await askPersonal(c, LogoutDocument, {});
  return redirectTo("/");
}
