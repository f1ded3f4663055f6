import type { ComponentChildren } from "preact";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import type { PageContext } from "../server/page-context.ts";
import { ConflictForm, type Difference, type Loaded } from "./differences.tsx";
import { renderPage } from "./page.tsx";

interface Conflict {
  /** The name of what was not saved. */
  readonly title: string;
  /** The path of its form. */
  readonly path: string;
  /** Links to the pages above. */
  readonly parents: ComponentChildren;
  /** For example "promotion". */
  readonly what: string;
  readonly draft: unknown;
  /** The present version. */
  readonly loaded: Loaded<unknown>;
  readonly differences: readonly Difference[];
}

/** Shows what differs between a form and the values now, after someone else has changed them. */
export function renderConflict(c: PageContext, conflict: Conflict): Response {
  const { title, path, parents, what, draft, loaded, differences } = conflict;
  return renderPage(
    c,
    { title, status: 409, styles: ["product"] },
    <>
      {parents}
      <h1>{title}</h1>
      <ErrorSummary
        heading={`The ${what} was not saved yet`}
        errors={[{ text: "It was changed since you opened it. Choose for each field which value it should have." }]}
      />
      <ConflictForm {...{ path, draft, loaded, differences }} />
    </>,
  );
}
