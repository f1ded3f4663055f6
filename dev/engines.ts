import { join } from "node:path";
import { endRecorded } from "./child.ts";
import { type DatabaseName, databases, migrateDatabase } from "./migrations.ts";
import { type NeonProxy, startNeonProxy } from "./neon-proxy.ts";
import { createDatabases, databaseUrl, startPostgres } from "./postgres.ts";
import { loadSecrets, type Secrets } from "./secrets.ts";
import { startStripeSandbox } from "./stripe.ts";
import { startUpstash } from "./upstash.ts";

export interface EnginesOptions {
  readonly dataDir: string;
  /** False lets Postgres skip its disk flushes: for tests that survive no crash. */
  readonly durable?: boolean;
}

/** What stands in for the cloud's services, and how Workers reach it. */
export interface Engines {
  readonly secrets: Secrets;
  readonly neonProxy: string;
  readonly redisUrl: string;
  readonly stripeHost: string;
  readonly databaseUrl: (name: DatabaseName) => string;
  /** For people: "Postgres 17.10", "redis-server 7.0.15". */
  readonly names: readonly string[];
  readonly sqlServed: NeonProxy["stats"];
  readonly postgresPort: number;
  readonly postgresPid: number;
  /** Takes Redis away, for tests of what happens then. */
  stopRedis(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Postgres, the Neon proxy, the Upstash front and the payment sandbox on a folder, and migrates. */
export async function startEngines({ dataDir, durable = true }: EnginesOptions): Promise<Engines> {
  const started: { stop(): Promise<void> }[] = [];
  const keep = <T extends { stop(): Promise<void> }>(engine: T): T => {
    started.unshift(engine);
    return engine;
  };
  const stop = async () => {
    for (const engine of started) await engine.stop();
  };
  try {
    await endRecorded(dataDir);
    const secrets = await loadSecrets(dataDir);
    const settings = durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
    const postgres = keep(await startPostgres({ dataDir: join(dataDir, "postgres"), runDir: dataDir, settings }));
    const redisDir = join(dataDir, "redis");
    const redis = keep(await startUpstash({ dataDir: redisDir, runDir: dataDir, token: secrets.redisToken }));
    const stripe = keep(await startStripeSandbox({ dataDir: join(dataDir, "stripe"), secretKey: secrets.stripeKey }));
    const neon = keep(await startNeonProxy({ postgresPort: postgres.port }));
    const neonProxy = `127.0.0.1:${neon.port}`;
    await createDatabases(postgres.port, databases);
    for (const name of databases) await migrateDatabase(name, databaseUrl(name), neonProxy);
    return {
      secrets,
      neonProxy,
      redisUrl: `http://127.0.0.1:${redis.port}`,
      stripeHost: `127.0.0.1:${stripe.port}`,
      databaseUrl,
      names: [
        `Postgres ${postgres.version}`,
        `Redis: ${redis.engine}`,
        "search: Postgres full text",
        `payments: sandbox at 127.0.0.1:${stripe.port}`,
      ],
      sqlServed: neon.stats,
      postgresPort: postgres.port,
      postgresPid: postgres.pid,
      stopRedis: redis.stop,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
