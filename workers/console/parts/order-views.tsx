import { toUrlWith } from "../server/listing-url.ts";
import type { PageContext } from "../server/page-context.ts";
import type { SavedView } from "../server/saved-views.ts";
import { toWords } from "./status-badge.tsx";

/** Lists that most shops need. */
const builtIn: readonly SavedView[] = [
  { name: "All orders", query: "" },
  { name: "Stuck", query: "stuck=1" },
  { name: "To fulfill", query: "status=CONFIRMED&fulfillment=UNFULFILLED" },
  { name: "Waiting for payment", query: "status=RESERVED" },
];

interface OrderViewsProps {
  readonly context: PageContext;
  readonly saved: readonly SavedView[];
}

/** Links to lists with a name, and the form that stores the present one in this browser. */
export function OrderViews({ context, saved }: OrderViewsProps) {
  const current = new URL(context.req.url).search.slice(1);
  const toHref = ({ query }: SavedView) => (query === "" ? "/orders" : `/orders?${query}`);
  return (
    <nav class="tabs" aria-label="Views">
      {[...builtIn, ...saved].map((view) => (
        <a key={view.name} href={toHref(view)} aria-current={view.query === current ? "page" : undefined}>
          {view.name}
        </a>
      ))}
      <details class="chooser">
        <summary>Save view</summary>
        <form method="post" action="/orders/views">
          <input type="hidden" name="query" value={current} />
          <label for="view-name">Name</label>
          <input id="view-name" name="name" maxlength={60} required />
          <button type="submit" class="second">
            Save this view
          </button>
          {saved.map(({ name }) => (
            <button key={name} type="submit" name="remove" value={name} class="second" formnovalidate>
              Remove {name}
            </button>
          ))}
        </form>
      </details>
    </nav>
  );
}

interface StatusCountsProps {
  readonly context: PageContext;
  readonly counts: readonly { readonly status: string; readonly count: number }[];
  readonly status: string | undefined;
}

/** How many orders have each status. Each leads to the list of them. */
export function StatusCounts({ context, counts, status }: StatusCountsProps) {
  if (counts.length === 0) return null;
  return (
    <nav class="tabs counts" aria-label="Orders by status">
      {counts.map(({ status: name, count }) => (
        <a
          key={name}
          href={toUrlWith(context, { status: name === status ? undefined : name, after: undefined })}
          aria-current={name === status ? "true" : undefined}
        >
          {toWords(name)} <span class="num">{toCount(count)}</span>
        </a>
      ))}
    </nav>
  );
}

/** The API counts up to ten thousand. */
const maxCount = 10_000;

/** Returns a number of orders for people. */
export function toCount(count: number): string {
  return count >= maxCount ? "10,000 or more" : count.toLocaleString("en-GB");
}
