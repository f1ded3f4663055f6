import { is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { expect, it } from "vitest";
import { listDocumentedColumns } from "../../test/support/data-page.ts";
import * as tables from "./tables.ts";

it("has a class for each column of the order database in docs/data.md", () => {
  const columns = Object.values(tables)
    .filter((table) => is(table, PgTable))
    .map((table) => getTableConfig(table))
    .flatMap(({ name, columns: own }) => own.map((column) => `${name}.${column.name}`));
  expect(listDocumentedColumns("order")).toEqual(columns.sort());
});
