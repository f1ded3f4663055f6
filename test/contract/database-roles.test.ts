import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { neon, neonConfig } from "@neondatabase/serverless";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../dev/build/root.ts";
import { type NeonProxy, startNeonProxy } from "../../dev/emulators/neon/server.ts";
import { toConnectionString } from "../../dev/local/postgres/database-url.ts";
import { createDatabases } from "../../dev/local/postgres/databases.ts";
import { type MigrationTarget, migrateDeployment } from "../../dev/local/postgres/migrate-deployment.ts";
import { connectForMigration, databases } from "../../dev/local/postgres/migrations.ts";
import { type Postgres, startPostgres } from "../../dev/local/postgres/server.ts";

const password = "pass'word\\1";

describe("npm run migrate", () => {
  let dataDir: string;
  let postgres: Postgres;
  let proxy: NeonProxy;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), "stoa-roles-"));
    chmodSync(dataDir, 0o711); // Postgres runs as another user.
    const settings = { fsync: "off" };
    postgres = await startPostgres({
      dataDir: join(dataDir, "postgres"),
      runDir: dataDir,
      password: "owner",
      settings,
    });
    await createDatabases(postgres.port, "owner", databases);
    proxy = await startNeonProxy({ postgresPort: postgres.port });
    neonConfig.fetchEndpoint = () => `http://127.0.0.1:${proxy.port}/sql`;
  });

  afterAll(async () => {
    await proxy?.stop();
    await postgres?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const ownerUrl = (database: string) => toConnectionString("postgres", "owner", database);
  const targets = (serviceRole: (name: string) => string = (name) => `${name}-service`) =>
    databases.map((name) => ({
      name,
      migrationUrl: ownerUrl(name),
      serviceUrl: toConnectionString(serviceRole(name), encodeURIComponent(password), name),
    }));
  const migrate = (list: readonly MigrationTarget[] = targets()) =>
    migrateDeployment(list, () => {}, `127.0.0.1:${proxy.port}`);

  it("rejects a service that uses the role of the migrations, before it migrates anything", async () => {
    await expect(migrate(targets(() => "postgres"))).rejects.toThrow("must not use the role postgres");
    expect(await neon(ownerUrl("account"))`select to_regclass('users') as users`).toEqual([{ users: null }]);
  });

  it("creates the role of each service, which reads and writes rows and owns nothing", async () => {
    await migrate();
    await migrate();
    for (const { name, serviceUrl } of targets()) {
      const sql = neon(serviceUrl);
      const owned = await sql`select relname from pg_class where pg_get_userbyid(relowner) = current_user`;
      expect(owned).toEqual([]);
      await expect(sql`create table more (id int)`).rejects.toThrow("permission denied for schema public");
      const table = { account: "users", catalog: "products", order: "orders" }[name];
      expect(await sql.query(`delete from ${table} where false`)).toEqual([]);
    }
  });

  it("the owner removes the earlier role of a service, without rights of a superuser", async () => {
    const superuser = neon(ownerUrl("postgres"));
    await superuser`create role neon_owner login createrole password 'neon'`;
    await superuser`create database owned owner neon_owner`;
    const migrationUrl = toConnectionString("neon_owner", "neon", "owned");
    const urlOf = (role: string) => toConnectionString(role, "service", "owned");
    const before = { name: "account", migrationUrl, serviceUrl: urlOf("first") } as const;
    await migrate([before]);
    const first = neon(before.serviceUrl);
    expect(await first`select count(*)::int as users from users`).toEqual([{ users: 0 }]);
    await migrate([{ ...before, serviceUrl: urlOf("second") }]);
    expect(await first`select count(*)::int as users from users`).toEqual([{ users: 0 }]);
    // The statements of docs/keys.md.
    const page = readFileSync(join(root, "docs", "keys.md"), "utf8");
    const [statements = ""] = /^ {4}alter role "old"[\s\S]*?drop role "old";/m.exec(page) ?? [];
    const owner = neon(migrationUrl);
    for (const statement of statements.replaceAll("old", "first").split(";").filter(Boolean))
      await owner.query(statement);
    await expect(first`select count(*) from users`).rejects.toThrow("password authentication failed");
    expect(await neon(urlOf("second"))`select count(*)::int as users from users`).toEqual([{ users: 0 }]);
  });

  it("rejects a migration while another one runs, and releases its lock afterwards", async () => {
    const other = connectForMigration(ownerUrl("catalog"), `127.0.0.1:${proxy.port}`);
    try {
      // The advisory lock of `migrateDatabase`.
      expect((await other.query("select pg_try_advisory_lock(5703117) as locked")).rows).toEqual([{ locked: true }]);
      await expect(migrate()).rejects.toThrow("Another process migrates the database of catalog");
    } finally {
      await other.end();
    }
    await migrate();
  });

  it("grants no change of append-only tables", async () => {
    await migrate();
    const [account, catalog] = targets().map(({ serviceUrl }) => neon(serviceUrl));
    await expect(account?.query("update security_events set type = 'x'")).rejects.toThrow("permission denied");
    await expect(catalog?.query("delete from stock_ledger")).rejects.toThrow("permission denied");
  });

  it("revokes a right that a role had before", async () => {
    await migrate();
    await neon(ownerUrl("account")).query('grant update on security_events to "account-service"');
    await migrate();
    const sql = neon(targets()[0]?.serviceUrl ?? "");
    await expect(sql`update security_events set type = 'x'`).rejects.toThrow("permission denied");
  });

  it("rejects a role that may change the audit trail as a member of another role", async () => {
    await migrate();
    const owner = neon(ownerUrl("account"));
    await owner`grant pg_write_all_data to "account-service"`;
    await expect(migrate()).rejects.toThrow("owns security_events or may change its rows");
    await owner`revoke pg_write_all_data from "account-service"`;
  });
});

