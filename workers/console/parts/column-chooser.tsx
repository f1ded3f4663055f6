import { readOtherParameters } from "../server/listing-url.ts";
import type { PageContext } from "../server/page-context.ts";
import { type Column, columnsParameter } from "./data-table.tsx";

interface ColumnChooserProps<R> {
  readonly context: PageContext;
  readonly columns: readonly Column<R>[];
  readonly chosen: readonly Column<R>[];
}

/** A form that chooses the columns of a table. The choice is in the URL. */
export function ColumnChooser<R>({ context, columns, chosen }: ColumnChooserProps<R>) {
  return (
    <details class="chooser">
      <summary>Columns</summary>
      <form action={new URL(context.req.url).pathname}>
        {readOtherParameters(context, [columnsParameter]).map(([name, value]) => (
          <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
        ))}
        <fieldset>
          <legend class="hidden">Columns</legend>
          {columns.slice(1).map((column) => (
            <label key={column.id}>
              <input type="checkbox" name={columnsParameter} value={column.id} checked={chosen.includes(column)} />
              {column.label}
            </label>
          ))}
        </fieldset>
        <button type="submit" class="second">
          Show columns
        </button>
      </form>
    </details>
  );
}
