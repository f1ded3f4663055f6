import { and, asc, desc, eq, gt, lt, sql } from "drizzle-orm";
import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { type Database, deleteSome } from "../../kit/storage/postgres.ts";
import { importErrors, importJobs } from "../tables/imports.ts";
import { intArray, textArray } from "./arrays.ts";
import { keyReused } from "./creation.ts";

export type ImportJobRow = typeof importJobs.$inferSelect;
export type ImportErrorRow = typeof importErrors.$inferSelect;

/** A line of a file. Without text, `error` says why it cannot be read. */
export interface StoredLine {
  readonly line: number;
  readonly text: string;
  readonly error?: "TOO_LARGE" | "INVALID_ENCODING";
}

export interface NewImport {
  readonly id: string;
  readonly createdBy: string | null;
  readonly idempotencyKey: string;
  readonly requestHash: string;
  readonly fileName: string;
  readonly size: number;
  readonly dryRun: boolean;
  readonly uploadTokenHash: string;
}

/** Inserts a job once per key. A repeated request returns the job of the first one, whose file then needs the new token. */
export async function insertImport(db: Database, job: NewImport): Promise<Result<ImportJobRow, DomainError>> {
  const { id, createdBy, idempotencyKey, requestHash, fileName, size, dryRun, uploadTokenHash } = job;
  const [, rows] = await db.batch([
    db.execute(sql`
      insert into import_jobs (id, created_by, idempotency_key, request_hash, file_name, size, dry_run, upload_token_hash)
      values (${id}, ${createdBy}, ${idempotencyKey}, ${requestHash}, ${fileName}, ${size}, ${dryRun}, ${uploadTokenHash})
      on conflict (coalesce(created_by, ''), idempotency_key) do update set upload_token_hash =
        case when import_jobs.request_hash = ${requestHash} then ${uploadTokenHash} else import_jobs.upload_token_hash end`),
    db
      .select()
      .from(importJobs)
      .where(sql`coalesce(created_by, '') = coalesce(${createdBy}::text, '') and idempotency_key = ${idempotencyKey}`),
  ]);
  const [row] = rows;
  if (row?.requestHash === requestHash) return ok(row);
  return keyReused;
}

export async function findImport(db: Database, id: string): Promise<ImportJobRow | undefined> {
  const [row] = await db.select().from(importJobs).where(eq(importJobs.id, id));
  return row;
}

/** Returns jobs that are older than an id, newest first. All jobs for an empty id. */
export function listImports(db: Database, before: string, limit: number): Promise<readonly ImportJobRow[]> {
  return db
    .select()
    .from(importJobs)
    .where(before === "" ? undefined : lt(importJobs.id, before))
    .orderBy(desc(importJobs.id))
    .limit(limit);
}

/** Returns the rejected lines of a job after a line. */
export function listImportErrors(
  db: Database,
  jobId: string,
  after: number,
  limit: number,
): Promise<readonly ImportErrorRow[]> {
  return db
    .select()
    .from(importErrors)
    .where(and(eq(importErrors.jobId, jobId), gt(importErrors.line, after)))
    .orderBy(asc(importErrors.line))
    .limit(limit);
}

const maxWaitHours = 1;
const isWaiting = (id: string, tokenHash: string) => sql`id = ${id} and upload_token_hash = ${tokenHash}
  and status = 'WAITING_FOR_FILE' and created_at > now() - ${maxWaitHours} * interval '1 hour'`;

export interface ImportUpload {
  readonly id: string;
  readonly tokenHash: string;
  readonly upload: string;
}

/** Stores lines of a file. Returns false when the token is wrong or the job does not wait for its file. */
export async function addImportChunk(
  db: Database,
  { id, tokenHash, upload }: ImportUpload,
  position: number,
  lines: readonly StoredLine[],
): Promise<boolean> {
  const { rows } = await db.execute(sql`
    with job as (select id from import_jobs where ${isWaiting(id, tokenHash)}), added as (
      insert into import_chunks (job_id, upload, position, lines)
      select id, ${upload}, ${position}, ${JSON.stringify(lines)}::jsonb from job on conflict do nothing
    )
    select id from job`);
  return rows.length > 0;
}

