import type { PageContext } from "./page-context.ts";

/** The state of a list is its URL: filters, columns and page. */
type Changes = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Returns the address of this page with other parameters. `undefined` removes one. */
export function toUrlWith(c: PageContext, changes: Changes): string {
  const url = new URL(c.req.url);
  for (const [name, value] of Object.entries(changes)) {
    url.searchParams.delete(name);
    for (const item of [value ?? []].flat()) url.searchParams.append(name, item);
  }
  const query = url.searchParams.toString();
  return query === "" ? url.pathname : `${url.pathname}?${query}`;
}

/** Returns the parameters of this page except some, for the hidden fields of a form that changes those. */
export function readOtherParameters(
  c: PageContext,
  without: readonly string[],
): readonly (readonly [string, string])[] {
  return [...new URL(c.req.url).searchParams].filter(([name]) => !without.includes(name));
}
