import { toUrlWith } from "../server/listing-url.ts";
import type { PageContext } from "../server/page-context.ts";

interface PagerProps {
  readonly context: PageContext;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  /** The number of all rows, if it is known. */
  readonly total?: string | undefined;
  /** Parameters of the pages after the first one. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Links to the first and the next page of a list. The page is the parameter `after`. */
export function Pager({ context, pageInfo: { hasNextPage, endCursor }, total, parameters = {} }: PagerProps) {
  const isFirst = context.req.query("after") === undefined;
  if (isFirst && !hasNextPage && total === undefined) return null;
  return (
    <nav class="pager" aria-label="Pages">
      {total !== undefined && <span class="quiet">{total}</span>}
      {!isFirst && <a href={toUrlWith(context, { ...toAbsent(parameters), after: undefined })}>First page</a>}
      {hasNextPage && endCursor !== null && (
        <a href={toUrlWith(context, { ...parameters, after: endCursor })} rel="next">
          Next page
        </a>
      )}
    </nav>
  );
}

function toAbsent(parameters: Readonly<Record<string, string>>): Readonly<Record<string, undefined>> {
  return Object.fromEntries(Object.keys(parameters).map((name) => [name, undefined]));
}
