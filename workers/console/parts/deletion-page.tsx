import type { UserError } from "../../kit/pages/form.ts";
import type { PageContext } from "../server/page-context.ts";
import { ActionForm } from "./action-form.tsx";
import { renderPage } from "./page.tsx";
import { UserErrors } from "./user-errors.tsx";

interface Deletion {
  /** What is deleted, for example "promotion". */
  readonly what: string;
  readonly name: string;
  /** What happens then. */
  readonly consequence: string;
  /** Why it cannot be deleted. */
  readonly reason?: string | undefined;
  /** The path of its page. The form is sent to `delete` below it. */
  readonly path: string;
  readonly errors: readonly UserError[];
}

/** Asks whether to delete something, before it cannot be restored. */
export function renderDeletion(c: PageContext, deletion: Deletion): Response {
  const { what, name, consequence, reason, path, errors } = deletion;
  return renderPage(
    c,
    { title: `Delete ${name}`, status: errors.length === 0 ? 200 : 422 },
    <>
      <h1>{`Delete ${name}`}</h1>
      <UserErrors heading={`The ${what} was not deleted`} errors={errors} />
      <p>{consequence}</p>
      <ActionForm action={`${path}/delete`} label={`Delete ${what}`} isDangerous reason={reason} />
      <p>
        <a href={path}>{`Keep the ${what}`}</a>
      </p>
    </>,
  );
}
