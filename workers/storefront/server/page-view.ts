import { readConfig } from "../config.ts";
import type { Locale, PageContext } from "./page-context.ts";

/** What parts of a page need to know about its request. */
export interface PageView {
  readonly locale: Locale;
  readonly pictures: "media" | "drawn";
}

export function toPageView(c: PageContext): PageView {
  return { locale: c.var.locale, pictures: readConfig(c.env).pictures };
}
