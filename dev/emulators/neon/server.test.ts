import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NeonDbError, neon, neonConfig, Pool } from "@neondatabase/serverless";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toConnectionString } from "../../local/postgres/database-url.ts";
import { createDatabases } from "../../local/postgres/databases.ts";
import { type Postgres, startPostgres, superuser } from "../../local/postgres/server.ts";
import { type NeonProxy, startNeonProxy } from "./server.ts";

const password = "example-password";
const exampleUrl = toConnectionString(superuser, password, "example");
let folder: string;
let postgres: Postgres;
let proxy: NeonProxy;
let sql: ReturnType<typeof neon<false, false>>;

const options = () => ({ dataDir: join(folder, "data"), runDir: folder, password, settings: { fsync: "off" } });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stoa-neon-"));
  chmodSync(folder, 0o711); // Postgres runs as another user.
  postgres = await startPostgres(options());
  await createDatabases(postgres.port, password, ["example"]);
  proxy = await startNeonProxy({ postgresPort: postgres.port });
  neonConfig.fetchEndpoint = () => `http://127.0.0.1:${proxy.port}/sql`;
  sql = neon(exampleUrl);
  await sql`create table counters (name text primary key, value int not null check (value >= 0))`;
});

afterAll(async () => {
  await proxy.stop();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("SQL over HTTP", () => {
  it("sends and returns values of every type", async () => {
    const bytes = Buffer.from([0, 1, 255]);
    const [row] =
      await sql`select ${42}::int as i, ${"2147483648000"}::bigint as b, ${true}::bool as t, ${null}::text as n,
      ${"é'\"\\"}::text as s, ${["a", "b,c", 'd"e', null]}::text[] as a, ${JSON.stringify({ x: [1] })}::jsonb as j,
      ${bytes}::bytea as y, ${"2026-01-31T09:30:00Z"}::timestamptz as d, 1.50::numeric as m`;
    expect(row).toEqual({
      i: 42,
      b: "2147483648000",
      t: true,
      n: null,
      s: "é'\"\\",
      a: ["a", "b,c", 'd"e', null],
      j: { x: [1] },
      y: bytes,
      d: new Date("2026-01-31T09:30:00Z"),
      m: "1.50",
    });
    expect(await sql.query("select 1 as a, 2 as b", [], { arrayMode: true })).toEqual([[1, 2]]);
    const full = await sql.query("select 1 as a", [], { fullResults: true });
    expect([full.rowCount, full.command, full.fields[0]?.name]).toEqual([1, "SELECT", "a"]);
  });

  it("returns Postgres errors with all their fields", async () => {
    await sql`insert into counters values ('once', 1)`;
    const duplicate = await sql`insert into counters values ('once', 1)`.catch((error: unknown) => error);
    expect(duplicate).toBeInstanceOf(NeonDbError);
    expect(duplicate).toMatchObject({
      code: "23505",
      constraint: "counters_pkey",
      table: "counters",
      severity: "ERROR",
    });
    await expect(sql.query("select 1; select 2")).rejects.toMatchObject({ code: "42601" });
    expect(await sql`select 1 as still`).toEqual([{ still: 1 }]);
  });

  it("runs a batch in one transaction with the requested isolation level", async () => {
    const failing = sql.transaction([
      sql`insert into counters values ('half', 1)`,
      sql`insert into counters values ('half', -1)`,
    ]);
    await expect(failing).rejects.toMatchObject({ code: "23514" });
    expect(await sql`select * from counters where name = 'half'`).toEqual([]);
    const [level] = await sql.transaction([sql`show transaction_isolation`], { isolationLevel: "Serializable" });
    expect(level).toEqual([{ transaction_isolation: "serializable" }]);
    const writing = sql.transaction([sql`insert into counters values ('ro', 1)`], { readOnly: true });
    await expect(writing).rejects.toMatchObject({ code: "25006" });
  });

  it("loses no update of 200 concurrent requests", async () => {
    await sql`insert into counters values ('many', 0)`;
    await Promise.all(
      Array.from({ length: 200 }, () => sql`update counters set value = value + 1 where name = 'many'`),
    );
    expect(await sql`select value from counters where name = 'many'`).toEqual([{ value: 200 }]);
  });

  it("prepares statements again after the table has changed", async () => {
    await sql`create table shapes (a int)`;
    await sql`insert into shapes values (1)`;
    const read = () => Promise.all(Array.from({ length: 8 }, () => sql`select * from shapes`));
    await read();
    await sql`alter table shapes add column b text default 'new'`;
    expect(new Set((await read()).map((rows) => JSON.stringify(rows)))).toEqual(new Set(['[{"a":1,"b":"new"}]']));
  });

  it("cancels a statement when its client disconnects", async () => {
    const stop = new AbortController();
    const sleepingQuery = neon(exampleUrl, {
      fetchOptions: { signal: stop.signal },
    })`select pg_sleep(30)`.catch((error: unknown) => String(error));
    const countSleeping = async () =>
      (
        await sql`select count(*)::int as n from pg_stat_activity where query like '%pg_sleep(30)%' and state = 'active' and pid <> pg_backend_pid()`
      )[0]?.n;
    await expect.poll(countSleeping).toBe(1);
    stop.abort();
    expect(await sleepingQuery).toContain("abort");
    await expect.poll(countSleeping).toBe(0);
  });

  it("rejects invalid requests with 400", async () => {
    const post = (body: string, headers: Record<string, string>) =>
      fetch(`http://127.0.0.1:${proxy.port}/sql`, { method: "POST", body, headers }).then(({ status }) => status);
    expect(await post("{}", {})).toBe(400);
    const headers = { "neon-connection-string": exampleUrl };
    expect(await Promise.all(["{", "[]", "{}", '{"query":7}'].map((body) => post(body, headers)))).toEqual([
      400, 400, 400, 400,
    ]);
    const wrong = toConnectionString(superuser, "wrong", "example");
    await expect(neon(wrong)`select 1`).rejects.toThrow("password authentication failed");
  });

  it("counts requests and statements by database", async () => {
    const before = proxy.stats().example ?? { requests: 0, statements: 0 };
    await sql.transaction([sql`select 1`, sql`select 2`]);
    const after = proxy.stats().example ?? { requests: 0, statements: 0 };
    expect([after.requests - before.requests, after.statements - before.statements]).toEqual([1, 2]);
  });
});

it("runs an interactive transaction over a WebSocket", async () => {
  neonConfig.webSocketConstructor = WebSocket;
  neonConfig.wsProxy = () => `127.0.0.1:${proxy.port}/v2`;
  neonConfig.useSecureWebSocket = false;
  neonConfig.pipelineConnect = false;
  const pool = new Pool({ connectionString: exampleUrl, max: 1 });
  const client = await pool.connect();
  await client.query("begin");
  await client.query("insert into counters values ('socket', 1)");
  expect(await sql`select * from counters where name = 'socket'`).toEqual([]);
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  await client.query("commit");
  client.release();
  await pool.end();
  await expect.poll(() => sql`select 1 from pg_stat_activity where pid = ${rows[0]?.pid}`).toEqual([]);
  expect(await sql`select value from counters where name = 'socket'`).toEqual([{ value: 1 }]);
});

it("responds with 500 while Postgres is down, and reconnects after a restart on the same folder", async () => {
  const { pid, port } = postgres;
  process.kill(pid, "SIGKILL");
  await expect.poll(() => sql`select 1`.catch((error: unknown) => String(error)), { timeout: 5_000 }).toContain("500");
  postgres = await startPostgres({ ...options(), port });
  await expect.poll(() => sql`select 1 as one`.catch(() => []), { timeout: 5_000 }).toEqual([{ one: 1 }]);
});
