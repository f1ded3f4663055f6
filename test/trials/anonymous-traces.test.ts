import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { databases } from "../../dev/local/postgres/migrations.ts";
import { request } from "../support/graphql-request.ts";
import type { Shop } from "../support/harness.ts";
import { runRedisCommand } from "../support/redis-command.ts";
import { useShop } from "../support/use-shop.ts";

const shop = useShop({ limits: true });

/** Counts the files of Durable Objects, the rows of all databases and the keys of Redis. */
async function countTraces({ dataDir, sql, ...rest }: Shop) {
  const files = readdirSync(dataDir, { recursive: true, encoding: "utf8" });
  const objects = files.filter((file) => /OrderObject.*\.sqlite$/.test(file) && !file.endsWith("metadata.sqlite"));
  const rows: Record<string, number> = {};
  for (const database of databases) {
    const tables = await sql(database)`select relname as name from pg_stat_user_tables where schemaname = 'public'`;
    for (const { name } of tables) {
      const [count] = await sql(database).query(`select count(*)::int as rows from "${name}"`);
      rows[`${database}.${name}`] = Number(count?.rows);
    }
  }
  const keys = Number(await runRedisCommand({ dataDir, sql, ...rest }, "DBSIZE"));
  return { objects: objects.length, rows, keys };
}

const persisted = (query: string) => ({
  query,
  extensions: { persistedQuery: { version: 1, sha256Hash: createHash("sha256").update(query).digest("hex") } },
});

it("one address leaves few objects, rows and keys behind with 1,000 anonymous requests", async () => {
  const before = await countTraces(shop);
  const tokens: string[] = [];
  for (let index = 0; index < 100; index++) {
    const document = `{ products(first: 1) { edges { node { x${index}: id } } } } # ${"x".repeat(2_000)}`;
    await request(shop.url, persisted(document));
  }
  for (let index = 0; index < 200; index++) {
    const { data } = await request(shop.url, { query: "mutation { startGuestSession { accessToken } }" });
    if (data?.startGuestSession != null) tokens.push(data.startGuestSession.accessToken);
  }
  for (let index = 0; index < 700; index++) {
    const query = "mutation { createCart { order { id } userErrors { code } } }";
    await request(shop.url, { query }, { token: tokens[index % tokens.length] });
  }
  const after = await countTraces(shop);
  const rows = Object.entries(after.rows).reduce((sum, [table, count]) => sum + count - (before.rows[table] ?? 0), 0);
  const left = { objects: after.objects - before.objects, rows, keys: after.keys - before.keys };
  expect(left.objects).toBeLessThanOrEqual(150);
  expect(left.rows).toBeLessThanOrEqual(350);
  expect(left.keys).toBeLessThanOrEqual(350);
});
