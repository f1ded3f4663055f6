import { bigint, text, timestamp } from "drizzle-orm/pg-core";

export const timestampMs = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
export const bigintNotNull = (name: string) => bigint(name, { mode: "bigint" }).notNull();

/** The request that created a row. Null if it had no idempotency key. */
export const creationColumns = () => ({
  /** Who made the request, and its idempotency key. */
  creationKey: text("creation_key"),
  requestHash: text("request_hash"),
});
