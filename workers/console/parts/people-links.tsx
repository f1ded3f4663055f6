import type { StaffPermission } from "../documents.generated.ts";
import { hasAny, type Viewer } from "../server/viewer.ts";

const links = [
  { path: "/staff/invite", label: "Invite staff", permission: "ACCOUNT_WRITE_ANY" },
  { path: "/audit", label: "Audit trail", permission: "AUDIT_READ" },
  { path: "/api-tokens", label: "API tokens", permission: "API_TOKENS" },
] as const satisfies readonly { path: string; label: string; permission: StaffPermission }[];

/** Links to the other pages about people, for those who may see them. */
export function PeopleLinks({ viewer }: { readonly viewer: Viewer }) {
  const allowed = links.filter(({ permission }) => hasAny(viewer, [permission]));
  if (allowed.length === 0) return null;
  return (
    <nav class="tabs" aria-label="People">
      {allowed.map(({ path, label }) => (
        <a key={path} href={path}>
          {label}
        </a>
      ))}
    </nav>
  );
}
