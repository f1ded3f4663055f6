import type { ComponentChildren } from "preact";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import type { PageContext } from "../server/page-context.ts";
import { type PageOptions, renderPage } from "./page.tsx";

interface FormPageOptions extends Pick<PageOptions, "islands"> {
  readonly heading: string;
  /** The path that the form is sent to. */
  readonly action: string;
  /** What is wrong with the form that was sent. */
  readonly errors: readonly { readonly text: string; readonly inputId: string | undefined }[];
}

/** Responds with a page that is one form. After an error, it has status 422, and the errors have the focus. */
export function renderFormPage(
  c: PageContext,
  { heading, action, errors, ...options }: FormPageOptions,
  fields: ComponentChildren,
): Response {
  const { account: strings } = c.var.locale.messages;
  return renderPage(
    c,
    { title: heading, status: errors.length === 0 ? 200 : 422, styles: ["checkout"], isPersonal: true, ...options },
    <form class="narrow" method="post" action={action}>
      <h1>{heading}</h1>
      <ErrorSummary heading={strings.failed} errors={errors} />
      {fields}
    </form>,
  );
}
