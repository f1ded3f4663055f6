import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startMailEmulator } from "../../dev/emulators/mail.ts";
import { startNeonProxy } from "../../dev/emulators/neon/server.ts";
import { databases, migrateDatabase } from "../../dev/local/postgres/migrations.ts";
import { createDatabases, databaseUrl } from "../../dev/local/postgres/server.ts";
import { loadSecrets } from "../../dev/local/secrets.ts";
import { freePort } from "../../dev/process/listen.ts";
import { openClients, type ShopClients } from "../support/clients.ts";
import { findSecrets } from "../support/log-secret-scan.ts";
import { crons, prepareBundles, waitUntilHealthy } from "../support/serve.ts";
import { type Killable, killableElasticsearch, killableEmulator, killablePostgres } from "./killable-dependencies.ts";
import { startToxiproxy, type Toxic } from "./toxiproxy.ts";

/** What an order cannot do without. */
export const dependencies = ["Postgres", "Redis", "payments"] as const;
export type Dependency = (typeof dependencies)[number] | "Elasticsearch";

/** A program that starts a node of the search engine; undefined where searches are the database's. */
export const elasticsearch = process.env.ELASTICSEARCH_START || undefined;

/** A shop each of whose dependencies can be killed, or stands behind a proxy that misbehaves. */
export interface FaultyShop extends ShopClients {
  kill(dependency: Dependency): Promise<void>;
  restart(dependency: Dependency): Promise<void>;
  addToxic(dependency: Dependency, toxic: Toxic): Promise<void>;
  /** Takes every toxic away. */
  removeToxics(): Promise<void>;
  runCrons(): Promise<void>;
  stop(): Promise<void>;
}

/** Tests go in past the proxies. No webhook is delivered: an order has nobody but itself. */
export async function openFaultyShop(): Promise<FaultyShop> {
  const folder = mkdtempSync(join(tmpdir(), "stoa-away-"));
  chmodSync(folder, 0o711); // Postgres runs as another user.
  const stops: (() => Promise<void>)[] = [];
  const keep = <T extends { stop(): Promise<void> }>(started: T): T => {
    stops.unshift(started.stop);
    return started;
  };
  const secrets = await loadSecrets(folder);
  const toxiproxy = keep(await startToxiproxy(join(folder, "toxiproxy")));
  const mortals: Partial<Record<Dependency, Killable>> & Record<(typeof dependencies)[number], Killable> = {
    Postgres: keep(await killablePostgres(folder)),
    Redis: keep(await killableEmulator("redis", folder, { token: secrets.redisToken })),
    payments: keep(await killableEmulator("stripe", folder, { secretKey: secrets.stripeKey })),
    ...(elasticsearch === undefined ? {} : { Elasticsearch: keep(await killableElasticsearch(folder, elasticsearch)) }),
  };
  const get = (dependency: Dependency): Killable => {
    const mortal = mortals[dependency];
    if (mortal === undefined) throw new Error(`there is no ${dependency} here`);
    return mortal;
  };
  const neon = keep(await startNeonProxy({ postgresPort: mortals.Postgres.port }));
  const mail = keep(await startMailEmulator({ apiKey: secrets.mailKey }));
  const neonProxy = `127.0.0.1:${neon.port}`;
  await createDatabases(mortals.Postgres.port, databases);
  for (const name of databases) await migrateDatabase(name, databaseUrl(name), neonProxy);

  const reached = {
    Postgres: await toxiproxy.createProxy("Postgres", neon.port),
    Redis: await toxiproxy.createProxy("Redis", mortals.Redis.port),
    payments: await toxiproxy.createProxy("payments", mortals.payments.port),
  };
  const search = mortals.Elasticsearch && (await toxiproxy.createProxy("Elasticsearch", mortals.Elasticsearch.port));
  const [gateway, order, cron] = [await freePort(), await freePort(), await freePort()];
  const prepared = await prepareBundles({
    engines: {
      secrets,
      databaseUrl,
      neonProxy: `127.0.0.1:${reached.Postgres}`,
      redisUrl: `http://127.0.0.1:${reached.Redis}`,
      stripeHost: `127.0.0.1:${reached.payments}`,
      mailHost: `127.0.0.1:${mail.port}`,
      elasticsearchUrl: search === undefined ? undefined : `http://127.0.0.1:${search}`,
    },
    folder: join(folder, "bundles"),
    stateDir: join(folder, "objects"),
    ports: { gateway, order },
    extraWorkers: [crons(cron)],
  });
  const child = prepared.start();
  const url = `http://127.0.0.1:${gateway}`;
  await waitUntilHealthy(url);
  const behind = { secrets, databaseUrl, neonProxy, stripeHost: `127.0.0.1:${mortals.payments.port}` };

  return {
    ...openClients(url, { order: `http://127.0.0.1:${order}` }, behind),
    kill: (dependency) => get(dependency).kill(),
    restart: (dependency) => get(dependency).restart(),
    addToxic: toxiproxy.addToxic,
    removeToxics: toxiproxy.removeToxics,
    runCrons: async () => {
      const response = await fetch(`http://127.0.0.1:${cron}`);
      if (!response.ok) throw new Error(`a cron ended with ${await response.text()}`);
    },
    stop: async () => {
      child.kill("SIGKILL");
      for (const stop of stops) await stop();
      const found = findSecrets(readFileSync(prepared.logFile, "utf8"));
      if (found.length > 0) throw new Error(found.join("; "));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