/** Starts a job whose file has arrived. Deletes what other transfers of the file have left. */
export async function startImport(
  db: Database,
  { id, tokenHash, upload }: ImportUpload,
  lineCount: number,
): Promise<boolean> {
  const [{ rows }] = await db.batch([
    db.execute(sql`
      update import_jobs set status = 'RUNNING', upload = ${upload}, line_count = ${lineCount}
      where ${isWaiting(id, tokenHash)} returning id`),
    db.execute(sql`
      delete from import_chunks c using import_jobs j where c.job_id = ${id} and j.id = c.job_id and j.upload <> c.upload`),
  ]);
  return rows.length > 0;
}

const deleteWork = (id: string) => [
  sql`delete from import_chunks where job_id = ${id}`,
  sql`delete from import_keys where job_id = ${id}`,
];

/** Cancels a job that has not ended. Returns the job. */
export async function cancelImport(db: Database, id: string): Promise<ImportJobRow | undefined> {
  const [chunks, keys] = deleteWork(id);
  const [, , , rows] = await db.batch([
    db.execute(sql`
      update import_jobs set status = 'CANCELLED', completed_at = now()
      where id = ${id} and status in ('WAITING_FOR_FILE', 'RUNNING')`),
    db.execute(sql`${chunks} and exists (select from import_jobs where id = ${id} and status = 'CANCELLED')`),
    db.execute(sql`${keys} and exists (select from import_jobs where id = ${id} and status = 'CANCELLED')`),
    db.select().from(importJobs).where(eq(importJobs.id, id)),
  ]);
  return rows[0];
}

/** A run that does not renew its lease for this long has ended. Longer than one chunk takes. */
const leaseSeconds = 60;
const renewed = sql`now() + ${leaseSeconds} * interval '1 second'`;

/** Leases the oldest running job that no other run has. */
export async function leaseImport(db: Database, lease: string): Promise<ImportJobRow | undefined> {
  const [row] = await db
    .update(importJobs)
    .set({ lease, leasedUntil: renewed })
    .where(sql`id = (
      select id from import_jobs where status = 'RUNNING' and leased_until <= now() order by id limit 1 for update skip locked
    )`)
    .returning();
  return row;
}

export interface ImportChunk {
  readonly position: number;
  readonly lines: readonly StoredLine[];
}

/** Returns the first lines that are not processed. */
export async function findNextChunk(db: Database, { id, upload }: ImportJobRow): Promise<ImportChunk | undefined> {
  const { rows } = await db.execute<ImportChunk & Record<string, unknown>>(sql`
    select position, lines from import_chunks where job_id = ${id} and upload = ${upload} order by position limit 1`);
  return rows[0];
}

/** Assigns keys to lines, in this order, unless an earlier line has them. Returns the line of each key. */
export async function claimKeys(
  db: Database,
  jobId: string,
  keys: readonly { readonly key: string; readonly line: number }[],
): Promise<ReadonlyMap<string, number>> {
  if (keys.length === 0) return new Map();
  const names = textArray(keys.map(({ key }) => key));
  const [, { rows }] = await db.batch([
    db.execute(sql`
      insert into import_keys (job_id, key, line)
      select ${jobId}, key, min(line) from unnest(${names}, ${intArray(keys.map(({ line }) => line))}) as k(key, line)
      group by key order by key on conflict do nothing`),
    db.execute<{ key: string; line: number }>(sql`
      select key, line from import_keys where job_id = ${jobId} and key = any(${names})`),
  ]);
  return new Map(rows.map(({ key, line }) => [key, line]));
}

export interface LineResults {
  readonly created: number;
  readonly updated: number;
  readonly rejected: readonly Omit<ImportErrorRow, "jobId">[];
}

/**
 * Stores the results of a chunk, deletes it and renews the lease. Returns false when another run has the lease, or the job has
 * ended.
 */
