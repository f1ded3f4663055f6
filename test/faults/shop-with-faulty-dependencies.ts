import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startMailEmulator } from "../../dev/emulators/mail.ts";
import { startNeonProxy } from "../../dev/emulators/neon/server.ts";
import { toServiceUrl, toSuperuserUrl } from "../../dev/local/postgres/database-url.ts";
import { prepareDatabases } from "../../dev/local/postgres/databases.ts";
import type { DatabaseName } from "../../dev/local/postgres/migrations.ts";
import { loadSecrets } from "../../dev/local/secrets.ts";
import { freePort } from "../../dev/process/listen.ts";
import { openClients, type ShopClients } from "../support/clients.ts";
import { findSecrets } from "../support/log-secret-scan.ts";
import { crons, prepareBundles, waitUntilHealthy } from "../support/serve.ts";
import {
  type Killable,
  startKillableElasticsearch,
  startKillableEmulator,
  startKillablePostgres,
} from "./killable-dependencies.ts";
import { startToxiproxy, type Toxic } from "./toxiproxy.ts";

/** The dependencies that an order requires. */
export const dependencies = ["Postgres", "Redis", "payments"] as const;
export type Dependency = (typeof dependencies)[number] | "Elasticsearch";

/** A program that starts an Elasticsearch node. Without it, Postgres does the search. */
export const elasticsearch = process.env.ELASTICSEARCH_START || undefined;

/** A shop whose dependencies can be killed, and whose connections to them can be disturbed. */
export interface FaultyShop extends ShopClients {
  kill(dependency: Dependency): Promise<void>;
  restart(dependency: Dependency): Promise<void>;
  addToxic(dependency: Dependency, toxic: Toxic): Promise<void>;
  removeToxics(): Promise<void>;
  runCrons(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the four deployed bundles in one workerd, with Toxiproxy in front of each dependency. The clients of the tests
 * bypass the proxies. No webhook is delivered, so an order must recover by itself.
 */
export async function openFaultyShop(): Promise<FaultyShop> {
  const folder = mkdtempSync(join(tmpdir(), "stoa-outages-"));
  chmodSync(folder, 0o711); // Postgres runs as another user.
  const cleanups: (() => Promise<void>)[] = [];
  const stopLater = <T extends { stop(): Promise<void> }>(started: T): T => {
    cleanups.unshift(started.stop);
    return started;
  };
  const secrets = await loadSecrets(folder);
  const databaseUrl = (name: DatabaseName) => toServiceUrl(name, secrets);
  const proxyPorts = { Postgres: await freePort(), Redis: await freePort(), payments: await freePort() };
  const toxiproxy = stopLater(await startToxiproxy(join(folder, "toxiproxy")));
  const killables: Partial<Record<Dependency, Killable>> & Record<(typeof dependencies)[number], Killable> = {
    Postgres: stopLater(await startKillablePostgres(folder, secrets.postgresPassword)),
    Redis: stopLater(
      await startKillableEmulator("redis", folder, { token: secrets.redisToken, proxyPort: proxyPorts.Redis }),
    ),
    payments: stopLater(
      await startKillableEmulator("stripe", folder, {
        secretKey: secrets.stripeKey,
        controlToken: secrets.sandboxToken,
        proxyPort: proxyPorts.payments,
      }),
    ),
    ...(elasticsearch === undefined
      ? {}
      : { Elasticsearch: stopLater(await startKillableElasticsearch(folder, elasticsearch)) }),
  };
  const getKillable = (dependency: Dependency): Killable => {
    const killable = killables[dependency];
    if (killable === undefined) throw new Error(`${dependency} was not started`);
    return killable;
  };
  const neon = stopLater(
    await startNeonProxy({ postgresPort: killables.Postgres.port, proxyPort: proxyPorts.Postgres }),
  );
  const mail = stopLater(await startMailEmulator({ apiKey: secrets.mailKey }));
  const neonProxy = `127.0.0.1:${neon.port}`;
  await prepareDatabases({ postgresPort: killables.Postgres.port, neonProxy, ...secrets });

  await toxiproxy.createProxy("Postgres", neon.port, proxyPorts.Postgres);
  await toxiproxy.createProxy("Redis", killables.Redis.port, proxyPorts.Redis);
  await toxiproxy.createProxy("payments", killables.payments.port, proxyPorts.payments);
  const searchPort = killables.Elasticsearch && (await freePort());
  if (searchPort !== undefined) {
    await toxiproxy.createProxy("Elasticsearch", killables.Elasticsearch?.port ?? 0, searchPort);
  }
  const [gateway, order, cron] = [await freePort(), await freePort(), await freePort()];
  const workers = await prepareBundles({
    engines: {
      secrets,
      databaseUrl,
      neonProxy: `127.0.0.1:${proxyPorts.Postgres}`,
      redisUrl: `http://127.0.0.1:${proxyPorts.Redis}`,
      stripeHost: `127.0.0.1:${proxyPorts.payments}`,
      mailHost: `127.0.0.1:${mail.port}`,
      elasticsearchUrl: searchPort === undefined ? undefined : `http://127.0.0.1:${searchPort}`,
    },
    folder: join(folder, "bundles"),
    stateDir: join(folder, "objects"),
    ports: { gateway, order },
    extraWorkers: [crons(cron)],
  });
  const child = workers.start();
  const url = `http://127.0.0.1:${gateway}`;
  await waitUntilHealthy(url);
  const superuserUrl = (name: DatabaseName) => toSuperuserUrl(name, secrets);
  const direct = { secrets, superuserUrl, neonProxy, stripeHost: `127.0.0.1:${killables.payments.port}` };

  return {
    ...openClients(url, { order: `http://127.0.0.1:${order}` }, direct),
    kill: (dependency) => getKillable(dependency).kill(),
    restart: (dependency) => getKillable(dependency).restart(),
    addToxic: toxiproxy.addToxic,
    removeToxics: toxiproxy.removeToxics,
    runCrons: async () => {
      const response = await fetch(`http://127.0.0.1:${cron}`);
      if (!response.ok) throw new Error(`A cron failed: ${await response.text()}`);
    },
    stop: async () => {
      child.kill("SIGKILL");
      for (const stop of cleanups) await stop();
      const leaked = findSecrets(readFileSync(workers.logFile, "utf8"));
      if (leaked.length > 0) throw new Error(leaked.join("; "));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
