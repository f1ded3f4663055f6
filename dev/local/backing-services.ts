import { join } from "node:path";
import type { WorkerName } from "../build/bundle.ts";
import { type BreachedPasswordsEmulator, startBreachedPasswordsEmulator } from "../emulators/breached-passwords.ts";
import { type EasyPostEmulator, startEasyPostEmulator } from "../emulators/easypost.ts";
import { type MailEmulator, startMailEmulator } from "../emulators/mail.ts";
import { type NeonProxy, startNeonProxy } from "../emulators/neon/server.ts";
import { type StripeEmulator, startStripeEmulator } from "../emulators/stripe/server.ts";
import { startUpstashEmulator, type UpstashEmulator } from "../emulators/upstash/server.ts";
import { startViesEmulator, type ViesEmulator } from "../emulators/vies.ts";
import { endRecordedProcesses } from "../process/child.ts";
import type { Switches } from "./fault-lab.ts";
import { startGraphiql } from "./graphiql.ts";
import { writeInstanceFile } from "./instance-file.ts";
import { toServiceUrl, toSuperuserUrl } from "./postgres/database-url.ts";
import { prepareDatabases } from "./postgres/databases.ts";
import type { DatabaseName } from "./postgres/migrations.ts";
import { startPostgres } from "./postgres/server.ts";
import { loadSecrets, type Secrets } from "./secrets.ts";

export interface BackingServicesOptions {
  readonly dataDir: string;
  /** False disables Postgres's disk flushes, for tests without a crash. */
  readonly durable?: boolean;
  /** The URL of an Elasticsearch, with credentials if it needs them. Without one, search uses Postgres. */
  readonly elasticsearchUrl?: string | undefined;
  /** Ends the start after the current step. */
  readonly signal?: AbortSignal | undefined;
}

