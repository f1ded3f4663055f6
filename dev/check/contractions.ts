/** The first line of a migration that the previous release cannot run with: `-- contract: after 0.2.0`. */
const contractHeader = /^-- contract: after (\d+\.\d+\.\d+)$/m;

/** Changes that the code before them does not expect. */
const contractions: readonly { readonly pattern: RegExp; readonly name: string }[] = [
  {
    pattern: /\bdrop\s+(table|column|view|materialized view|type|sequence)\b/i,
    name: "drops what earlier code may use",
  },
  { pattern: /\brename\s+(to|column)\b/i, name: "renames what earlier code may use" },
  { pattern: /\balter\s+column\s+\S+\s+(set\s+data\s+)?type\b/i, name: "changes the type of a column" },
  { pattern: /\balter\s+column\s+\S+\s+set\s+not\s+null\b/i, name: "requires a value that earlier code may not write" },
  {
    pattern: /\badd\s+column\b(?=[^;]*\bnot\s+null\b)(?![^;]*\b(default|generated\s+always)\b)/i,
    name: "adds a required column without a default",
  },
  { pattern: /^\s*truncate\b/i, name: "deletes rows" },
];

/** Returns the release after which a migration may run, if it says so. */
function findContract(sql: string): string | undefined {
  return contractHeader.exec(sql)?.[1];
}

/**
 * Returns why the code of the previous release may fail after a migration. A new release migrates first and serves requests later, and
 * a rollback does not undo migrations. A migration that says after which release it may run has no such reason.
 */
export function findContractions(sql: string): readonly string[] {
  if (findContract(sql) !== undefined) return [];
  const statements = sql
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
    .replace(/--.*$/gm, "")
    .split(";");
  return statements.flatMap((statement) =>
    contractions.flatMap(({ pattern, name }) =>
      pattern.test(statement) ? [`${name}: ${statement.trim().replace(/\s+/g, " ").slice(0, 120)}`] : [],
    ),
  );
}
