import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ApiWorkerName } from "../../dev/build/bundle.ts";
import { startMailEmulator } from "../../dev/emulators/mail.ts";
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
import { startToxiproxy, type Toxic, type Toxiproxy } from "./toxiproxy.ts";

/** The dependencies that an order requires. */
export const dependencies = ["Postgres", "Redis", "payments"] as const;
export type Dependency = (typeof dependencies)[number] | "Elasticsearch";

/** A program that starts an Elasticsearch node. Without it, Postgres does the search. */
export const elasticsearch = process.env.ELASTICSEARCH_START || undefined;

export interface FaultyShopOptions {
  /** False connects the Workers to the dependencies directly, so that connections cannot be disturbed. */
  readonly proxied?: boolean;
  /** False starts no Elasticsearch node. Postgres does the search then. */
  readonly searchNode?: boolean;
  /** Whether the files are in memory, so that the disk does not limit the load. */
  readonly onTmpfs?: boolean;
  /** The Workers whose rate limits and load shedding are on. */
  readonly limits?: readonly ApiWorkerName[];
  /** Overrides variables of the Workers' configurations. */
  readonly vars?: Readonly<Record<string, string>>;
}

/** A shop whose dependencies can be killed, and whose connections to them can be disturbed. */
export interface FaultyShop extends ShopClients {
  kill(dependency: Dependency): Promise<void>;
  restart(dependency: Dependency): Promise<void>;
  addToxic(dependency: Dependency, toxic: Toxic): Promise<void>;
  removeToxics(): Promise<void>;
  runCrons(): Promise<void>;
  /** The pids of the processes that run now, by name. */
  processes(): Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

/**
 * Starts the four deployed bundles in one workerd, with Toxiproxy in front of each dependency. The clients of the tests
 * bypass the proxies. No webhook is delivered, so an order must recover by itself.
 */
export async function openFaultyShop(options: FaultyShopOptions = {}): Promise<FaultyShop> {
  const { proxied = true, searchNode = true, onTmpfs = false, limits = [], vars = {} } = options;
  const inMemory = onTmpfs && process.platform === "linux";
  const folder = mkdtempSync(join(inMemory ? "/dev/shm" : tmpdir(), "stoa-outages-"));
  chmodSync(folder, 0o711); // Postgres runs as another user.
  const cleanups: (() => Promise<void>)[] = [];
  const stopLater = <T extends { stop(): Promise<void> }>(started: T): T => {
    cleanups.unshift(started.stop);
    return started;
  };
  const secrets = await loadSecrets(folder);
  const databaseUrl = (name: DatabaseName) => toServiceUrl(name, secrets);
  const toxiproxy = proxied ? stopLater(await startToxiproxy(join(folder, "toxiproxy"))) : undefined;
  const proxyPort = async () => (proxied ? { proxyPort: await freePort() } : {});
  const proxyPorts = { Postgres: await proxyPort(), Redis: await proxyPort(), payments: await proxyPort() };
  const killables: Partial<Record<Dependency, Killable>> & Record<(typeof dependencies)[number], Killable> = {
    Postgres: stopLater(await startKillablePostgres(folder, secrets.postgresPassword)),
    Redis: stopLater(await startKillableEmulator("redis", folder, { token: secrets.redisToken, ...proxyPorts.Redis })),
    payments: stopLater(
      await startKillableEmulator("stripe", folder, {
        secretKey: secrets.stripeKey,
        controlToken: secrets.sandboxToken,
        ...proxyPorts.payments,
      }),
    ),
    ...(elasticsearch === undefined || !searchNode
      ? {}
      : { Elasticsearch: stopLater(await startKillableElasticsearch(folder, elasticsearch)) }),
  };
  const getKillable = (dependency: Dependency): Killable => {
    const killable = killables[dependency];
    if (killable === undefined) throw new Error(`${dependency} was not started`);
    return killable;
  };
  const postgresPort = killables.Postgres.port;
  const neon = stopLater(await startKillableEmulator("neon", folder, { postgresPort, ...proxyPorts.Postgres }));
  const mail = stopLater(await startMailEmulator({ apiKey: secrets.mailKey }));
  const neonProxy = `127.0.0.1:${neon.port}`;
  await prepareDatabases({ postgresPort, neonProxy, ...secrets });

  /** Returns the address of a dependency for the Workers. */
  const connect = async (name: Dependency, port: number, through?: number): Promise<string> => {
    if (toxiproxy === undefined) return `127.0.0.1:${port}`;
    const listen = through ?? (await freePort());
    await toxiproxy.createProxy(name, port, listen);
    return `127.0.0.1:${listen}`;
  };
  const search = killables.Elasticsearch && (await connect("Elasticsearch", killables.Elasticsearch.port));
  const [gateway, order, cron] = [await freePort(), await freePort(), await freePort()];
  const workers = await prepareBundles({
    engines: {
      secrets,
      databaseUrl,
      neonProxy: await connect("Postgres", neon.port, proxyPorts.Postgres.proxyPort),
      redisUrl: `http://${await connect("Redis", killables.Redis.port, proxyPorts.Redis.proxyPort)}`,
      stripeHost: await connect("payments", killables.payments.port, proxyPorts.payments.proxyPort),
      mailHost: `127.0.0.1:${mail.port}`,
      elasticsearchUrl: search === undefined ? undefined : `http://${search}`,
    },
    folder: join(folder, "bundles"),
    stateDir: join(folder, "objects"),
    ports: { gateway, order },
    limits,
    vars,
    consumesQueues: true,
    extraWorkers: [crons(cron)],
  });
  const child = workers.start();
  const url = `http://127.0.0.1:${gateway}`;
  await waitUntilHealthy(url);
  const superuserUrl = (name: DatabaseName) => toSuperuserUrl(name, secrets);
  const direct = { secrets, superuserUrl, neonProxy, stripeHost: `127.0.0.1:${killables.payments.port}` };
  const requireProxies = (): Toxiproxy => {
    if (toxiproxy === undefined) throw new Error("The shop was started without proxies");
    return toxiproxy;
  };

  return {
    ...openClients(url, { order: `http://127.0.0.1:${order}` }, direct),
    kill: (dependency) => getKillable(dependency).kill(),
    restart: (dependency) => getKillable(dependency).restart(),
    addToxic: (dependency, toxic) => requireProxies().addToxic(dependency, toxic),
    removeToxics: () => requireProxies().removeToxics(),
    runCrons: async () => {
      const response = await fetch(`http://127.0.0.1:${cron}`);
      if (!response.ok) throw new Error(`A cron failed: ${await response.text()}`);
    },
    processes: () => ({
      workerd: child.pid ?? 0,
      ...Object.fromEntries(Object.entries(killables).map(([name, { pid }]) => [name, pid])),
      "Neon proxy": neon.pid,
    }),
    stop: async () => {
      child.kill("SIGKILL");
      for (const stop of cleanups) await stop();
      const leaked = findSecrets(readFileSync(workers.logFile, "utf8"));
      if (leaked.length > 0) throw new Error(leaked.join("; "));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
