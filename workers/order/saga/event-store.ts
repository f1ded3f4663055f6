import type { Effect, EffectType } from "../domain/effects.ts";
import { createEventDecoder, decodeJson, encodeEvent, encodeJson, type StoredEvent } from "../domain/event-codec.ts";
import type { OrderEvent, RecordedEvent } from "../domain/events.ts";

/** An effect without an outcome. It is stored as JSON, so fields never change. */
export interface PendingEffect {
  /** The index among the effects of the event. */
  readonly index: number;
  readonly effect: Effect;
  /** The number of attempts that failed. */
  readonly attempts: number;
  /** The time of the next attempt, in milliseconds since the epoch. */
  readonly dueAt: number;
  /** The time in milliseconds that the receiver's rate limit has refused the effect. It does not count as retried. */
  readonly uncountedMs?: number;
  /** The last failed attempts, oldest first. */
  readonly tries?: readonly EffectAttempt[];
}

/** An attempt of an effect that has ended. It is stored as JSON, so fields never change. */
export interface EffectAttempt {
  /** When it started, in milliseconds since the epoch. */
  readonly at: number;
  readonly durationMs: number;
  /** Why it failed. Absent when it succeeded, and "" after the personal data was erased. */
  readonly error?: string;
}

/** An effect that has an outcome, or that automatic recovery gave up. It is stored as JSON, so fields never change. */
export interface EndedEffect {
  /** The index among the effects of the event. */
  readonly index: number;
  readonly type: EffectType;
  readonly isCompensation?: true;
  readonly attemptCount: number;
  /** The last attempts, oldest first. */
  readonly attempts: readonly EffectAttempt[];
  /** Milliseconds since the epoch. */
  readonly endedAt: number;
  /** The sequence of the first event that the outcome caused. Absent when it caused none. */
  readonly outcomeSequence?: number;
  readonly isGivenUp?: true;
}

/** One row of the log: an event, the command that caused it, and its pending effects. */
export interface LogEntry {
  readonly recorded: RecordedEvent;
  /** The trace id of the request that caused the event. All effects of the event use it. */
  readonly traceId: string;
  /** The span of that request. Entries of earlier releases have none. */
  readonly spanId?: string | undefined;
  readonly commandId?: string;
  readonly requestHash?: string;
  readonly pending: readonly PendingEffect[];
  /** Absent when there are none. Effects that an earlier release ended are missing. */
  readonly ended?: readonly EndedEffect[];
}

/** The changes of a log that are written in one commit. */
export interface LogChanges {
  /** New entries and entries whose data or pending effects have changed, oldest first. */
  readonly entries: readonly LogEntry[];
  /** The sequences of the entries to delete. Some may not be on disk. */
  readonly replaced: readonly number[];
}

/**
 * One table for events and effects: each further table would cost another file write per order. `trace_id` is `<trace id>-<span id>`;
 * rows of earlier releases have no span. Earlier releases ignore the column `ended`.
 */
const createTable = `CREATE TABLE IF NOT EXISTS log (
  sequence INTEGER PRIMARY KEY,
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  trace_id TEXT NOT NULL,
  command_id TEXT,
  request_hash TEXT,
  data TEXT NOT NULL,
  pending TEXT,
  ended TEXT
)`;

const upsert = `INSERT INTO log (sequence, type, version, at, actor, trace_id, command_id, request_hash, data, pending, ended)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sequence)
  DO UPDATE SET version = excluded.version, command_id = excluded.command_id, data = excluded.data, pending = excluded.pending,
    ended = excluded.ended`;

/** The log of one object on disk. */
export class EventStore {
  readonly #sql: SqlStorage;
  /** Whether the table is known to have all columns. */
  #isCurrent = false;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Returns all entries, oldest first. Creates no table: an object that was only read stays empty. */
  read(): LogEntry[] {
    const definition = this.#readDefinition();
    if (definition === undefined) return [];
    this.#isCurrent = hasAllColumns(definition);
    const decode = createEventDecoder();
    const rows = this.#sql.exec("SELECT * FROM log ORDER BY sequence").toArray();
    return rows.map((row) => toEntry(row, decode));
  }

  /** Writes changes of the log. Must be called inside a transaction. */
  write({ entries, replaced }: LogChanges): void {
    if (entries.some(({ recorded }) => recorded.sequence === 1)) this.#sql.exec(createTable);
    this.#addColumns();
    for (const { recorded, traceId, spanId, commandId, requestHash, pending, ended = [] } of entries) {
      const { sequence, at, actor } = recorded;
      const { type, version, data } = encodeEvent(recorded.event);
      const effects = [pending, ended].map((list) => (list.length === 0 ? null : encodeJson(list)));
      const command = [commandId ?? null, requestHash ?? null];
      const trace = spanId === undefined ? traceId : `${traceId}-${spanId}`;
      this.#sql.exec(upsert, sequence, type, version, at, actor, trace, ...command, data, ...effects);
    }
    for (const sequence of replaced) this.#sql.exec("DELETE FROM log WHERE sequence = ?", sequence);
  }

  /** Adds the column that the table of an earlier release does not have. */
  #addColumns(): void {
    if (this.#isCurrent) return;
    const definition = this.#readDefinition();
    if (definition === undefined) return;
    if (!hasAllColumns(definition)) this.#sql.exec("ALTER TABLE log ADD COLUMN ended TEXT");
    this.#isCurrent = true;
  }

  /** Returns the SQL of the table. Undefined before the first event. */
  #readDefinition(): string | undefined {
    const [row] = this.#sql.exec("SELECT sql FROM sqlite_master WHERE name = 'log'").toArray();
    return row === undefined ? undefined : String(row.sql);
  }
}

function hasAllColumns(definition: string): boolean {
  return /\bended\b/.test(definition);
}

function toEntry(row: Record<string, SqlStorageValue>, decode: (stored: StoredEvent) => OrderEvent): LogEntry {
  const event = decode({ type: String(row.type), version: Number(row.version), data: String(row.data) });
  const [traceId = "", spanId] = String(row.trace_id).split("-");
  return {
    recorded: { sequence: Number(row.sequence), at: Number(row.at), actor: String(row.actor), event },
    traceId,
    spanId,
    ...(row.command_id === null ? {} : { commandId: String(row.command_id) }),
    ...(row.request_hash === null ? {} : { requestHash: String(row.request_hash) }),
    pending: row.pending === null ? [] : (decodeJson(String(row.pending)) as PendingEffect[]),
    // A table of an earlier release has no such column.
    ...(row.ended === null || row.ended === undefined ? {} : { ended: decodeJson(String(row.ended)) as EndedEffect[] }),
  };
}
