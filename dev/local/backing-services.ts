import { join } from "node:path";
import { type MailEmulator, startMailEmulator } from "../emulators/mail.ts";
import { type NeonProxy, startNeonProxy } from "../emulators/neon/server.ts";
import { startStripeEmulator } from "../emulators/stripe/server.ts";
import { startUpstashEmulator } from "../emulators/upstash/server.ts";
import { endRecordedProcesses } from "../process/child.ts";
import { startGraphiql } from "./graphiql.ts";
import { writeInstanceFile } from "./instance-file.ts";
import { type DatabaseName, databases, migrateDatabase } from "./postgres/migrations.ts";
import { createDatabases, databaseUrl, startPostgres } from "./postgres/server.ts";
import { loadSecrets, type Secrets } from "./secrets.ts";

export interface BackingServicesOptions {
  readonly dataDir: string;
  /** False lets Postgres skip its disk flushes: for tests that survive no crash. */
  readonly durable?: boolean;
  /** Where an Elasticsearch runs, with whatever lets us in; the database searches where there is none. */
  readonly elasticsearchUrl?: string | undefined;
}

/** What stands in for the cloud's services, and how Workers reach it. */
export interface BackingServices {
  readonly secrets: Secrets;
  readonly neonProxy: string;
  readonly redisUrl: string;
  readonly stripeHost: string;
  /** Has the payment sandbox send its events to a gateway. */
  readonly deliverWebhooksTo: (gatewayUrl: string) => void;
  readonly elasticsearchUrl: string | undefined;
  readonly mailHost: string;
  readonly graphiqlHost: string;
  readonly mail: Pick<MailEmulator, "sent" | "setRejecting">;
  readonly databaseUrl: (name: DatabaseName) => string;
  /** For people: "Postgres 17.10", "redis-server 7.0.15". */
  readonly names: readonly string[];
  readonly sqlServed: NeonProxy["stats"];
  readonly postgresPort: number;
  readonly postgresPid: number;
  /** Lets Redis take requests and answer none, for tests of what happens then. */
  readonly stallRedis: (stalling: boolean) => void;
  /** Takes Redis away, for the same. */
  stopRedis(): Promise<void>;
  stopPayments(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Postgres, the Neon proxy, the Upstash front and the payment sandbox on a folder, and migrates. */
export async function startBackingServices({
  dataDir,
  durable = true,
  elasticsearchUrl,
}: BackingServicesOptions): Promise<BackingServices> {
  const started: { stop(): Promise<void> }[] = [];
  const keep = <T extends { stop(): Promise<void> }>(engine: T): T => {
    started.unshift(engine);
    return engine;
  };
  const stop = async () => {
    for (const engine of started) await engine.stop();
  };
  try {
    await endRecordedProcesses(dataDir);
    const secrets = await loadSecrets(dataDir);
    const settings = durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
    const postgres = keep(await startPostgres({ dataDir: join(dataDir, "postgres"), runDir: dataDir, settings }));
    const redisDir = join(dataDir, "redis");
    const redis = keep(await startUpstashEmulator({ dataDir: redisDir, runDir: dataDir, token: secrets.redisToken }));
    const stripe = keep(await startStripeEmulator({ dataDir: join(dataDir, "stripe"), secretKey: secrets.stripeKey }));
    const mail = keep(await startMailEmulator({ apiKey: secrets.mailKey }));
    const graphiql = keep(await startGraphiql());
    const neon = keep(await startNeonProxy({ postgresPort: postgres.port }));
    const neonProxy = `127.0.0.1:${neon.port}`;
    const stripeHost = `127.0.0.1:${stripe.port}`;
    await createDatabases(postgres.port, databases);
    for (const name of databases) await migrateDatabase(name, databaseUrl(name), neonProxy);
    const withdraw = writeInstanceFile(dataDir, { neonProxy, stripeHost });
    keep({ stop: async () => withdraw() });
    return {
      secrets,
      neonProxy,
      redisUrl: `http://127.0.0.1:${redis.port}`,
      stripeHost,
      deliverWebhooksTo: (gatewayUrl) =>
        stripe.deliverTo({ url: `${gatewayUrl}/webhooks/stripe`, secret: secrets.stripeWebhookSecret }),
      elasticsearchUrl,
      mailHost: `127.0.0.1:${mail.port}`,
      graphiqlHost: `127.0.0.1:${graphiql.port}`,
      mail,
      databaseUrl,
      names: [
        `Postgres ${postgres.version}`,
        `Redis: ${redis.engine}`,
        `search: ${elasticsearchUrl === undefined ? "Postgres full text" : `Elasticsearch at ${new URL(elasticsearchUrl).host}`}`,
        `payments: sandbox at 127.0.0.1:${stripe.port}`,
      ],
      sqlServed: neon.stats,
      postgresPort: postgres.port,
      postgresPid: postgres.pid,
      stallRedis: redis.setStalled,
      stopRedis: redis.stop,
      stopPayments: stripe.stop,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