export async function saveChunkResults(
  db: Database,
  { id, lease, upload }: ImportJobRow,
  position: number,
  { created, updated, rejected }: LineResults,
): Promise<boolean> {
  const { rows } = await db.execute(sql`
    with done as (
      delete from import_chunks c using import_jobs j
      where c.job_id = ${id} and c.upload = ${upload} and c.position = ${position}
        and j.id = c.job_id and j.lease = ${lease} and j.status = 'RUNNING'
      returning c.job_id
    ), added as (
      insert into import_errors (job_id, line, slug, code, message, field, content)
      select done.job_id, e.line, e.slug, e.code, e.message, array(select jsonb_array_elements_text(e.field)), e.content
      from done, jsonb_to_recordset(${JSON.stringify(rejected)}::jsonb)
        as e(line int, slug text, code text, message text, field jsonb, content text)
      on conflict do nothing
    )
    update import_jobs j set processed_count = processed_count + ${created + updated + rejected.length},
      created_count = created_count + ${created}, updated_count = updated_count + ${updated},
      failed_count = failed_count + ${rejected.length}, failures = 0, leased_until = ${renewed}
    from done where j.id = done.job_id
    returning j.id`);
  return rows.length > 0;
}

/** Returns rejected lines whose content can succeed later, after a line. */
export function listRetryableErrors(
  db: Database,
  jobId: string,
  after: number,
  codes: readonly string[],
  limit: number,
): Promise<readonly ImportErrorRow[]> {
  return db
    .select()
    .from(importErrors)
    .where(sql`job_id = ${jobId} and line > ${after} and code = any(${textArray(codes)}) and content is not null`)
    .orderBy(asc(importErrors.line))
    .limit(limit);
}

/** Counts lines as imported that were rejected before. */
export async function saveRetriedLines(
  db: Database,
  { id, lease }: ImportJobRow,
  { created, updated }: { readonly created: readonly number[]; readonly updated: readonly number[] },
): Promise<boolean> {
  const { rows } = await db.execute(sql`
    with job as (select id from import_jobs where id = ${id} and lease = ${lease} and status = 'RUNNING'), done as (
      delete from import_errors e using job where e.job_id = job.id and e.line = any(${intArray([...created, ...updated])})
      returning e.line
    ), counts as (
      select count(*) filter (where line = any(${intArray(created)}))::int as created, count(*)::int as total from done
    )
    update import_jobs j set created_count = created_count + counts.created,
      updated_count = updated_count + counts.total - counts.created, failed_count = failed_count - counts.total,
      leased_until = ${renewed}
    from job, counts where j.id = job.id returning j.id`);
  return rows.length > 0;
}

const maxFailures = 5;

/** Ends a run. The next one may start, unless the job has ended. A run that ended with an error counts as a failure. */
export async function releaseImport(
  db: Database,
  { id, lease }: ImportJobRow,
  outcome: "paused" | "completed" | "failed",
): Promise<void> {
  const failures = outcome === "failed" ? sql`failures + 1` : sql`failures`;
  const status =
    outcome === "completed"
      ? sql`'COMPLETED'`
      : sql`case when ${failures} >= ${maxFailures} then 'FAILED' else status end`;
  const [chunks, keys] = deleteWork(id);
  const hasEnded = sql`exists (select from import_jobs where id = ${id} and status in ('COMPLETED', 'FAILED'))`;
  await db.batch([
    db.execute(sql`
      update import_jobs set leased_until = now(), failures = ${failures}, status = ${status},
        completed_at = case when ${status} <> 'RUNNING' then now() end
      where id = ${id} and lease = ${lease} and status = 'RUNNING'`),
    db.execute(sql`${chunks} and ${hasEnded}`),
    db.execute(sql`${keys} and ${hasEnded}`),
  ]);
}

/** Ends jobs whose file did not arrive within an hour, and deletes jobs after 90 days. */
export async function deleteOldImports(db: Database): Promise<void> {
  await db.batch([
    db.execute(sql`
      update import_jobs set status = 'FAILED', completed_at = now()
      where status = 'WAITING_FOR_FILE' and created_at < now() - ${maxWaitHours} * interval '1 hour'`),
    db.execute(sql`
      delete from import_chunks c using import_jobs j where j.id = c.job_id and j.status = 'FAILED'`),
  ]);
  await deleteSome(db, importJobs, sql`created_at < now() - interval '90 days'`);
}
