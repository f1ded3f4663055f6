import { type Api, reasonOf } from "./api.ts";

/** Where a rebuild stands: what one step answers is what the next one is asked with. */
interface Step {
  readonly index: string;
  readonly after: string;
  readonly written: number;
  readonly done: boolean;
  readonly refused: readonly RefusedDocument[];
}

export interface RefusedDocument {
  readonly id: string;
  readonly why: string;
}

export interface Rebuilt {
  readonly index: string;
  readonly written: number;
  /** What is not in it. */
  readonly refused: readonly RefusedDocument[];
}

/** Takes the next step of building the search index anew. Throws what it is refused with. */
export async function takeStep({ url, token = "" }: Api, last?: Step): Promise<Step> {
  const response = await fetch(`${url}/search/rebuild`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: last === undefined ? "" : JSON.stringify({ index: last.index, after: last.after, written: last.written }),
  });
  if (!response.ok) throw new Error(`the rebuild was refused: ${await reasonOf(response)}`);
  return (await response.json()) as Step;
}

/** Has the search index built anew, from its first step to its last. */
export async function rebuildIndex(api: Api): Promise<Rebuilt> {
  const refused: RefusedDocument[] = [];
  let step: Step | undefined;
  do {
    step = await takeStep(api, step);
    refused.push(...step.refused);
  } while (!step.done);
  return { index: step.index, written: step.written, refused };
}
