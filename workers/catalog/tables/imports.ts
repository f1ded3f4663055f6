import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { timestampMs } from "./columns.ts";

/** Imports of products from a file. */
export const importJobs = pgTable(
  "import_jobs",
  {
    id: text("id").primaryKey(),
    /** Null for a job that no account created. */
    createdBy: text("created_by"),
    idempotencyKey: text("idempotency_key").notNull(),
    requestHash: text("request_hash").notNull(),
    fileName: text("file_name").notNull(),
    size: integer("size").notNull(),
    dryRun: boolean("dry_run").notNull(),
    status: text("status").$type<ImportStatus>().notNull().default("WAITING_FOR_FILE"),
    /** SHA-256 of the token that the address of the file contains. Replaced whenever the job is created again. */
    uploadTokenHash: text("upload_token_hash").notNull().default(""),
    /** The upload whose chunks are imported. Null until the file has arrived. */
    upload: text("upload"),
    /** Lines with text. */
    lineCount: integer("line_count"),
    processedCount: integer("processed_count").notNull().default(0),
    createdCount: integer("created_count").notNull().default(0),
    updatedCount: integer("updated_count").notNull().default(0),
    failedCount: integer("failed_count").notNull().default(0),
    createdAt: timestampMs("created_at").notNull().defaultNow(),
    completedAt: timestampMs("completed_at"),
    /** Names the run that may continue it until `leased_until`. */
    lease: text("lease").notNull().default(""),
    leasedUntil: timestampMs("leased_until").notNull().defaultNow(),
    /** Consecutive runs that ended with an error. */
    failures: integer("failures").notNull().default(0),
  },
  (table) => [
    uniqueIndex("import_jobs_key").on(sql`coalesce(created_by, '')`, table.idempotencyKey),
    index("import_jobs_open").on(table.leasedUntil).where(sql`status in ('WAITING_FOR_FILE', 'RUNNING')`),
  ],
);

export type ImportStatus = "WAITING_FOR_FILE" | "RUNNING" | "COMPLETED" | "CANCELLED" | "FAILED";

/** Lines of a file that are not processed yet. A chunk is deleted with the statement that counts its lines. */
export const importChunks = pgTable(
  "import_chunks",
  {
    jobId: text("job_id")
      .notNull()
      .references(() => importJobs.id, { onDelete: "cascade" }),
    upload: text("upload").notNull(),
    position: integer("position").notNull(),
    /** Lines with their numbers. */
    lines: jsonb("lines").$type<readonly { readonly line: number; readonly text: string }[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.upload, table.position] })],
);

/** Slugs and SKUs of a file, each with the first valid line that has it. Deleted with the end of the job. */
export const importKeys = pgTable(
  "import_keys",
  {
    jobId: text("job_id")
      .notNull()
      .references(() => importJobs.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
    line: integer("line").notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.key] })],
);

/** Lines that were rejected, with the reason. */
export const importErrors = pgTable(
  "import_errors",
  {
    jobId: text("job_id")
      .notNull()
      .references(() => importJobs.id, { onDelete: "cascade" }),
    line: integer("line").notNull(),
    slug: text("slug"),
    code: text("code").notNull(),
    message: text("message").notNull(),
    field: text("field").array().$type<readonly string[]>().notNull(),
    /** The line itself, so that it can be corrected and imported again. Null for one that is too long or not UTF-8. */
    content: text("content"),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.line] })],
);
