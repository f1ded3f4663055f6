import type { PageContext } from "./page-context.ts";

/** A list with a name: the query string of its URL. */
export interface SavedView {
  readonly name: string;
  readonly query: string;
}

/** Views of the browser are in a cookie, so that they work without JavaScript. */
const viewsCookie = "stoa-order-views";
const options = { path: "/orders", secure: true, httpOnly: true, sameSite: "Strict" } as const;
const lifetimeSeconds = 365 * 24 * 3_600;
const maxViews = 12;
/** Browsers store 4 KB per cookie. */
const maxLength = 3_500;

/** Returns the views that this browser has stored. */
export function readSavedViews(c: PageContext): readonly SavedView[] {
  try {
    const views: unknown = JSON.parse(decodeURIComponent(c.var.cookies.get(viewsCookie) ?? "[]"));
    return Array.isArray(views) ? views.filter(isView) : [];
  } catch {
    return [];
  }
}

/** Stores a view. One with the same name is replaced. Returns why it cannot be stored, undefined if it is. */
export function saveView(c: PageContext, view: SavedView): string | undefined {
  if (view.name === "") return "A view needs a name";
  const views = [...readSavedViews(c).filter(({ name }) => name !== view.name), view];
  if (views.length > maxViews) return `A browser stores ${maxViews} views. Remove one first.`;
  const value = encodeURIComponent(JSON.stringify(views));
  if (value.length > maxLength) return "This browser has no space for another view. Remove one first.";
  c.var.cookies.set(viewsCookie, value, { ...options, maxAge: lifetimeSeconds });
  return undefined;
}

export function removeView(c: PageContext, name: string): void {
  const views = readSavedViews(c).filter((view) => view.name !== name);
  c.var.cookies.set(viewsCookie, encodeURIComponent(JSON.stringify(views)), { ...options, maxAge: lifetimeSeconds });
}

function isView(value: unknown): value is SavedView {
  const { name, query } = Object(value) as Record<string, unknown>;
  return typeof name === "string" && typeof query === "string";
}
