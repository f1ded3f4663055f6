import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { StripeObject } from "./objects.ts";

/** The response to a request with an idempotency key. */
export interface StoredResponse {
  /** Hash of the request. A key is valid for one request only. */
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
}

export interface Page {
  readonly limit: number;
  /** The id of the last object of the previous page. */
  readonly after?: string | undefined;
  /** Returns the objects of one payment only. */
  readonly paymentIntent?: string | undefined;
}

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS objects (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS objects_newest ON objects (kind, position DESC);
  CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL
  );
`;

const queries = {
  selectLastPosition: "SELECT coalesce(max(position), 0) AS position FROM objects",
  insertObject: "INSERT INTO objects VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
  selectObject: "SELECT body FROM objects WHERE id = ? AND kind = ?",
  selectPosition: "SELECT position FROM objects WHERE id = ?",
  selectNewest: `SELECT body FROM objects WHERE kind = ? AND position < ? AND (? IS NULL OR body ->> 'payment_intent' = ?)
    ORDER BY position DESC LIMIT ?`,
  selectByMetadata: `SELECT body FROM objects WHERE kind = ? AND body -> 'metadata' ->> ? = ?
    ORDER BY position DESC LIMIT 10`,
  selectResponse: "SELECT fingerprint, status, body FROM answers WHERE key = ?",
  insertResponse: "INSERT INTO answers VALUES (?, ?, ?, ?)",
} as const;

/** Objects and responses in one SQLite file. They are on disk before the emulator responds. */
export class Store {
  readonly #db: DatabaseSync;
  readonly #statements: Readonly<Record<keyof typeof queries, StatementSync>>;
  /** The position of the newest object. To read it for each object would take longer with every object. */
  #lastPosition: number;

  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true });
    const db = new DatabaseSync(join(dataDir, "stripe.sqlite"));
    db.exec(schema);
    this.#db = db;
    this.#statements = {
      selectLastPosition: db.prepare(queries.selectLastPosition),
      insertObject: db.prepare(queries.insertObject),
      selectObject: db.prepare(queries.selectObject),
      selectPosition: db.prepare(queries.selectPosition),
      selectNewest: db.prepare(queries.selectNewest),
      selectByMetadata: db.prepare(queries.selectByMetadata),
      selectResponse: db.prepare(queries.selectResponse),
      insertResponse: db.prepare(queries.insertResponse),
    };
    this.#lastPosition = Number(this.#statements.selectLastPosition.get()?.position);
  }

  /** Runs `work` in one transaction, so that an effect and its response are stored together or not at all. */
  transaction<T>(work: () => T): T {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.#db.exec("COMMIT");
      return result;
    } catch (error) {
      this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  put(value: StripeObject): void {
    this.#lastPosition++;
    this.#statements.insertObject.run(value.id, value.object, this.#lastPosition, JSON.stringify(value));
  }

  find<T extends StripeObject>(kind: T["object"], id: string): T | undefined {
    const row = this.#statements.selectObject.get(id, kind);
    return row === undefined ? undefined : (JSON.parse(String(row.body)) as T);
  }

  /** Returns objects of one kind, newest first. */
  list<T extends StripeObject>(kind: T["object"], { limit, after, paymentIntent }: Page): readonly T[] {
    const payment = paymentIntent ?? null;
    const position = after === undefined ? undefined : this.#statements.selectPosition.get(after)?.position;
    const before = typeof position === "number" ? position : Number.MAX_SAFE_INTEGER;
    const rows = this.#statements.selectNewest.all(kind, before, payment, payment, limit);
    return rows.map((row) => JSON.parse(String(row.body)) as T);
  }

  /** Returns objects of one kind with a value in their metadata, newest first. */
  findByMetadata<T extends StripeObject>(kind: T["object"], name: string, value: string): readonly T[] {
    return this.#statements.selectByMetadata.all(kind, name, value).map((row) => JSON.parse(String(row.body)) as T);
  }

  findResponse(idempotencyKey: string): StoredResponse | undefined {
    const row = this.#statements.selectResponse.get(idempotencyKey);
    if (row === undefined) return undefined;
    return { fingerprint: String(row.fingerprint), status: Number(row.status), body: String(row.body) };
  }

  putResponse(idempotencyKey: string, { fingerprint, status, body }: StoredResponse): void {
    this.#statements.insertResponse.run(idempotencyKey, fingerprint, status, body);
  }

  close(): void {
    if (this.#db.isOpen) this.#db.close();
  }
}
