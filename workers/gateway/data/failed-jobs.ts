import { timestampMs } from "@bufbuild/protobuf/wkt";
import { FailedTaskService } from "../../../proto/gen/account/v1/failed_tasks_pb.js";
import { CatalogService, type FailedChange } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import { OpenDeadLetterService } from "../../../proto/gen/order/v1/dead_letters_pb.js";
import { hasPermission } from "../../kit/auth/permissions.ts";
import { fromBase64Url, toBase64Url } from "../../kit/encoding.ts";
import { notFound } from "../../kit/errors/failure.ts";
import type { GatewayContext } from "../context.ts";
import { pageSize } from "../graphql/connection.ts";
import { badUserInput } from "../graphql/errors.ts";
import type { JobOfSource } from "../graphql/job-of-source.ts";
import { required } from "./mappers/protobuf.ts";

type Source = JobOfSource["source"];
type Job = JobOfSource["job"] & { readonly id: string };

interface PageRequest {
  readonly pageSize: number;
  readonly pageToken?: string;
  /** Selects one job. */
  readonly id?: string;
}

interface SourcePage {
  readonly jobs: readonly Job[];
  readonly pageTokens: readonly string[];
  readonly nextPageToken: string;
  readonly totalCount: number;
}

/** The failed jobs of one service. */
interface JobSource {
  /** Part of the ids of its jobs. */
  readonly prefix: string;
  readonly permission: Permission;
  readonly list: (ctx: GatewayContext, page: PageRequest) => Promise<SourcePage>;
  /** Returns the job when it failed again. */
  readonly retry: (ctx: GatewayContext, id: string) => Promise<Job | undefined>;
  readonly discard: (ctx: GatewayContext, id: string) => Promise<unknown>;
}

const sources: Readonly<Record<Source, JobSource>> = {
  ORDER_FACT: {
    prefix: "job_fact_",
    permission: Permission.ORDER_READ_ANY,
    list: ({ services }, page) => services.order(OpenDeadLetterService.method.listOpenDeadLetters, page),
    retry: async ({ services }, id) => {
      await services.order(OpenDeadLetterService.method.retryDeadLetter, { id });
      return undefined;
    },
    discard: ({ services }, id) => services.order(OpenDeadLetterService.method.discardDeadLetter, { id }),
  },
  CATALOG_CHANGE: {
    prefix: "job_change_",
    permission: Permission.CATALOG_WRITE,
    list: async ({ services }, page) => {
      const { changes, ...rest } = await services.catalog(CatalogService.method.listFailedChanges, page);
      return { ...rest, jobs: changes.map(toJob) };
    },
    retry: async ({ services }, id) => {
      const { change } = await services.catalog(CatalogService.method.retryFailedChange, { id });
      return change && toJob(change);
    },
    discard: ({ services }, id) => services.catalog(CatalogService.method.discardFailedChange, { id }),
  },
  ACCOUNT_TASK: {
    prefix: "job_task_",
    permission: Permission.ACCOUNT_WRITE_ANY,
    list: ({ services }, page) => services.account(FailedTaskService.method.listFailedTasks, page),
    retry: async ({ services }, id) => (await services.account(FailedTaskService.method.retryFailedTask, { id })).job,
    discard: ({ services }, id) => services.account(FailedTaskService.method.discardFailedTask, { id }),
  },
};

/** Converts a change of the catalog. It has no payload: the consumers read the object itself. */
function toJob(change: FailedChange): Job {
  const [prefix = ""] = change.subjectId.split("_", 1);
  const name = { prd: "product", cat: "category" }[prefix] ?? "prices";
  return { ...change, type: `${name}.changed`, payloadJson: "" };
}

const allSources = Object.keys(sources) as Source[];

/** Returns the sources whose jobs the caller may read. */
export function readableSources({ caller: { identity } }: GatewayContext): readonly Source[] {
  return allSources.filter((source) => hasPermission(identity, sources[source].permission));
}

interface FailedJobsArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly source?: readonly Source[] | null | undefined;
}

/**
 * Returns a page of the failed jobs of all sources that the caller may read, oldest first. A cursor has the position in each
 * source.
 */