/** The local replacements of the cloud services, and their addresses. */
export interface BackingServices {
  readonly secrets: Secrets;
  /** The secrets of Workers that have others, for tests of a rotation that is under way. */
  readonly secretsOf?: Readonly<Partial<Record<WorkerName, Secrets>>>;
  readonly neonProxy: string;
  readonly redisUrl: string;
  readonly stripeHost: string;
  /** Sends the webhooks of the Stripe emulator to a gateway. */
  readonly deliverWebhooksTo: (gatewayUrl: string) => void;
  readonly elasticsearchUrl: string | undefined;
  readonly mailHost: string;
  readonly graphiqlHost: string;
  readonly breachedPasswordsHost: string;
  readonly breachedPasswords: Pick<BreachedPasswordsEmulator, "requests" | "setRejecting">;
  readonly viesHost: string;
  readonly vies: Pick<ViesEmulator, "requests" | "setRejecting">;
  readonly mail: Pick<MailEmulator, "sent" | "setRejecting">;
  readonly easypostHost: string;
  readonly easypost: Pick<EasyPostEmulator, "requests" | "setRejecting">;
  /** Returns the connection string of a service's own role. */
  readonly databaseUrl: (name: DatabaseName) => string;
  /** Returns the connection string of the superuser, for tests. */
  readonly superuserUrl: (name: DatabaseName) => string;
  /** Descriptions for people: "Postgres 17.10", "redis-server 7.0.15". */
  readonly names: readonly string[];
  readonly sqlServed: NeonProxy["stats"];
  readonly redisServed: UpstashEmulator["served"];
  readonly paymentsServed: StripeEmulator["served"];
  readonly postgresPort: number;
  readonly postgresPid: number;
  /** Switches that make a service unavailable, by its name. */
  readonly switches: Switches;
  /** Rolls credentials, as their issuers do, for tests of rotations. */
  readonly stripe: Pick<StripeEmulator, "rollKey" | "rollWebhookSecret" | "webhookResponses">;
  readonly resetRedisToken: UpstashEmulator["resetToken"];
  /** Starts or stops leaving requests to Redis without a response, for tests of timeouts. */
  readonly stallRedis: (stalling: boolean) => void;
  /** Stops Redis, for tests of an outage. */
  stopRedis(): Promise<void>;
  /** Stops the Stripe emulator, for tests of an outage. */
  stopPayments(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Postgres, Redis and the emulators on a data folder, and applies the migrations. */
export async function startBackingServices({
  dataDir,
  durable = true,
  elasticsearchUrl,
  signal,
}: BackingServicesOptions): Promise<BackingServices> {
  const started: { stop(): Promise<void> }[] = [];
  const stopLater = <T extends { stop(): Promise<void> }>(service: T): T => {
    started.unshift(service);
    signal?.throwIfAborted();
    return service;
  };
  const stop = async () => {
    for (const service of started) await service.stop();
  };
  try {
    await endRecordedProcesses(dataDir);
    const secrets = await loadSecrets(dataDir);
    const settings = durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
    const postgres = stopLater(
      await startPostgres({
        dataDir: join(dataDir, "postgres"),
        runDir: dataDir,
        password: secrets.postgresPassword,
        settings,
      }),
    );
    const redisDir = join(dataDir, "redis");
    const redis = stopLater(
      await startUpstashEmulator({ dataDir: redisDir, runDir: dataDir, token: secrets.redisToken }),
    );
    const stripe = stopLater(
      await startStripeEmulator({
        dataDir: join(dataDir, "stripe"),
        secretKey: secrets.stripeKey,
        controlToken: secrets.sandboxToken,
      }),
    );
    const mail = stopLater(await startMailEmulator({ apiKey: secrets.mailKey }));
    const breachedPasswords = stopLater(await startBreachedPasswordsEmulator());
    const easypost = stopLater(await startEasyPostEmulator({ apiKey: secrets.easypostKey }));
    const vies = stopLater(await startViesEmulator());
    const graphiql = stopLater(await startGraphiql());
    const neon = stopLater(await startNeonProxy({ postgresPort: postgres.port }));
    const neonProxy = `127.0.0.1:${neon.port}`;
    const stripeHost = `127.0.0.1:${stripe.port}`;
    await prepareDatabases({ postgresPort: postgres.port, neonProxy, ...secrets });
    const removeInstanceFile = writeInstanceFile(dataDir, { neonProxy, stripeHost });
    stopLater({ stop: async () => removeInstanceFile() });
    return {
      secrets,
      neonProxy,
      redisUrl: `http://127.0.0.1:${redis.port}`,
      stripeHost,
      deliverWebhooksTo: (gatewayUrl) =>
        stripe.deliverTo({ url: `${gatewayUrl}/webhooks/stripe`, secrets: [secrets.stripeWebhookSecret] }),
      elasticsearchUrl,
      mailHost: `127.0.0.1:${mail.port}`,
      graphiqlHost: `127.0.0.1:${graphiql.port}`,
      breachedPasswordsHost: `127.0.0.1:${breachedPasswords.port}`,
      breachedPasswords,
      viesHost: `127.0.0.1:${vies.port}`,
      vies,
      mail,
      easypostHost: `127.0.0.1:${easypost.port}`,
      easypost,
      databaseUrl: (name) => toServiceUrl(name, secrets),
      superuserUrl: (name) => toSuperuserUrl(name, secrets),
      names: [
        `Postgres ${postgres.version}`,
        `Redis: ${redis.engine}`,
        `search: ${elasticsearchUrl === undefined ? "Postgres full text" : `Elasticsearch at ${new URL(elasticsearchUrl).host}`}`,
        `payments: sandbox at 127.0.0.1:${stripe.port}`,
      ],
      sqlServed: neon.stats,
      redisServed: redis.served,
      paymentsServed: stripe.served,
      postgresPort: postgres.port,
      postgresPid: postgres.pid,
      switches: { Payments: stripe.availability, Postgres: neon.availability, Redis: redis.availability },
      stripe,
      resetRedisToken: redis.resetToken,
      stallRedis: (stalling) => {
        redis.availability.state = stalling ? "cut_off" : "up";
      },
      stopRedis: redis.stop,
      stopPayments: stripe.stop,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
