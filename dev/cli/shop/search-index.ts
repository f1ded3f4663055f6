import { setTimeout as sleep } from "node:timers/promises";
import { type Api, readErrorMessage } from "./api.ts";

/** The progress of a rebuild. The client sends the fields of one response with the next request. */
interface RebuildStep {
  readonly index: string;
  readonly after: string;
  readonly written: number;
  readonly done: boolean;
  readonly refused: readonly RefusedDocument[];
}

/** A product that Elasticsearch rejected. */
export interface RefusedDocument {
  readonly id: string;
  readonly why: string;
}

export interface RebuiltIndex {
  readonly index: string;
  readonly written: number;
  readonly refused: readonly RefusedDocument[];
}

/** Runs the step of a rebuild that follows `last`, or the first one. Throws when the shop rejects the request. */
export async function runRebuildStep({ url, token = "" }: Api, last?: RebuildStep): Promise<RebuildStep> {
  const response = await fetch(`${url}/search/rebuild`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: last === undefined ? "" : JSON.stringify({ index: last.index, after: last.after, written: last.written }),
  });
  if (!response.ok) throw new Error(`The rebuild was rejected: ${await readErrorMessage(response)}`);
  return (await response.json()) as RebuildStep;
}

/** Rebuilds the search index of a shop, step by step, until it is complete and in use. */
export async function rebuildSearchIndex(api: Api): Promise<RebuiltIndex> {
  const refused: RefusedDocument[] = [];
  let step: RebuildStep | undefined;
  do {
    step = await runRebuildStep(api, step);
    refused.push(...step.refused);
  } while (!step.done);
  return { index: step.index, written: step.written, refused };
}

export interface PatientRebuildOptions {
  /** Signs in. Called again after each failure, because a token expires. */
  readonly connect: () => Promise<Api>;
  /** Receives a line for people: the first failure, the progress and the end. */
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
  /** The first wait after a failure. It doubles up to one minute. */
  readonly firstDelayMs?: number;
}

const maxDelayMs = 60_000;
/** A step that failed this often starts over: the unfinished index may no longer exist. */
const maxStepAttempts = 3;

/**
 * Rebuilds the search index while Elasticsearch may be starting or slow. Retries until it succeeds or the signal aborts, and
 * continues with the step that failed. Never throws.
 */
export async function rebuildWhenReady(options: PatientRebuildOptions): Promise<void> {
  const { connect, print, signal, firstDelayMs = 1_000 } = options;
  let step: RebuildStep | undefined;
  let refused = 0;
  let failures = 0;
  let delayMs = firstDelayMs;
  while (!signal.aborted) {
    try {
      const api = await connect();
      do {
        step = await runRebuildStep(api, step);
        refused += step.refused.length;
        failures = 0;
        delayMs = firstDelayMs;
        if (!step.done) print(`Building the search index: ${step.written} products`);
      } while (!step.done && !signal.aborted);
      if (step.done) {
        const rejected = refused === 0 ? "" : `, ${refused} rejected`;
        return print(`The search index is ready: ${step.written} products${rejected}`);
      }
    } catch (error) {
      if (signal.aborted) return;
      failures++;
      if (delayMs === firstDelayMs) {
        const reason = error instanceof Error ? error.message : String(error);
        print(`Elasticsearch is not ready, so Postgres does the search. Retrying in the background. (${reason})`);
      }
      if (failures >= maxStepAttempts) {
        step = undefined;
        refused = 0;
      }
      await sleep(delayMs, undefined, { signal }).catch(() => {});
      delayMs = Math.min(delayMs * 2, maxDelayMs);
    }
  }
}