export async function listFailedJobs(ctx: GatewayContext, { first, after, source }: FailedJobsArgs) {
  const size = pageSize(first);
  const selected = readableSources(ctx).filter((name) => !source || source.length === 0 || source.includes(name));
  const positions = parsePositions(after);
  const pages = await Promise.all(
    selected.map(async (name) => {
      const request = { pageSize: size, pageToken: positions[name] ?? "" };
      return { source: name, ...(await sources[name].list(ctx, request)) };
    }),
  );
  const all = pages
    .flatMap(({ source: name, jobs, pageTokens }) =>
      jobs.map((job, index) => ({ node: toNode(name, job), token: pageTokens[index] ?? "" })),
    )
    .toSorted((one, other) => createdMs(one.node) - createdMs(other.node));
  const position = { ...positions };
  const edges = all.slice(0, size).map(({ node, token }) => {
    position[node.source] = token;
    return { node, cursor: toBase64Url(JSON.stringify(position)) };
  });
  return {
    edges,
    pageInfo: {
      hasNextPage: all.length > size || pages.some(({ nextPageToken }) => nextPageToken !== ""),
      hasPreviousPage: Boolean(after),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: pages.reduce((sum, { totalCount }) => sum + totalCount, 0),
  };
}

/** Counts the failed jobs that the caller may read. Undefined when the caller may read no source. */
export async function countFailedJobs(ctx: GatewayContext): Promise<number | undefined> {
  const readable = readableSources(ctx);
  if (readable.length === 0) return undefined;
  const counts = await Promise.all(
    readable.map(async (name) => (await sources[name].list(ctx, { pageSize: 1 })).totalCount),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Runs a job again. Returns it when it failed again. Throws NOT_FOUND and NOT_RETRYABLE. */
export async function retryFailedJob(ctx: GatewayContext, id: string): Promise<JobOfSource | null> {
  const { source, jobId } = parseJobId(id);
  const job = await sources[source].retry(ctx, jobId);
  return job === undefined ? null : toNode(source, job);
}

/**
 * Discards a job. The note is written first: a job that is discarded has its note in the audit trail, also when this
 * request is interrupted.
 */
export async function discardFailedJob(ctx: GatewayContext, { id, note }: { id: string; note: string }): Promise<void> {
  const { source, jobId } = parseJobId(id);
  const { job } = await getJob(ctx, id);
  const { type, subjectId } = job;
  await ctx.services.account(FailedTaskService.method.recordDiscardedJob, { source, jobId, type, subjectId, note });
  await sources[source].discard(ctx, jobId);
}

/** Returns a job that the caller may read. Undefined when there is none. */
export async function findFailedJob(ctx: GatewayContext, id: string): Promise<JobOfSource | undefined> {
  const { source, jobId } = parseJobId(id);
  const { permission, list } = sources[source];
  // Without an id, a source lists all of its jobs.
  if (jobId === "" || !hasPermission(ctx.caller.identity, permission)) return undefined;
  const [job] = (await list(ctx, { pageSize: 1, id: jobId })).jobs;
  return job && toNode(source, job);
}

async function getJob(ctx: GatewayContext, id: string): Promise<JobOfSource> {
  const found = await findFailedJob(ctx, id);
  if (found === undefined) throw notFound("Failed job not found", "id");
  return found;
}

/** Returns whether an ID has the form of one of a failed job. */
export function isJobId(id: string): boolean {
  return allSources.some((source) => id.startsWith(sources[source].prefix));
}

function toNode(source: Source, job: Job): JobOfSource {
  return { id: sources[source].prefix + toBase64Url(job.id), source, job };
}

function parseJobId(id: string): { readonly source: Source; readonly jobId: string } {
  const source = allSources.find((name) => id.startsWith(sources[name].prefix));
  if (source === undefined) throw notFound("Failed job not found", "id");
  try {
    return { source, jobId: new TextDecoder().decode(fromBase64Url(id.slice(sources[source].prefix.length))) };
  } catch {
    throw notFound("Failed job not found", "id");
  }
}

function parsePositions(cursor: string | null | undefined): Partial<Record<Source, string>> {
  if (!cursor) return {};
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(fromBase64Url(cursor)));
    const tokens = Object.entries(parsed ?? {});
    const isPosition = ([name, token]: [string, unknown]) =>
      allSources.some((source) => source === name) && typeof token === "string";
    if (typeof parsed === "object" && tokens.length > 0 && tokens.every(isPosition)) return Object.fromEntries(tokens);
  } catch {
    // Not base64url or not JSON: an invalid cursor, as below.
  }
  throw badUserInput("Invalid cursor for this connection", "after");
}

function createdMs({ job }: JobOfSource): number {
  return timestampMs(required(job.createTime, "the time of the job"));
}
