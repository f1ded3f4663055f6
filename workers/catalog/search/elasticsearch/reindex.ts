import type { estypes } from "@elastic/elasticsearch";
import type { Database } from "../../../kit/storage/postgres.ts";
import { listCategories } from "../../store/categories.ts";
import { listIndexedProducts } from "../../store/indexed-products.ts";
import { retryDeadLetters } from "../../store/outbox.ts";
import { nextAlias, writeDocuments } from "./bulk-write.ts";
import type { ElasticsearchClient } from "./client.ts";
import { indexDefinition } from "./definition.ts";
import { categoryDocument, productDocument } from "./documents.ts";

const batchSize = 500;
const timeoutMs = 20_000;

/** Progress of a reindex. */
export interface Reindex {
  /** The index that is being filled. Empty before the first step. */
  readonly index: string;
  /** Id of the last product that was written. */
  readonly after: string;
  /** Number of products written. */
  readonly written: number;
  readonly done: boolean;
  /** Documents that the index rejected in this step: ids and reasons. */
  readonly rejected: ReadonlyMap<string, string>;
}

export const newReindex = { index: "", after: "", written: 0, done: false, rejected: new Map<string, string>() };

/**
 * Runs the next step of a reindex. The first step creates an empty index beside the one in use. The following ones write
 * the products in the order of their ids. The last one switches the alias in one request, so every search sees either the
 * complete old or the complete new index, and retries the dead letters. Meanwhile changes are written to both indices.
 */
export async function continueReindex(
  client: ElasticsearchClient,
  db: Database,
  progress: Reindex,
  now: number,
): Promise<Reindex> {
  if (progress.index === "") return createIndex(client, db, now);
  const { version, products } = await listIndexedProducts(db, progress.after, batchSize);
  const last = products.at(-1);
  if (last === undefined) {
    await switchAlias(client, progress.index);
    await retryDeadLetters(db);
    return { ...progress, done: true };
  }
  const writes = products.map((product) => ({ id: product.id, version, document: productDocument(product) }));
  const rejected = await writeDocuments(client, nextAlias(client.alias), writes);
  return { ...progress, after: last.id, written: progress.written + products.length - rejected.size, rejected };
}

async function createIndex(client: ElasticsearchClient, db: Database, now: number): Promise<Reindex> {
  const { alias } = client;
  for (const abandoned of await indicesOf(client, nextAlias(alias))) await deleteIndex(client, abandoned);
  const index = `${alias}-${now}`;
  const body = { ...indexDefinition(), aliases: { [nextAlias(alias)]: {} } };
  await client.request({ method: "PUT", path: `/${index}`, body, timeoutMs });
  const { version } = await listIndexedProducts(db, "", 0);
  const writes = (await listCategories(db)).map((row) => ({ id: row.id, version, document: categoryDocument(row) }));
  const rejected = writes.length === 0 ? newReindex.rejected : await writeDocuments(client, nextAlias(alias), writes);
  return { ...newReindex, index, rejected };
}

async function switchAlias(client: ElasticsearchClient, index: string): Promise<void> {
  const { alias } = client;
  await client.request({ method: "POST", path: `/${index}/_refresh`, timeoutMs });
  const previous = await indicesOf(client, alias);
  const actions = [
    ...previous.map((old) => ({ remove: { index: old, alias } })),
    { remove: { index, alias: nextAlias(alias) } },
    { add: { index, alias } },
  ];
  await client.request({ method: "POST", path: "/_aliases", body: { actions }, timeoutMs });
  for (const old of previous) await deleteIndex(client, old);
}

async function indicesOf(client: ElasticsearchClient, alias: string): Promise<readonly string[]> {
  const path = `/_cat/aliases/${alias}?format=json`;
  const rows = await client.request<readonly { index: string }[]>({ method: "GET", path, timeoutMs });
  return rows.map(({ index }) => index);
}

async function deleteIndex(client: ElasticsearchClient, index: string): Promise<void> {
  await client.request<estypes.IndicesDeleteResponse>({ method: "DELETE", path: `/${index}`, timeoutMs });
}
