import { describe, expect, it } from "vitest";
import { findContractions } from "./contractions.ts";

describe("findContractions", () => {
  it.each([
    "ALTER TABLE orders DROP COLUMN total;",
    "drop table carts;",
    'ALTER TABLE "orders" RENAME COLUMN "total" TO "amount";',
    'ALTER TABLE "orders" ALTER COLUMN "total" SET DATA TYPE bigint;',
    'ALTER TABLE "orders" ALTER COLUMN "email" SET NOT NULL;',
    'ALTER TABLE "orders"\n  ADD COLUMN "email" text NOT NULL;',
    "TRUNCATE outbox;",
  ])("rejects %s, and accepts it after the release that needs it no more", (sql) => {
    expect(findContractions(sql)).toHaveLength(1);
    expect(findContractions(`-- contract: after 0.2.0\n${sql}`)).toEqual([]);
  });

  it.each([
    "CREATE TABLE carts (id text NOT NULL);",
    'ALTER TABLE "orders" ADD COLUMN "email" text;',
    'ALTER TABLE "orders" ADD COLUMN "status" text DEFAULT \'NEW\' NOT NULL;',
    'ALTER TABLE "orders" ADD COLUMN "size" smallint GENERATED ALWAYS AS (length(note)) STORED NOT NULL;',
    'DROP INDEX "orders_by_account";',
    'ALTER TABLE "orders" ALTER COLUMN "email" DROP NOT NULL;',
    "CREATE FUNCTION f() RETURNS void AS $$ BEGIN DROP TABLE temporary_rows; END $$ LANGUAGE plpgsql;",
    "-- The next release drops the column total: DROP COLUMN total;\nSELECT 1;",
  ])("accepts %s", (sql) => {
    expect(findContractions(sql)).toEqual([]);
  });
});
