import { newId } from "../../kit/domain/ids.ts";
import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { Rejection } from "../domain/commands.ts";
import type { RecordedEvent } from "../domain/events.ts";
import { maxOrderNotes } from "../domain/limits.ts";

/** A note of support staff. */
export interface OrderNote {
  readonly id: string;
  readonly text: string;
  /** `staff:<id>`. */
  readonly actor: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface NewNote extends Omit<OrderNote, "id"> {
  /** The idempotency id of the request. A second note with the same id is not added. */
  readonly commandId: string;
  /** A hash of the request. A second note with the same id and another hash is rejected. */
  readonly requestHash: string;
  /** The sequence of the last event of the order then. */
  readonly sequence: number;
}

/** Created with the first note: most orders have none. */
const createTable = `CREATE TABLE IF NOT EXISTS note (
  id TEXT PRIMARY KEY,
  text TEXT NOT NULL,
  actor TEXT NOT NULL,
  at INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  command_id TEXT NOT NULL UNIQUE,
  request_hash TEXT NOT NULL
)`;

/** The notes of one order on disk. They are no events: they change nothing, and buyers never see them. */
export class NoteStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Returns all notes, oldest first. Creates no table. */
  read(): readonly OrderNote[] {
    if (!this.#exists()) return [];
    const rows = this.#sql.exec("SELECT id, text, actor, at FROM note ORDER BY at, id").toArray();
    return rows.map(({ id, text, actor, at }) => ({
      id: String(id),
      text: String(text),
      actor: String(actor),
      at: Number(at),
    }));
  }

  /** Adds a note once per `commandId`. Must be called inside a transaction. */
  add({ text, actor, at, sequence, commandId, requestHash }: NewNote): Result<void, Rejection> {
    this.#sql.exec(createTable);
    const [earlier] = this.#sql.exec("SELECT request_hash FROM note WHERE command_id = ?", commandId).toArray();
    if (earlier !== undefined) {
      if (String(earlier.request_hash) === requestHash) return ok(undefined);
      const message = "This idempotency key was used with a different request";
      return err({ reason: "IDEMPOTENCY_KEY_REUSED", message, field: ["idempotencyKey"] });
    }
    if (this.read().length >= maxOrderNotes) {
      return err({ reason: "TOO_MANY_NOTES", message: `At most ${maxOrderNotes} notes per order`, field: ["orderId"] });
    }
    const insert =
      "INSERT INTO note (id, text, actor, at, sequence, command_id, request_hash) VALUES (?, ?, ?, ?, ?, ?, ?)";
    this.#sql.exec(insert, newId("nte", at), text, actor, at, sequence, commandId, requestHash);
    return ok(undefined);
  }

  /**
   * Deletes the notes that were written before the personal data of the order was erased. They are compared by sequence: clocks of
   * machines differ.
   */
  erase(events: readonly RecordedEvent[]): void {
    const erased = events.findLast(({ event }) => event.type === "PersonalDataErased");
    if (erased !== undefined && this.#exists()) this.#sql.exec("DELETE FROM note WHERE sequence < ?", erased.sequence);
  }

  #exists(): boolean {
    return this.#sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'note'").toArray().length > 0;
  }
}
