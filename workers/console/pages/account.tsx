import { ActionForm } from "../parts/action-form.tsx";
import { DefinitionList } from "../parts/definition-list.tsx";
import { renderPage } from "../parts/page.tsx";
import { toWords } from "../parts/status-badge.tsx";
import { getViewer } from "../server/find-viewer.ts";
import type { PageContext } from "../server/page-context.ts";

/** Who is signed in, and what the roles of this account allow. */
export function account(c: PageContext): Response {
  const { name, email, roles, permissions } = getViewer(c);
  return renderPage(
    c,
    { title: "Your account" },
    <>
      <h1>Your account</h1>
      <DefinitionList
        items={[
          { term: "Name", value: name },
          { term: "Email", value: email },
          { term: "Roles", value: roles.map(toWords).join(", ") },
          { term: "Permissions", value: [...permissions].sort().join(", ") },
        ]}
      />
      <ActionForm action="/sign-out" label="Sign out" />
    </>,
  );
}
