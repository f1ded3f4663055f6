import { askPersonal } from "../../kit/pages/ask.ts";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { Field } from "../../kit/pages/field.tsx";
import { emptyForm, type FormValues, readForm, toInputId, type UserError } from "../../kit/pages/form.ts";
import { redirectTo, toNextPath } from "../../kit/pages/redirect.ts";
import { type DemoSignIn, readConfig } from "../config.ts";
import { SignInDocument, SignOutDocument } from "../documents.generated.ts";
import { renderPage } from "../parts/page.tsx";
import { findViewer } from "../server/find-viewer.ts";
import { redirectWithMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";

const notStaff: UserError = {
  code: "FORBIDDEN",
  field: null,
  message: "This account belongs to a customer. Only staff may use the console. Ask an administrator for a role.",
};

/** The form to sign in. Staff who come from another page go back to it. */
export function signIn(c: PageContext): Response {
  return renderSignIn(c, emptyForm, []);
}

/** Signs in. An account without a role of staff gets no session. */
export async function submitSignIn(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const emailToken = form.get("token");
  const input = {
    email: form.get("email"),
    password: form.get("password"),
    ...(emailToken === "" ? {} : { emailToken }),
  };
  const { userErrors } = (await askPersonal(c, SignInDocument, { input })).login;
  if (userErrors.length > 0) return renderSignIn(c, form, userErrors);
  if ((await findViewer(c)) !== undefined) return redirectTo(toNextPath(form.get("next"), "/"));
  await askPersonal(c, SignOutDocument, {});
  return renderSignIn(c, form, [notStaff]);
}

export async function signOut(c: PageContext): Promise<Response> {
  await askPersonal(c, SignOutDocument, {});
  return redirectWithMessage(c, "/sign-in", "You are signed out.");
}

function renderSignIn(c: PageContext, form: FormValues, userErrors: readonly UserError[]): Response {
  const next = form.get("next") || (c.req.query("next") ?? "");
  const needsToken = form.has("token") || userErrors.some(({ code }) => code === "EMAIL_CONFIRMATION_REQUIRED");
  const { demoSignIns, demoPassword } = readConfig(c.env);
  const status = userErrors.includes(notStaff) ? 403 : 422;
  return renderPage(
    c,
    { title: "Sign in", status: userErrors.length === 0 ? 200 : status },
    <div class="narrow">
      <h1>Sign in</h1>
      <form method="post" action="/sign-in" class="stack">
        <ErrorSummary
          heading="You are not signed in"
          errors={userErrors.map((error) => ({ text: error.message, inputId: toInputId(error) }))}
        />
        <input type="hidden" name="next" value={next} />
        <Field name="email" type="email" label="Email" value={form.get("email")} autocomplete="username" required />
        <Field name="password" type="password" label="Password" value="" autocomplete="current-password" required />
        {needsToken && (
          <Field
            name="token"
            label="Code"
            value={form.get("token")}
            hint="From the link in the mail that was just sent"
            autocomplete="one-time-code"
          />
        )}
        <button type="submit">Sign in</button>
      </form>
      <DemoSignIns signIns={demoSignIns} password={demoPassword} next={next} />
    </div>,
  );
}

interface DemoSignInsProps {
  readonly signIns: readonly DemoSignIn[];
  readonly password: string;
  readonly next: string;
}

/** Buttons that sign in with an account of the demo shop. */
function DemoSignIns({ signIns, password, next }: DemoSignInsProps) {
  if (signIns.length === 0) return null;
  return (
    <form method="post" action="/sign-in" class="stack">
      <h2>Demo shop</h2>
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="password" value={password} />
      {signIns.map(({ role, email }) => (
        <button key={email} type="submit" name="email" value={email} class="second">
          {toRoleName(role)}: {email}
        </button>
      ))}
    </form>
  );
}

/** Returns a role for people: "Catalog manager" for CATALOG_MANAGER. */
function toRoleName(role: string): string {
  const words = role.toLowerCase().replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
