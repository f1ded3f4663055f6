import type { estypes } from "@elastic/elasticsearch";
import type { Database } from "../../../kit/storage/postgres.ts";
import type { Change, OutboxConsumer } from "../../outbox/consumer.ts";
import { findCategories } from "../../store/categories.ts";
import { findIndexedProducts } from "../../store/indexed-products.ts";
import { type Elasticsearch, ElasticsearchError } from "./client.ts";
import { categoryDocument, productDocument, type SearchDocument } from "./documents.ts";

const timeoutMs = 10_000;

/** A document as it is to be; undefined where there is to be none. */
export interface Write {
  readonly id: string;
  readonly version: string;
  readonly document: SearchDocument | undefined;
}

/** The alias of an index that is being built. Whatever changes meanwhile is written there too. */
export const nextAlias = (alias: string): string => `${alias}-next`;

/** Keeps the index what the database is: whole documents, of which the one read last stays. */
export function indexConsumer(client: Elasticsearch, db: Database): OutboxConsumer {
  return {
    name: "search index",
    handle: async (changes) => {
      // Asked before anything is read: an index that is begun after this is filled from what is read after this.
      const targets = [
        client.alias,
        ...((await isThere(client, nextAlias(client.alias))) ? [nextAlias(client.alias)] : []),
      ];
      const writes = await readDocuments(db, changes);
      const refused = new Map<string, string>();
      for (const target of targets) {
        for (const [id, why] of await writeDocuments(client, target, writes)) refused.set(id, why);
      }
      return refused;
    },
  };
}

async function isThere(client: Elasticsearch, alias: string): Promise<boolean> {
  try {
    await client.request({ method: "HEAD", path: `/_alias/${alias}`, timeoutMs });
    return true;
  } catch (error) {
    if (error instanceof ElasticsearchError && error.status === 404) return false;
    throw error;
  }
}

async function readDocuments(db: Database, changes: readonly Change[]): Promise<readonly Write[]> {
  const ids = changes.map(({ subjectId }) => subjectId);
  const [products, categories] = await Promise.all([findIndexedProducts(db, ids), findCategories(db, ids)]);
  const documents = new Map(
    [...products.map(productDocument), ...categories.map(categoryDocument)].map((document) => [document.id, document]),
  );
  return changes.map(({ subjectId: id, version }) => ({ id, version, document: documents.get(id) }));
}

/**
 * Writes documents, and takes out what is no more, through an alias. A version that is not above the one that is there
 * changes nothing, and is fine: somebody read later and was here sooner. Answers with what the index refuses for good;
 * throws where another try may do.
 */
export async function writeDocuments(
  client: Elasticsearch,
  alias: string,
  writes: readonly Write[],
): Promise<ReadonlyMap<string, string>> {
  const lines = writes.flatMap(({ id, version, document }): object[] => {
    const about = { _id: id, version, version_type: "external" };
    return document === undefined ? [{ delete: about }] : [{ index: about }, document];
  });
  const { items } = await client.request<estypes.BulkResponse>({
    method: "POST",
    path: `/${alias}/_bulk?require_alias=true`,
    body: lines,
    timeoutMs,
  });
  const refused = new Map<string, string>();
  for (const item of items) {
    const { _id: id, status, error } = Object.values(item)[0] as estypes.BulkResponseItem;
    if (error === undefined || status === 409) continue;
    // Anything but the document itself may be another way next time: an alias, a full disk, somebody's rights.
    if (status !== 400) throw new ElasticsearchError(status, error.type);
    refused.set(id ?? "", `${error.type}: ${error.reason ?? ""}`.slice(0, 500));
  }
  return refused;
}
