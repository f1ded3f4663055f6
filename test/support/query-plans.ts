import { drizzle } from "drizzle-orm/neon-http";
import type { Database } from "../../workers/kit/storage/postgres.ts";

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Actual Loops": number;
  readonly "Actual Rows": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Sort Space Type"?: string;
  readonly Plans?: readonly PlanNode[];
}

/** What a plan reads, and how. */
export interface QueryPlan {
  /** The types of its nodes, such as `Index Only Scan`. */
  readonly types: readonly string[];
  readonly indexes: readonly string[];
  /** Tables that are read completely. */
  readonly scanned: readonly string[];
  /** The number of rows of tables that were read. */
  readonly read: number;
  /** The number of rows that were read and did not match, in a loop of each node. */
  readonly removed: number;
  /** Whether rows were sorted on disk. */
  readonly sortsOnDisk: boolean;
}

/** Runs a function of a store, and returns the plan of its statements, executed as one transaction. */
export async function explainStatements(db: Database, run: (db: Database) => Promise<unknown>): Promise<QueryPlan> {
  const statements: { readonly query: string; readonly params: unknown[] }[] = [];
  const logger = { logQuery: (query: string, params: unknown[]) => statements.push({ query, params }) };
  // The statements of a batch are logged when they are executed one by one.
  const batch = (queries: readonly unknown[]) => Promise.all(queries);
  await run(Object.assign(drizzle(db.$client, { logger }), { batch }) as unknown as Database);
  const isSetting = (query: string) => query.trimStart().startsWith("set local");
  const explained = statements.map(({ query, params }) =>
    db.$client.query(isSetting(query) ? query : `explain (analyze, format json) ${query}`, params),
  );
  const nodes: PlanNode[] = [];
  // A part of a plan that was not needed reads nothing.
  const collect = (node: PlanNode) => {
    if (node["Actual Loops"] === 0) return;
    nodes.push(node);
    node.Plans?.forEach(collect);
  };
  for (const [row] of await db.$client.transaction(explained)) {
    const plans = (row?.["QUERY PLAN"] ?? []) as readonly { readonly Plan: PlanNode }[];
    for (const { Plan } of plans) collect(Plan);
  }
  const scans = nodes.filter((node) => node["Node Type"] === "Seq Scan");
  const rowsOf = ({ "Actual Rows": rows, "Rows Removed by Filter": removed = 0, "Actual Loops": loops }: PlanNode) =>
    (rows + removed) * loops;
  return {
    types: nodes.map((node) => node["Node Type"]),
    indexes: [...new Set(nodes.flatMap((node) => node["Index Name"] ?? []))].toSorted(),
    scanned: [...new Set(scans.flatMap((node) => node["Relation Name"] ?? []))].toSorted(),
    read: nodes.reduce((sum, node) => sum + (node["Relation Name"] === undefined ? 0 : rowsOf(node)), 0),
    removed: nodes.reduce((sum, node) => sum + (node["Rows Removed by Filter"] ?? 0), 0),
    sortsOnDisk: nodes.some((node) => node["Sort Space Type"] === "Disk"),
  };
}
