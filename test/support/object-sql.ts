import { DatabaseSync } from "node:sqlite";

/** What the order service uses of the database of a Durable Object. */
export interface ObjectSql {
  readonly exec: (query: string, ...parameters: (string | number | null)[]) => { readonly toArray: () => unknown[] };
}

/** Creates a SQLite database in memory with the interface of the one of a Durable Object. */
export function createObjectSql(): ObjectSql {
  const database = new DatabaseSync(":memory:");
  const exec = (query: string, ...parameters: (string | number | null)[]) => {
    const statement = database.prepare(query);
    if (/^\s*select/i.test(query)) {
      const rows = statement.all(...parameters);
      return { toArray: () => rows };
    }
    statement.run(...parameters);
    return { toArray: () => [] };
  };
  return { exec };
}
