import { globSync } from "node:fs";
import { join } from "node:path";
import { is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { expect, it } from "vitest";
import { listDocumentedColumns } from "../../test/support/data-page.ts";

it("has a class for each column of the catalog database in docs/data.md", async () => {
  const files = globSync("tables/*.ts", { cwd: import.meta.dirname });
  const modules: readonly object[] = await Promise.all(files.map((file) => import(join(import.meta.dirname, file))));
  const columns = modules
    .flatMap((module) => Object.values(module))
    .filter((table) => is(table, PgTable))
    .map((table) => getTableConfig(table))
    .flatMap(({ name, columns: own }) => own.map((column) => `${name}.${column.name}`));
  expect(listDocumentedColumns("catalog")).toEqual(columns.sort());
});
