import { askPersonal } from "../../kit/pages/ask.ts";
import { Field } from "../../kit/pages/field.tsx";
import { emptyForm, type FormValues, readForm, type UserError } from "../../kit/pages/form.ts";
import { SaveTaxClassDocument, type TaxClassChoiceFragment, TaxClassesDocument } from "../documents.generated.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { renderPage } from "../parts/page.tsx";
import { PricingLink } from "../parts/pricing-link.tsx";
import { UserErrors } from "../parts/user-errors.tsx";
import { redirectWithMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";

const path = "/pricing/tax-classes";

const columns: readonly Column<TaxClassChoiceFragment>[] = [
  { id: "code", label: "Code", cell: ({ code }) => code },
  { id: "name", label: "Name", cell: ({ name }) => name },
];

/** All tax classes, and a form that creates or renames one. */
export function taxClasses(c: PageContext): Promise<Response> {
  return render(c, emptyForm, []);
}

async function render(c: PageContext, form: FormValues, errors: readonly UserError[]): Promise<Response> {
  const { taxClasses: all } = await askPersonal(c, TaxClassesDocument, {});
  return renderPage(
    c,
    { title: "Tax classes", status: errors.length === 0 ? 200 : 422 },
    <>
      <PricingLink />
      <h1>Tax classes</h1>
      <UserErrors heading="The tax class was not saved" errors={errors} />
      <DataTable caption="Tax classes" columns={columns} rows={all} keyOf={({ code }) => code} empty="No classes." />
      <form method="post" action={path} class="stack">
        <h2>Create or rename a class</h2>
        <Field name="code" label="Code" value={form.get("code")} required hint="A code that exists is renamed" />
        <Field name="name" label="Name" value={form.get("name")} required maxlength={100} />
        <p class="actions">
          <button type="submit">Save tax class</button>
        </p>
      </form>
    </>,
  );
}

export async function submitTaxClass(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const input = { code: form.get("code"), name: form.get("name") };
  const { userErrors } = (await askPersonal(c, SaveTaxClassDocument, { input })).saveTaxClass;
  if (userErrors.length > 0) return render(c, form, userErrors);
  return redirectWithMessage(c, path, `The tax class ${input.code} was saved.`);
}
