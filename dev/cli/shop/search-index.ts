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
