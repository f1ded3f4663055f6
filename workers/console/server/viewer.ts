import type { StaffPermission } from "../documents.generated.ts";

/** The signed-in member of staff. */
export interface Viewer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<StaffPermission>;
}

/** Returns whether the viewer has at least one of these permissions. An empty list stands for all staff. */
export function hasAny({ permissions }: Viewer, required: readonly StaffPermission[]): boolean {
  return required.length === 0 || required.some((permission) => permissions.has(permission));
}
