import { sql } from "drizzle-orm";
import { bigint, index, integer, pgSequence, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { timestampMs } from "./columns.ts";

/**
 * Transactional outbox: one row per changed product or category and transaction. Triggers on the tables insert the rows,
 * so a row is committed exactly when its change is, whichever statement makes the change.
 */
export const outbox = pgTable(
  "outbox",
  {
    subjectId: text("subject_id").notNull(),
    transaction: bigint("transaction", { mode: "bigint" }).notNull(),
    at: timestampMs("at").notNull().defaultNow(),
    dueAt: timestampMs("due_at").notNull().defaultNow(),
    attempts: integer("attempts").notNull().default(0),
    /** Set in dead letters: the reason. The row stays until a later change of its subject has been published. */
    refused: text("refused"),
  },
  (table) => [
    primaryKey({ columns: [table.subjectId, table.transaction] }),
    index("outbox_due").on(table.dueAt).where(sql`refused is null`),
  ],
);

/** Drawn when changes are claimed, before their subjects are read: a read with a higher version is later. */
export const outboxVersion = pgSequence("outbox_version", { cache: 1 });
