import { askPersonal } from "../../kit/pages/ask.ts";
import { Field } from "../../kit/pages/field.tsx";
import { emptyForm, type FormValues, readForm, type UserError } from "../../kit/pages/form.ts";
import { InviteStaffDocument } from "../documents.generated.ts";
import { Choices } from "../parts/choices.tsx";
import { renderPage } from "../parts/page.tsx";
import { toWords } from "../parts/status-badge.tsx";
import { UserErrors } from "../parts/user-errors.tsx";
import { redirectWithMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";
import { runWithFreshPassword } from "./confirm-password.tsx";

const staffRoles = ["SUPPORT", "CATALOG_MANAGER", "ADMIN"] as const;

/** The form that invites a person to the staff. */
export function inviteStaff(c: PageContext): Response {
  return renderInvite(c, emptyForm, []);
}

export async function submitInvitation(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const input = {
    email: form.get("email"),
    firstName: form.get("firstName"),
    lastName: form.get("lastName"),
    roles: staffRoles.filter((role) => form.all("roles").includes(role)),
  };
  const result = await runWithFreshPassword(
    c,
    form,
    async () => (await askPersonal(c, InviteStaffDocument, { input })).inviteStaff.userErrors,
  );
  if (result instanceof Response) return result;
  if (result.length > 0) return renderInvite(c, form, result);
  return redirectWithMessage(c, "/customers", `${input.email} gets a mail with a link to set a password.`);
}

function renderInvite(c: PageContext, form: FormValues, errors: readonly UserError[]): Response {
  const value = (name: string) => form.get(name);
  return renderPage(
    c,
    { title: "Invite staff", status: errors.length === 0 ? 200 : 422 },
    <div class="narrow">
      <h1>Invite staff</h1>
      <p>The person gets a mail with a link to set a password. The link works for seven days.</p>
      <form method="post" action="/staff/invite" class="stack">
        <UserErrors heading="The invitation was not sent" errors={errors} />
        <Field name="email" type="email" label="Email" value={value("email")} autocomplete="off" required />
        <Field name="firstName" label="First name" value={value("firstName")} autocomplete="off" required />
        <Field name="lastName" label="Last name" value={value("lastName")} autocomplete="off" required />
        <Choices
          legend="Roles"
          name="roles"
          options={staffRoles.map((role) => ({
            value: role,
            label: toWords(role),
            isChosen: form.all("roles").includes(role),
          }))}
        />
        <button type="submit">Send invitation</button>
      </form>
    </div>,
  );
}
