import type { Database } from "../../../kit/storage/postgres.ts";
import { type Change, type OutboxConsumer, pricesSubject } from "../../outbox/consumer.ts";
import { findCategories } from "../../store/categories.ts";
import { findIndexedProducts } from "../../store/indexed-products.ts";
import { type DocumentWrite, nextAlias, writeDocuments } from "./bulk-write.ts";
import { type ElasticsearchClient, ElasticsearchError } from "./client.ts";
import { categoryDocument, productDocument } from "./documents.ts";

const timeoutMs = 10_000;

/** Keeps the search index in sync with the database. Writes complete documents; the one that was read last wins. */
export function indexConsumer(client: ElasticsearchClient, db: Database): OutboxConsumer {
  return {
    name: "search index",
    handle: async (allChanges) => {
      // The index has base prices only.
      const changes = allChanges.filter(({ subjectId }) => subjectId !== pricesSubject);
      if (changes.length === 0) return new Map();
      // Checked before the database is read: a reindex that starts after this check reads these changes itself.
      const isReindexing = await aliasExists(client, nextAlias(client.alias));
      const targets = isReindexing ? [client.alias, nextAlias(client.alias)] : [client.alias];
      const writes = await readDocuments(db, changes);
      const rejected = new Map<string, string>();
      for (const target of targets) {
        for (const [id, reason] of await writeDocuments(client, target, writes)) rejected.set(id, reason);
      }
      return rejected;
    },
  };
}

async function aliasExists(client: ElasticsearchClient, alias: string): Promise<boolean> {
  try {
    await client.request({ method: "HEAD", path: `/_alias/${alias}`, timeoutMs });
    return true;
  } catch (error) {
    if (error instanceof ElasticsearchError && error.status === 404) return false;
    throw error;
  }
}

async function readDocuments(db: Database, changes: readonly Change[]): Promise<readonly DocumentWrite[]> {
  const ids = changes.map(({ subjectId }) => subjectId);
  const [products, categories] = await Promise.all([findIndexedProducts(db, ids), findCategories(db, ids)]);
  const documents = new Map(
    [...products.map(productDocument), ...categories.map(categoryDocument)].map((document) => [document.id, document]),
  );
  return changes.map(({ subjectId: id, version }) => ({ id, version, document: documents.get(id) }));
}
