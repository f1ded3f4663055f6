// The pages that the links of account emails lead to.

import { askPersonal } from "../../kit/pages/ask.ts";
import { Field } from "../../kit/pages/field.tsx";
import { emptyForm, type FormValues, readForm } from "../../kit/pages/form.ts";
import { redirectTo } from "../../kit/pages/redirect.ts";
import {
  RequestPasswordResetDocument,
  ResetPasswordDocument,
  UndoEmailChangeDocument,
  type UserErrorsFragment,
  VerifyEmailDocument,
} from "../documents.generated.ts";
import { renderFormPage } from "../parts/form-page.tsx";
import { NewPasswordField } from "../parts/new-password-field.tsx";
import { renderPage } from "../parts/page.tsx";
import { TokenField } from "../parts/token-field.tsx";
import { toFormErrors } from "../server/form.ts";
import type { PageContext } from "../server/page-context.ts";

/** The form that sends an email with a link to set a new password. */
export function forgotPassword(c: PageContext): Response {
  return renderForgotPassword(c, emptyForm, []);
}

/** The response is the same whether or not an account has the address. */
export async function requestReset(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const input = { email: form.get("email") };
  const { userErrors } = (await askPersonal(c, RequestPasswordResetDocument, { input })).requestPasswordReset;
  const { account: strings } = c.var.locale.messages;
  if (userErrors.length > 0) return renderForgotPassword(c, form, userErrors);
  return renderDone(c, strings.resetSent, strings.resetSentHelp);
}

function renderForgotPassword(c: PageContext, form: FormValues, userErrors: readonly UserErrorsFragment[]): Response {
  const { account: strings } = c.var.locale.messages;
  return renderFormPage(
    c,
    { heading: strings.forgotten, action: "/forgot-password", errors: toFormErrors(c, userErrors) },
    <>
      <p>{strings.forgottenHelp}</p>
      <Field
        name="email"
        type="email"
        label={strings.email}
        value={form.get("email")}
        autocomplete="username"
        required
      />
      <button type="submit">{strings.sendLink}</button>
    </>,
  );
}

/** The form to set a new password with the token of an email. */
export function resetPassword(c: PageContext): Response {
  return renderReset(c, emptyForm, []);
}

export async function submitReset(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const input = { token: form.get("token"), newPassword: form.get("newPassword") };
  const { userErrors } = (await askPersonal(c, ResetPasswordDocument, { input })).resetPassword;
  return userErrors.length === 0 ? redirectTo("/account") : renderReset(c, form, userErrors);
}

function renderReset(c: PageContext, form: FormValues, userErrors: readonly UserErrorsFragment[]): Response {
  const { account: strings } = c.var.locale.messages;
  return renderFormPage(
    c,
    { heading: strings.reset, action: "/reset", islands: ["token"], errors: toFormErrors(c, userErrors) },
    <>
      <TokenField label={strings.code} hint={strings.codeHint} value={toToken(c, form)} isShown />
      <NewPasswordField locale={c.var.locale} label={strings.newPassword} />
      <button type="submit">{strings.savePassword}</button>
      <p>
        <a href="/forgot-password">{strings.requestLink}</a>
      </p>
    </>,
  );
}

/** The page that confirms the email address of an account. */
export function verifyEmail(c: PageContext): Response {
  return renderConfirmation(c, "/verify", emptyForm, []);
}

export async function submitVerification(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const { account: strings } = c.var.locale.messages;
  const input = { token: form.get("token") };
  const { userErrors } = (await askPersonal(c, VerifyEmailDocument, { input })).verifyEmail;
  if (userErrors.length > 0) return renderConfirmation(c, "/verify", form, userErrors);
  return renderDone(c, strings.verified, strings.verifiedHelp);
}

/** The page that takes back a change of the email address of an account. */
export function undoEmailChange(c: PageContext): Response {
  return renderConfirmation(c, "/undo-email-change", emptyForm, []);
}

export async function submitUndo(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const { account: strings } = c.var.locale.messages;
  const input = { token: form.get("token") };
  const { userErrors } = (await askPersonal(c, UndoEmailChangeDocument, { input })).undoEmailChange;
  if (userErrors.length > 0) return renderConfirmation(c, "/undo-email-change", form, userErrors);
  return renderDone(c, strings.undone, strings.undoneHelp);
}

function renderConfirmation(
  c: PageContext,
  path: "/verify" | "/undo-email-change",
  form: FormValues,
  userErrors: readonly UserErrorsFragment[],
): Response {
  const { account: strings } = c.var.locale.messages;
  const heading = path === "/verify" ? strings.verify : strings.undo;
  return renderFormPage(
    c,
    { heading: heading, action: path, islands: ["token"], errors: toFormErrors(c, userErrors) },
    <>
      <TokenField
        label={strings.code}
        hint={strings.codeHint}
        value={toToken(c, form)}
        isShown
        isSent={userErrors.length === 0}
      />
      <button type="submit">{heading}</button>
    </>,
  );
}

/** Links of other clients may have the token in the query. */
function toToken(c: PageContext, form: FormValues): string {
  return form.get("token") || (c.req.query("token") ?? "");
}

function renderDone(c: PageContext, heading: string, help: string): Response {
  const { errors } = c.var.locale.messages;
  return renderPage(
    c,
    { title: heading, isPersonal: true },
    <div class="message">
      <h1>{heading}</h1>
      <p>{help}</p>
      <p class="actions">
        <a class="button" href="/">
          {errors.home}
        </a>
      </p>
    </div>,
  );
}
