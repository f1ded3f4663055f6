import type { ComponentChildren } from "preact";
import { readOtherParameters } from "../server/listing-url.ts";
import type { PageContext } from "../server/page-context.ts";

interface FilterFormProps {
  readonly context: PageContext;
  /** The names of the fields. Parameters with other names stay as they are, except the page. */
  readonly fields: readonly string[];
  /** By default "Apply". */
  readonly label?: string;
  readonly children: ComponentChildren;
}

/** A form with the filters of a list. They are in the URL, so a list can be linked and stored as a bookmark. */
export function FilterForm({ context, fields, label = "Apply", children }: FilterFormProps) {
  const { pathname } = new URL(context.req.url);
  return (
    <search>
      <form action={pathname} class="filters">
        {readOtherParameters(context, [...fields, "after"]).map(([name, value]) => (
          <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
        ))}
        {children}
        <button type="submit" class="second">
          {label}
        </button>
        <a href={pathname}>Reset</a>
      </form>
    </search>
  );
}
