import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface PaymentIntent {
  readonly id: string;
  readonly object: "payment_intent";
  readonly amount: number;
  readonly amount_capturable: number;
  readonly amount_received: number;
  readonly currency: string;
  readonly capture_method: "manual" | "automatic";
  readonly status: string;
  readonly payment_method: string | null;
  readonly last_payment_error: object | null;
  readonly next_action: object | null;
  readonly latest_charge: string | null;
  readonly canceled_at: number | null;
  readonly cancellation_reason: string | null;
  readonly client_secret: string;
  readonly created: number;
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  /** Not Stripe's: what was given back so far. */
  readonly refunded: number;
}

export interface Refund {
  readonly id: string;
  readonly object: "refund";
  readonly amount: number;
  readonly charge: string | null;
  readonly created: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly payment_intent: string;
  readonly reason: string | null;
  readonly status: "succeeded";
}

export interface StripeEvent {
  readonly id: string;
  readonly object: "event";
  readonly type: string;
  readonly created: number;
  readonly livemode: false;
  readonly data: { readonly object: object };
}

/** What was answered to a request with an idempotency key. */
export interface StoredAnswer {
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
}

export interface Page {
  readonly limit: number;
  /** The id of the last one of the page before. */
  readonly after?: string | undefined;
  readonly paymentIntent?: string | undefined;
}

export type Stored = PaymentIntent | Refund | StripeEvent;

export interface Store {
  /** Runs `work` as one transaction: an effect and its remembered answer are there together or not at all. */
  readonly atomically: <T>(work: () => T) => T;
  readonly put: (value: Stored) => void;
  readonly find: <T extends Stored>(kind: T["object"], id: string) => T | undefined;
  /** Newest first; those of one payment when it is named. */
  readonly list: <T extends Stored>(kind: T["object"], page: Page) => readonly T[];
  readonly findAnswer: (key: string) => StoredAnswer | undefined;
  readonly putAnswer: (key: string, answer: StoredAnswer) => void;
  readonly close: () => void;
}

export function newObjectId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString("hex")}`;
}

/** The sandbox's durable memory: one file, on disk before any answer goes out. */
export function openStore(dataDir: string): Store {
  mkdirSync(dataDir, { recursive: true });
  const db = new DatabaseSync(join(dataDir, "stripe.sqlite"));
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS objects (
      id TEXT PRIMARY KEY, kind TEXT NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS objects_newest ON objects (kind, position DESC);
    CREATE TABLE IF NOT EXISTS answers (
      key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL
    );
  `);
  const insert = db.prepare(
    `INSERT INTO objects VALUES (?, ?, (SELECT coalesce(max(position), 0) + 1 FROM objects), ?)
     ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
  );
  const select = db.prepare("SELECT body FROM objects WHERE id = ? AND kind = ?");
  const positionOf = db.prepare("SELECT position FROM objects WHERE id = ?");
  const newest = db.prepare(
    `SELECT body FROM objects WHERE kind = ? AND position < ? AND (? IS NULL OR body ->> 'payment_intent' = ?)
     ORDER BY position DESC LIMIT ?`,
  );
  const selectAnswer = db.prepare("SELECT fingerprint, status, body FROM answers WHERE key = ?");
  const insertAnswer = db.prepare("INSERT INTO answers VALUES (?, ?, ?, ?)");

  return {
    atomically: (work) => {
      db.exec("BEGIN IMMEDIATE");
      try {
        const result = work();
        db.exec("COMMIT");
        return result;
      } catch (error) {
        db.exec("ROLLBACK");
        throw error;
      }
    },
    put: (value) => {
      insert.run(value.id, value.object, JSON.stringify(value));
    },
    find: <T extends Stored>(kind: T["object"], id: string) => {
      const row = select.get(id, kind);
      return row === undefined ? undefined : (JSON.parse(String(row.body)) as T);
    },
    list: <T extends Stored>(kind: T["object"], { limit, after, paymentIntent }: Page) => {
      const found = after === undefined ? undefined : positionOf.get(after)?.position;
      const payment = paymentIntent ?? null;
      const from = typeof found === "number" ? found : Number.MAX_SAFE_INTEGER;
      const rows = newest.all(kind, from, payment, payment, limit);
      return rows.map((row) => JSON.parse(String(row.body)) as T);
    },
    findAnswer: (key) => {
      const row = selectAnswer.get(key);
      if (row === undefined) return undefined;
      return { fingerprint: String(row.fingerprint), status: Number(row.status), body: String(row.body) };
    },
    putAnswer: (key, { fingerprint, status, body }) => {
      insertAnswer.run(key, fingerprint, status, body);
    },
    close: () => {
      if (db.isOpen) db.close();
    },
  };
}
