import type { estypes } from "@elastic/elasticsearch";
import { type ElasticsearchClient, ElasticsearchError } from "./client.ts";
import type { SearchDocument } from "./documents.ts";

const timeoutMs = 10_000;

export interface DocumentWrite {
  readonly id: string;
  readonly version: string;
  /** Undefined deletes the document. */
  readonly document: SearchDocument | undefined;
}

/** Returns the alias of an index that a reindex is filling. Changes are also written to it. */
export const nextAlias = (alias: string): string => `${alias}-next`;

/**
 * Writes and deletes documents through an alias. A write whose version is not higher than the stored one is ignored: a
 * later read was written first. Returns the documents that the index rejects permanently, with the reason. Throws when
 * the request can be retried.
 */
export async function writeDocuments(
  client: ElasticsearchClient,
  alias: string,
  writes: readonly DocumentWrite[],
): Promise<ReadonlyMap<string, string>> {
  const lines = writes.flatMap(({ id, version, document }): object[] => {
    const metadata = { _id: id, version, version_type: "external" };
    return document === undefined ? [{ delete: metadata }] : [{ index: metadata }, document];
  });
  const { items } = await client.request<estypes.BulkResponse>({
    method: "POST",
    path: `/${alias}/_bulk?require_alias=true`,
    body: lines,
    timeoutMs,
  });
  const rejected = new Map<string, string>();
  for (const item of items) {
    const { _id: id, status, error } = Object.values(item)[0] as estypes.BulkResponseItem;
    if (error === undefined || status === 409) continue;
    // Only 400 is the document's own fault. A missing alias, a full disk or missing privileges can be fixed.
    if (status !== 400) throw new ElasticsearchError(status, error.type);
    rejected.set(id ?? "", `${error.type}: ${error.reason ?? ""}`.slice(0, 500));
  }
  return rejected;
}
