import { askPersonal } from "../../kit/pages/ask.ts";
import { ViewerDocument } from "../documents.generated.ts";
import type { PageContext } from "./page-context.ts";
import type { Viewer } from "./viewer.ts";

/** Returns who is signed in. Undefined for a browser without a session, and for a session without any role of staff. */
export async function findViewer(c: PageContext): Promise<Viewer | undefined> {
  const { cookies } = c.var;
  if (!cookies.hasAccess && !cookies.hasRefresh) return undefined;
  const { me } = await askPersonal(c, ViewerDocument, {});
  if (me === null) return undefined;
  if (me.permissions.length === 0) return undefined;
  const name = [me.firstName, me.lastName].filter((part) => part !== "").join(" ");
  return { id: me.id, name, email: me.email ?? "", roles: me.roles, permissions: new Set(me.permissions) };
}

/** Returns the signed-in member of staff. Routes require one, so a page always has one. */
export function getViewer(c: PageContext): Viewer {
  const { viewer } = c.var;
  if (viewer === undefined) throw new Error("A page without a session has no viewer");
  return viewer;
}
