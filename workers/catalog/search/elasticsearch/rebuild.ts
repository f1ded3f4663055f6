import type { estypes } from "@elastic/elasticsearch";
import type { Database } from "../../../kit/storage/postgres.ts";
import { listCategories } from "../../store/categories.ts";
import { listIndexedProducts } from "../../store/indexed-products.ts";
import { retryRefused } from "../../store/outbox.ts";
import { parseSynonyms } from "../synonyms.ts";
import synonymsFile from "../synonyms.txt";
import type { Elasticsearch } from "./client.ts";
import { indexDefinition } from "./definition.ts";
import { categoryDocument, productDocument } from "./documents.ts";
import { nextAlias, writeDocuments } from "./index-consumer.ts";

const size = 500;
const timeoutMs = 20_000;

/** Where a rebuild stands. Empty at its beginning. */
export interface Rebuild {
  /** The index that is being filled. */
  readonly index: string;
  /** The last product that is in it. */
  readonly after: string;
  readonly written: number;
  readonly done: boolean;
  /** What this step could not put into it: ids, and why. */
  readonly refused: ReadonlyMap<string, string>;
}

/** Nothing of it done yet. */
export const newRebuild = { index: "", after: "", written: 0, done: false, refused: new Map<string, string>() };

/**
 * Takes the next step of building the index anew, as many steps as it needs: an empty index beside the one in use; the
 * products, by their ids; at last the alias, which one call moves from the one to the other, and what the old index
 * refused is told again. Searches find all of the
 * old one until then and all of the new one from then on. What changes on the way is written to both.
 */
export async function continueRebuild(client: Elasticsearch, db: Database, at: Rebuild, now: number): Promise<Rebuild> {
  if (at.index === "") return begin(client, db, now);
  const { version, products } = await listIndexedProducts(db, at.after, size);
  const last = products.at(-1);
  if (last === undefined) {
    await swap(client, at.index);
    await retryRefused(db);
    return { ...at, done: true };
  }
  const writes = products.map((product) => ({ id: product.id, version, document: productDocument(product) }));
  const refused = await writeDocuments(client, nextAlias(client.alias), writes);
  return { ...at, after: last.id, written: at.written + products.length - refused.size, refused };
}

async function begin(client: Elasticsearch, db: Database, now: number): Promise<Rebuild> {
  const { alias } = client;
  for (const abandoned of await indicesBehind(client, nextAlias(alias))) await drop(client, abandoned);
  const index = `${alias}-${now}`;
  const body = { ...indexDefinition(parseSynonyms(synonymsFile)), aliases: { [nextAlias(alias)]: {} } };
  await client.request({ method: "PUT", path: `/${index}`, body, timeoutMs });
  const { version } = await listIndexedProducts(db, "", 0);
  const writes = (await listCategories(db)).map((row) => ({ id: row.id, version, document: categoryDocument(row) }));
  if (writes.length > 0) await writeDocuments(client, nextAlias(alias), writes);
  return { ...newRebuild, index };
}

async function swap(client: Elasticsearch, index: string): Promise<void> {
  const { alias } = client;
  await client.request({ method: "POST", path: `/${index}/_refresh`, timeoutMs });
  const former = await indicesBehind(client, alias);
  const actions = [
    ...former.map((old) => ({ remove: { index: old, alias } })),
    { remove: { index, alias: nextAlias(alias) } },
    { add: { index, alias } },
  ];
  await client.request({ method: "POST", path: "/_aliases", body: { actions }, timeoutMs });
  for (const old of former) await drop(client, old);
}

async function indicesBehind(client: Elasticsearch, alias: string): Promise<readonly string[]> {
  const path = `/_cat/aliases/${alias}?format=json`;
  const rows = await client.request<readonly { index: string }[]>({ method: "GET", path, timeoutMs });
  return rows.map(({ index }) => index);
}

async function drop(client: Elasticsearch, index: string): Promise<void> {
  await client.request<estypes.IndicesDeleteResponse>({ method: "DELETE", path: `/${index}`, timeoutMs });
}
