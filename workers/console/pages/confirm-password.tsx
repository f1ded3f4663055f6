import { askPersonal } from "../../kit/pages/ask.ts";
import { Field } from "../../kit/pages/field.tsx";
import type { FormValues, UserError } from "../../kit/pages/form.ts";
import { ConfirmStaffPasswordDocument } from "../documents.generated.ts";
import { renderPage } from "../parts/page.tsx";
import { UserErrors } from "../parts/user-errors.tsx";
import type { PageContext } from "../server/page-context.ts";

const passwordField = "confirmedPassword";

/**
 * Runs an operation that requires a fresh proof of the password. Returns its errors, or the page that asks for the password and
 * then sends the same form again.
 */
export async function runWithFreshPassword(
  c: PageContext,
  form: FormValues,
  run: () => Promise<readonly UserError[]>,
): Promise<readonly UserError[] | Response> {
  if (form.has(passwordField)) {
    const input = { password: form.get(passwordField) };
    const { userErrors } = (await askPersonal(c, ConfirmStaffPasswordDocument, { input })).confirmPassword;
    if (userErrors.length > 0) return renderConfirmPassword(c, form, userErrors);
  }
  const errors = await run();
  return errors.some(({ code }) => code === "REAUTHENTICATION_REQUIRED") ? renderConfirmPassword(c, form, []) : errors;
}

function renderConfirmPassword(c: PageContext, form: FormValues, errors: readonly UserError[]): Response {
  const names = [...form.byPrefix("").keys()].filter((name) => name !== passwordField);
  return renderPage(
    c,
    { title: "Confirm your password", status: 422 },
    <div class="narrow">
      <h1>Confirm your password</h1>
      <p>You signed in more than ten minutes ago. Changes of rights need your password again.</p>
      <form method="post" action={new URL(c.req.url).pathname} class="stack">
        <UserErrors heading="The password was not confirmed" errors={errors} />
        {names.flatMap((name) =>
          form.all(name).map((value) => <input key={`${name}=${value}`} type="hidden" name={name} value={value} />),
        )}
        <Field
          name={passwordField}
          type="password"
          label="Your password"
          value=""
          autocomplete="current-password"
          required
        />
        <button type="submit">Confirm</button>
      </form>
    </div>,
  );
}
