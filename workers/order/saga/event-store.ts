import type { Effect } from "../domain/effects.ts";
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
 * rows of earlier releases have no span.
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
  pending TEXT
)`;

const upsert = `INSERT INTO log (sequence, type, version, at, actor, trace_id, command_id, request_hash, data, pending)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sequence)
  DO UPDATE SET version = excluded.version, command_id = excluded.command_id, data = excluded.data, pending = excluded.pending`;

/** Returns all entries, oldest first. Creates no table: an object that was only read stays empty. */
export function readLog(sql: SqlStorage): LogEntry[] {
  const exists = sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'log'").toArray().length > 0;
  const decode = createEventDecoder();
  return exists
    ? sql
        .exec("SELECT * FROM log ORDER BY sequence")
        .toArray()
        .map((row) => toEntry(row, decode))
    : [];
}

/** Writes changes of the log. Must be called inside a transaction. */
export function writeLog(sql: SqlStorage, { entries, replaced }: LogChanges): void {
  if (entries.some(({ recorded }) => recorded.sequence === 1)) sql.exec(createTable);
  for (const { recorded, traceId, spanId, commandId, requestHash, pending } of entries) {
    const { sequence, at, actor } = recorded;
    const { type, version, data } = encodeEvent(recorded.event);
    const pendingJson = pending.length === 0 ? null : encodeJson(pending);
    const command = [commandId ?? null, requestHash ?? null];
    const trace = spanId === undefined ? traceId : `${traceId}-${spanId}`;
    sql.exec(upsert, sequence, type, version, at, actor, trace, ...command, data, pendingJson);
  }
  for (const sequence of replaced) sql.exec("DELETE FROM log WHERE sequence = ?", sequence);
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
  };
}
