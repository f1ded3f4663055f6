import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Postgres, startPostgres, superuser } from "./server.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "stoa-postgres-"));
  chmodSync(folder, 0o711); // Postgres runs as another user.
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (password: string) =>
  startPostgres({ dataDir: join(folder, "data"), runDir: folder, password, settings: { fsync: "off" } });

async function query({ port }: Postgres, password: string, text: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ host: "127.0.0.1", port, user: superuser, password, database: superuser });
  try {
    await client.connect();
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

describe("startPostgres", () => {
  it("gives a data folder of an earlier release the new superuser password, and preserves its data", async () => {
    const earlier = await start("postgres");
    await query(earlier, "postgres", "create table notes as select 'preserved' as text");
    await earlier.stop();
    const postgres = await start("it's \\random");
    try {
      expect(await query(postgres, "it's \\random", "select text from notes")).toEqual([{ text: "preserved" }]);
      await expect(query(postgres, "postgres", "select 1")).rejects.toThrow("password authentication failed");
    } finally {
      await postgres.stop();
    }
  });
});
