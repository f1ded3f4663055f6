import type { DatabaseName } from "./migrations.ts";

/** The tables of each service that its role may only read and add rows to. Triggers refuse changes by other roles, too. */
const appendOnlyTables: Readonly<Record<DatabaseName, readonly string[]>> = {
  account: ["security_events"],
  catalog: ["stock_ledger"],
  order: [],
};

/** A connection of the role that owns the tables. */
export interface SqlClient {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: unknown[] }>;
}

/** The role of a service. */
export interface ServiceRole {
  readonly name: string;
  readonly password: string;
}

/**
 * Gives the role of a service its rights on the service's database, and revokes all others: it reads and writes rows, only
 * adds rows to append-only tables, and owns nothing. Creates the role if it does not exist. Throws when the role has more
 * rights for another reason: it owns the tables, or is a member of a role with more rights.
 */
export async function grantServiceRights(client: SqlClient, name: DatabaseName, role: ServiceRole): Promise<void> {
  const quoted = quoteIdentifier(role.name);
  const found = await client.query("select 1 from pg_roles where rolname = $1", [role.name]);
  if (found.rows.length === 0)
    await client.query(`create role ${quoted} login password ${quoteLiteral(role.password)}`);
  const tables = appendOnlyTables[name];
  const { rows } = await client.query(
    `select relname as name, current_database() as database from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
  );
  const [database = name] = (rows as { database: string }[]).map((row) => row.database);
  const statements = [
    `grant connect on database ${quoteIdentifier(database)} to ${quoted}`,
    `grant usage on schema public to ${quoted}`,
    `revoke all on all tables in schema public from ${quoted}`,
    ...(rows as { name: string }[]).map((table) => {
      const rights = tables.includes(table.name) ? "select, insert" : "select, insert, update, delete";
      return `grant ${rights} on ${quoteIdentifier(table.name)} to ${quoted}`;
    }),
    `grant usage on all sequences in schema public to ${quoted}`,
    `grant execute on all functions in schema public to ${quoted}`,
  ];
  // One message is one transaction: a running service never lacks its rights.
  await client.query(statements.join(";\n"));
  await requireNoMoreRights(client, name, role.name);
}

async function requireNoMoreRights(client: SqlClient, name: DatabaseName, role: string): Promise<void> {
  const { rows } = await client.query(
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and (pg_has_role($1, relowner, 'member')
         or (relname = any($2) and has_table_privilege($1, oid, 'update, delete, truncate')))
     order by relname limit 1`,
    [role, appendOnlyTables[name]],
  );
  const [table] = rows as { name: string }[];
  if (table === undefined) return;
  throw new Error(
    `The role ${role} of the service ${name} owns ${table.name} or may change its rows. ` +
      "Use a role of its own, which is no superuser and a member of no role: see docs/deploying.md.",
  );
}

function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Returns a string literal for any value of `standard_conforming_strings`. */
function quoteLiteral(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes("\\") ? ` E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}