describe("maintain_security_events", () => {
  let dataDir: string;
  let postgres: Postgres;
  let proxy: NeonProxy;
  let owner: ReturnType<typeof neon<false, false>>;
  let service: typeof owner;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), "stoa-partitions-"));
    chmodSync(dataDir, 0o711); // Postgres runs as another user.
    const settings = { fsync: "off" };
    postgres = await startPostgres({
      dataDir: join(dataDir, "postgres"),
      runDir: dataDir,
      password: "owner",
      settings,
    });
    await createDatabases(postgres.port, "owner", ["account"]);
    proxy = await startNeonProxy({ postgresPort: postgres.port });
    neonConfig.fetchEndpoint = () => `http://127.0.0.1:${proxy.port}/sql`;
    const migrationUrl = toConnectionString("postgres", "owner", "account");
    const serviceUrl = toConnectionString("service", "service", "account");
    await migrateDeployment([{ name: "account", migrationUrl, serviceUrl }], () => {}, `127.0.0.1:${proxy.port}`);
    owner = neon(migrationUrl);
    service = neon(serviceUrl);
  });

  afterAll(async () => {
    await proxy?.stop();
    await postgres?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const insert = (id: string, at: string) =>
    service.query(
      `insert into security_events (id, type, actor, address_hash, at) values ($1, 'SIGN_IN', 'x', 'x', ${at})`,
      [id],
    );

  it("creates partitions for the next six months", async () => {
    await insert("evt_later", "date_trunc('month', now()) + interval '6 months 27 days'");
    await expect(insert("evt_last", "now() + interval '8 months'")).rejects.toThrow("no partition");
  });

  it("drops a partition 400 days after its end, and no other", async () => {
    const addPartition = (name: string, endsDaysAgo: number) =>
      owner.query(`do $$ begin execute format(
        'alter table security_events detach partition security_events_first;
         create table ${name} partition of security_events for values from (%L) to (%L)',
        date_trunc('day', now()) - interval '${endsDaysAgo + 30} days',
        date_trunc('day', now()) - interval '${endsDaysAgo} days'); end $$`);
    await addPartition("security_events_expired", 401);
    await owner.query(
      `do $$ begin execute format(
        'create table security_events_recent partition of security_events for values from (%L) to (%L)',
        date_trunc('day', now()) - interval '401 days', date_trunc('day', now()) - interval '399 days'); end $$`,
    );
    await insert("evt_expired", "now() - interval '420 days'");
    await insert("evt_recent", "now() - interval '400 days'");
    await service`select maintain_security_events()`;
    const rows = await service`select id from security_events where id in ('evt_expired', 'evt_recent')`;
    expect(rows).toEqual([{ id: "evt_recent" }]);
  });

  it("is not available to other roles", async () => {
    await owner`create role stranger login password 'stranger'`;
    await owner`grant connect on database account to stranger`;
    const stranger = neon(toConnectionString("stranger", "stranger", "account"));
    await expect(stranger`select maintain_security_events()`).rejects.toThrow("permission denied for function");
  });
});
