import { create } from "@bufbuild/protobuf";
import { ImportItemSchema, ProductDraftSchema } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import { err, type Result } from "../../kit/domain/result.ts";
import { toSkuKey } from "../../kit/domain/sku.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import { parseLine } from "../../kit/validation/import-lines.ts";
import type { CatalogContext } from "../context.ts";
import { type ImportResult, parseImportItem } from "../imports/import-items.ts";
import { type ImportOutcome, importItems } from "../imports/import-products.ts";
import {
  claimKeys,
  findNextChunk,
  type ImportJobRow,
  type LineResults,
  leaseImport,
  listRetryableErrors,
  releaseImport,
  type StoredLine,
  saveChunkResults,
  saveRetriedLines,
} from "../store/imports.ts";

/** Workers run deferred work for 30 s. The cron job, which runs each minute, continues an import. */
const maxRunMs = 20_000;
const retriedLines = 250;
/** Another line of the file may have released the SKU, or created a part of the categories. */
const retryableCodes = ["SKU_TAKEN", "TOO_MANY_NEW_CATEGORIES"];

/**
 * Continues an import that no other run continues. The results of each chunk of lines are stored with the deletion of the chunk, so the
 * next run continues after it, also after a crash. A chunk that is processed again writes the same products.
 */
export async function continueImports(ctx: CatalogContext): Promise<void> {
  const job = await leaseImport(ctx.db, newId("imp", ctx.now()));
  if (job === undefined) return;
  try {
    await releaseImport(ctx.db, job, await runImport(ctx, job, ctx.now() + maxRunMs));
  } catch (error) {
    log("warn", "import failed", { traceId: ctx.trace.traceId, error: describeError(error) });
    await releaseImport(ctx.backgroundDb(), job, "failed");
  }
}

async function runImport(ctx: CatalogContext, job: ImportJobRow, deadline: number): Promise<"paused" | "completed"> {
  while (ctx.now() < deadline) {
    const chunk = await findNextChunk(ctx.db, job);
    if (chunk === undefined) return job.dryRun ? "completed" : retryRejected(ctx, job, deadline);
    const results = await importChunk(ctx, job, chunk.lines);
    if (!(await saveChunkResults(ctx.db, job, chunk.position, results))) return "paused";
  }
  return "paused";
}

async function importChunk(ctx: CatalogContext, job: ImportJobRow, lines: readonly StoredLine[]): Promise<LineResults> {
  const parsed = lines.map(parse);
  const unique = await rejectClaimed(ctx, job, lines, parsed);
  const outcomes = await importItems(ctx, unique, { dryRun: job.dryRun, actor: actorOfJob(job) });
  return toResults(lines, outcomes);
}

const actorOfJob = ({ createdBy }: ImportJobRow): string => (createdBy === null ? "system" : `account:${createdBy}`);

const unreadable = {
  TOO_LARGE: "The line exceeds 4 MB",
  INVALID_ENCODING: "The line must be UTF-8",
} as const;

function parse({ text, error }: StoredLine): ImportResult {
  if (error !== undefined) return err({ reason: error, message: unreadable[error], field: [] });
  const item = parseLine(text, ProductDraftSchema);
  return item.ok ? parseImportItem(create(ImportItemSchema, item.value)) : err({ ...item.error, field: [] });
}

/** Rejects lines with the slug or a SKU of an earlier valid line of the file. */
async function rejectClaimed(
  { db }: CatalogContext,
  { id }: ImportJobRow,
  lines: readonly StoredLine[],
  items: readonly ImportResult[],
): Promise<readonly ImportResult[]> {
  const keysOf = items.map((item) => (item.ok ? toKeys(item.value.product) : []));
  const lineOf = (index: number) => lines[index]?.line ?? 0;
  const claims = keysOf.flatMap((keys, index) => keys.map((key) => ({ key, line: lineOf(index) })));
  const owners = await claimKeys(db, id, claims);
  return items.map((item, index) => {
    const taken = keysOf[index]?.find((key) => owners.get(key) !== lineOf(index));
    if (!item.ok || taken === undefined) return item;
    return err({ reason: "DUPLICATE", message: `Duplicate ${taken}`, field: [] });
  });
}

function toKeys({ slug, variants }: { readonly slug: string; readonly variants: readonly { sku: string }[] }) {
  return [`slug ${slug}`, ...new Set(variants.map(({ sku }) => `SKU ${toSkuKey(sku)}`))];
}

function toResults(lines: readonly StoredLine[], outcomes: readonly ImportOutcome[]): LineResults {
  const count = (expected: string) => outcomes.filter((outcome) => outcome.ok && outcome.value === expected).length;
  const rejected = lines.flatMap(({ line, text, error }, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined || outcome.ok) return [];
    const { reason: code, message, field } = outcome.error;
    return [{ line, slug: findSlug(text), code, message, field, content: error === undefined ? text : null }];
  });
  return { created: count("created"), updated: count("updated"), rejected };
}

function findSlug(text: string): string | null {
  const parsed: Result<unknown, undefined> = tryParse(text);
  const { slug } = (parsed.ok ? (parsed.value ?? {}) : {}) as { readonly slug?: unknown };
  return typeof slug === "string" ? slug.slice(0, 200) : null;
}

function tryParse(text: string): Result<unknown, undefined> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return err(undefined);
  }
}

/** Imports lines again that were rejected because of the order of the file, until none succeeds any more. */
async function retryRejected(
  ctx: CatalogContext,
  job: ImportJobRow,
  deadline: number,
): Promise<"paused" | "completed"> {
  for (let hasProgress = true; hasProgress; ) {
    hasProgress = false;
    for (let after = 0; ; ) {
      if (ctx.now() > deadline) return "paused";
      const rows = await listRetryableErrors(ctx.db, job.id, after, retryableCodes, retriedLines);
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.line;
      const outcomes = await importItems(
        ctx,
        rows.map(({ line, content }) => parse({ line, text: content ?? "" })),
        { actor: actorOfJob(job) },
      );
      const withOutcome = (expected: "created" | "updated") =>
        rows.flatMap(({ line }, index) => {
          const outcome = outcomes[index];
          return outcome?.ok && outcome.value === expected ? [line] : [];
        });
      const imported = { created: withOutcome("created"), updated: withOutcome("updated") };
      if (imported.created.length + imported.updated.length === 0) continue;
      if (!(await saveRetriedLines(ctx.db, job, imported))) return "paused";
      hasProgress = true;
    }
  }
  return "completed";
}
