import type { StaffPermission } from "../documents.generated.ts";
import type { NavigationLabel } from "./navigation.ts";
import type { PageContext } from "./page-context.ts";

type Handler = (c: PageContext) => Response | Promise<Response>;

/** A page or an action of the console. */
export interface Route {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** The viewer needs one of these. An empty list stands for all staff. */
  readonly permissions: readonly StaffPermission[];
  readonly handler: Handler;
  /** The link in the header that leads to the page. */
  readonly navigation?: NavigationLabel | undefined;
  /** Whether only the local shop has it. */
  readonly isLocalOnly?: boolean;
}

/** A page for staff with one of the permissions. */
export function page(
  path: string,
  permissions: readonly StaffPermission[],
  handler: Handler,
  navigation?: NavigationLabel,
): Route {
  return { method: "GET", path, permissions, handler, navigation };
}

/** What a form sends, for staff with one of the permissions. */
export function action(path: string, permissions: readonly StaffPermission[], handler: Handler): Route {
  return { method: "POST", path, permissions, handler };
}

/** A route that does not exist outside of the local shop. */
export function localOnly(route: Route): Route {
  return { ...route, isLocalOnly: true };
}

/** Returns whether a path leads to the route. */
export function isAt({ path: template }: Route, path: string): boolean {
  const parts = template.split("/");
  const given = path.split("/");
  return parts.length === given.length && parts.every((part, index) => part.startsWith(":") || part === given[index]);
}
