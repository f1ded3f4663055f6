import type { ShopClients } from "./clients.ts";

type Sql = ReturnType<ShopClients["sql"]>;

interface Column {
  readonly table: string;
  readonly columns: string;
}

/** Reads the tables with the columns that can be written. */
async function readTables(sql: Sql): Promise<readonly Column[]> {
  const rows = await sql`
    select c.table_name as "table", string_agg(quote_ident(c.column_name), ', ' order by c.ordinal_position) as columns
    from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER' group by 1 order by 1`;
  return rows as Column[];
}

/** Copies all rows of a database into another schema of it. Returns a function that restores them as the only rows. */
export async function takeSnapshot(sql: Sql, name: string): Promise<() => Promise<void>> {
  const tables = await readTables(sql);
  await sql.transaction(
    [
      sql.query(`create schema ${name}`),
      ...tables.map(({ table, columns }) =>
        sql.query(`create table ${name}."${table}" as select ${columns} from public."${table}"`),
      ),
    ],
    { isolationLevel: "RepeatableRead" },
  );
  return async () => {
    await sql.transaction([
      // No trigger runs, and no foreign key is checked: the rows are those of one time.
      sql.query("set local session_replication_role = replica"),
      sql.query(`truncate ${tables.map(({ table }) => `public."${table}"`).join(", ")}`),
      ...tables.map(({ table, columns }) =>
        sql.query(
          `insert into public."${table}" (${columns}) overriding system value select ${columns} from ${name}."${table}"`,
        ),
      ),
    ]);
  };
}
