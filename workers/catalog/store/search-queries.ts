import { sql } from "drizzle-orm";
import { type Database, deleteSome } from "../../kit/storage/postgres.ts";
import type { QueryCount } from "../domain/search-query.ts";
import { searchQueries } from "../tables/search.ts";

/** Adds counts. Clicks of a query that was not counted on that day are ignored, so a client cannot add rows by clicks alone. */
export async function addQueryCounts(db: Database, counts: readonly QueryCount[]): Promise<void> {
  const rows = counts.map(({ results, ...count }) => ({ ...count, results: results ?? null }));
  // Sorted, so that concurrent statements lock the rows in one order.
  await db.execute(sql`
    with counted as materialized (
      select c.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as c(day date, query text, searches int, results int, clicks int)
    ), clicked as (
      update search_queries q set clicks = q.clicks + c.clicks from counted c
      where q.day = c.day and q.query = c.query and c.results is null
    )
    insert into search_queries (day, query, searches, results, clicks)
    select day, query, searches, results, clicks from counted where results is not null order by day, query
    on conflict (day, query) do update set searches = search_queries.searches + excluded.searches,
      results = excluded.results, clicks = search_queries.clicks + excluded.clicks`);
}

export interface QueryPeriod {
  /** The first day, and the one after the last one: YYYY-MM-DD. */
  readonly from: string;
  readonly to: string;
  readonly withoutResults: boolean;
  readonly limit: number;
}

export interface QueryTotals extends Record<string, unknown> {
  readonly query: string;
  readonly searchCount: number;
  readonly resultCount: number;
  readonly clickCount: number;
}

/** Returns the most frequent queries of a period. A search counts as one that led to a product at most once. */
export async function listQueryTotals(
  db: Database,
  { from, to, withoutResults, limit }: QueryPeriod,
): Promise<readonly QueryTotals[]> {
  // The results of the latest day are those of the greatest pair: an aggregate that needs no sort.
  const totals = db.execute<QueryTotals>(sql`
    select * from (
      select query, sum(searches)::int as "searchCount", (max(array[day - date '2000-01-01', results]))[2] as "resultCount",
        least(sum(clicks), sum(searches))::int as "clickCount"
      from search_queries where day >= ${from}::date and day < ${to}::date group by query
    ) as totals
    where not ${withoutResults}::boolean or "resultCount" = 0
    order by "searchCount" desc, query limit ${limit}`);
  const [, { rows }] = await db.batch([db.execute(groupInMemory), totals]);
  return rows;
}

/** With less memory, Postgres groups the queries of a busy month on disk. */
const groupInMemory = sql`set local work_mem = '32MB'`;

/** Deletes queries that were searched for once on a day after 30 days, and all after 400 days. */
export async function deleteOldQueries(db: Database): Promise<void> {
  await deleteSome(
    db,
    searchQueries,
    sql`day < current_date - 400 or (day < current_date - 30 and searches = 1 and clicks = 0)`,
  );
}
