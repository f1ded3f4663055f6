import { askPersonal } from "../../kit/pages/ask.ts";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { Field } from "../../kit/pages/field.tsx";
import { emptyForm, type FormValues, newFormKey, readForm } from "../../kit/pages/form.ts";
import { TrackedOrderDocument } from "../documents.generated.ts";
import { OrderView } from "../parts/order-view.tsx";
import { renderPage } from "../parts/page.tsx";
import type { PageContext } from "../server/page-context.ts";
import { toPageView } from "../server/page-view.ts";

/** Finds an order by its number and its contact email. */
export function trackOrder(c: PageContext): Response {
  return renderForm(c, emptyForm, false);
}

/** Shows the order, without its actions: number and email are enough to read it, and no more. */
export async function showTrackedOrder(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const number = form.get("number");
  const { orderByNumber: found } = await askPersonal(c, TrackedOrderDocument, { number, email: form.get("email") });
  if (found === null) return renderForm(c, form, true);
  const view = toPageView(c);
  return renderPage(
    c,
    { title: view.locale.messages.order.heading(number), styles: ["checkout"], isPersonal: true },
    <OrderView view={view} order={found} errors={[]} formKey={newFormKey()} isOwner={false} />,
  );
}

function renderForm(c: PageContext, form: FormValues, isNotFound: boolean): Response {
  const { track: strings, checkout } = c.var.locale.messages;
  return renderPage(
    c,
    { title: strings.heading, status: isNotFound ? 404 : 200, isIndexed: false, styles: ["checkout"] },
    <form class="narrow" method="post" action="/orders/track">
      <h1>{strings.heading}</h1>
      <ErrorSummary
        heading={strings.notFound}
        errors={isNotFound ? [{ text: strings.notFoundHelp, inputId: "number" }] : []}
      />
      <Field
        name="number"
        label={strings.number}
        value={form.get("number")}
        required
        maxlength={40}
        autocomplete="off"
      />
      <Field name="email" type="email" label={checkout.email} value={form.get("email")} required autocomplete="email" />
      <button type="submit">{strings.find}</button>
    </form>,
  );
}
