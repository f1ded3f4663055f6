import type { ComponentChildren } from "preact";
import { Island } from "../../kit/pages/island.tsx";
import type { PageContext } from "../server/page-context.ts";

export interface Column<R> {
  /** The name in the URL. */
  readonly id: string;
  readonly label: string;
  readonly cell: (row: R) => ComponentChildren;
  /** Numbers and amounts are aligned at the end of the cell. */
  readonly isNumeric?: boolean;
  /** Whether the table has the column only if it is chosen. */
  readonly isOptional?: boolean;
}

/** The name of the parameter with the chosen columns. */
export const columnsParameter = "column";

/** Returns the columns that the URL chooses, or those that the table has by default. The first one is always there. */
export function selectColumns<R>(c: PageContext, columns: readonly Column<R>[]): readonly Column<R>[] {
  const chosen = c.req.queries(columnsParameter) ?? [];
  return columns.filter(({ id, isOptional = false }, index) =>
    index === 0 || chosen.length === 0 ? index === 0 || !isOptional : chosen.includes(id),
  );
}

interface DataTableProps<R> {
  /** What the table lists, for screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly keyOf: (row: R) => string;
  /** What the page says in place of a table without rows. */
  readonly empty: string;
  /** Adds a box to each row that a form sends. */
  readonly selection?: {
    /** The id of the form. It may be elsewhere on the page. */
    readonly form: string;
    readonly name: string;
    readonly labelOf: (row: R) => string;
  };
}

/** A table with a row for each thing. The first column names the row. */
export function DataTable<R>({ caption, columns, rows, keyOf, empty, selection }: DataTableProps<R>) {
  if (rows.length === 0) return <p class="empty">{empty}</p>;
  return (
    <Island name="table-keys">
      <section class="scroll" tabindex={0} aria-label={caption}>
        <table>
          <caption class="hidden">{caption}</caption>
          <thead>
            <tr>
              {selection !== undefined && (
                <th scope="col" class="select">
                  <span class="hidden">Selected</span>
                </th>
              )}
              {columns.map(({ id, label, isNumeric }) => (
                <th key={id} scope="col" class={isNumeric === true ? "num" : undefined}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={keyOf(row)}>
                {selection !== undefined && (
                  <td class="select">
                    <input
                      type="checkbox"
                      form={selection.form}
                      name={selection.name}
                      value={keyOf(row)}
                      aria-label={selection.labelOf(row)}
                    />
                  </td>
                )}
                {columns.map(({ id, cell, isNumeric }, index) => {
                  const style = isNumeric === true ? "num" : undefined;
                  return index === 0 ? (
                    <th key={id} scope="row" class={style}>
                      {cell(row)}
                    </th>
                  ) : (
                    <td key={id} class={style}>
                      {cell(row)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Island>
  );
}
