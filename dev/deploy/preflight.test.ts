import { afterEach, describe, expect, it } from "vitest";
import { workerNames } from "../build/bundle.ts";
import {
  type CloudflareEmulator,
  type CloudflareEmulatorOptions,
  startCloudflareEmulator,
} from "../emulators/cloudflare.ts";
import { readWorkerConfig, type WorkerConfig } from "../local/worker-config.ts";
import { connectCloudflare } from "./cloudflare-api.ts";
import type { Finding, Target } from "./finding.ts";
import { isReady, runPreflight } from "./preflight.ts";
import type { SecretsFile } from "./secrets-file.ts";

const noSecrets: SecretsFile = {
  environment: "staging",
  migrate: {},
  gateway: {},
  account: {},
  catalog: {},
  order: {},
  storefront: {},
  console: {},
};
const oneAccount = { token: "token", accounts: [{ id: "one", name: "Shop" }] };
const completeAccount = {
  ...oneAccount,
  plans: ["workers_paid"],
  zones: [{ id: "zone", name: "shop.test", status: "active" }],
};

let emulator: CloudflareEmulator;

afterEach(() => emulator.stop());

interface Options {
  readonly account?: CloudflareEmulatorOptions;
  readonly secrets?: SecretsFile;
  readonly env?: Target["env"];
  /** Replaces the domain of the examples. */
  readonly domain?: string;
}

/** Runs the checks of staging against an emulated account. Returns the findings that are not ok. */
async function check({ account = oneAccount, secrets = noSecrets, env = {}, domain }: Options = {}) {
  emulator = await startCloudflareEmulator(account);
  const read = (name: (typeof workerNames)[number]): WorkerConfig => {
    const text = JSON.stringify(readWorkerConfig(name, "staging"));
    return JSON.parse(domain === undefined ? text : text.replaceAll("stoa.example", domain)) as WorkerConfig;
  };
  const configs = Object.fromEntries(workerNames.map((name) => [name, read(name)])) as Target["configs"];
  const connect = () => connectCloudflare({ baseUrl: emulator.url, token: account.token });
  const preflight = await runPreflight({ environment: "staging", configs, secrets, env, connect });
  expect(emulator.writes).toEqual([]);
  return { ...preflight, problems: preflight.findings.filter(({ status }) => status !== "ok") };
}

const subjects = (findings: readonly Finding[]) => findings.map(({ status, subject }) => `${status} ${subject}`);

describe("runPreflight", () => {
  it("names everything that an empty account lacks, and changes nothing", async () => {
    const { problems, findings } = await check();
    expect(isReady(findings)).toBe(false);
    const names = subjects(problems);
    for (const queue of ["order-facts", "order-emails", "order-facts-dead", "order-facts-parked"]) {
      expect(names).toContain(`missing queue ${queue}-staging`);
    }
    for (const name of workerNames) {
      for (const secret of readWorkerConfig(name, "staging").secrets?.required ?? []) {
        expect(names).toContain(`missing secret ${secret} of ${name}`);
      }
    }
    for (const name of ["account", "catalog", "order"]) expect(names).toContain(`missing database of ${name}`);
    expect(names).toContain("missing route staging.stoa.example");
    expect(names).toContain("unchecked Workers Paid plan");
  });

  it("rejects variables and routes that still have the domain of the examples", async () => {
    const { problems } = await check();
    const examples = subjects(problems.filter(({ status }) => status === "wrong"));
    expect(examples).toEqual([
      "wrong order RETURN_ORIGINS",
      "wrong account TOKEN_ISSUER",
      "wrong account STOREFRONT_URL",
      "wrong account MAIL_FROM",
      "wrong gateway TOKEN_ISSUER",
      "wrong gateway PICTURE_ORIGIN",
      "wrong gateway SECURITY_CONTACT",
      "wrong gateway ALLOWED_ORIGINS",
      "wrong gateway routes",
      "wrong storefront STOREFRONT_URL",
      "wrong storefront routes",
      "wrong console CONSOLE_URL",
      "wrong console routes",
    ]);
  });

  it("accepts the domain of a zone in the account, and rejects one whose zone is pending", async () => {
    const ready = await check({ account: completeAccount, domain: "shop.test" });
    expect(subjects(ready.findings)).toContain("ok route staging.shop.test");
    expect(subjects(ready.findings)).toContain("ok Workers Paid plan");
    expect(subjects(ready.findings)).toContain("ok variables and routes");
    await emulator.stop();
    const zones = [{ id: "zone", name: "shop.test", status: "pending" }];
    const pending = await check({ account: { ...completeAccount, zones }, domain: "shop.test" });
    expect(subjects(pending.problems)).toContain("wrong route staging.shop.test");
  });

  it("rejects a token with access to two accounts, unless one is selected", async () => {
    const account = { ...oneAccount, accounts: [...oneAccount.accounts, { id: "two", name: "Other" }] };
    const ambiguous = await check({ account });
    expect(ambiguous.problems.find(({ subject }) => subject === "Cloudflare account")).toMatchObject({
      status: "wrong",
      detail: "the token has access to Shop (one) and Other (two)",
      repair: "set CLOUDFLARE_ACCOUNT_ID",
    });
    await emulator.stop();
    expect(await check({ account, env: { CLOUDFLARE_ACCOUNT_ID: "two" } })).toMatchObject({ accountId: "two" });
  });

  it("rejects a plan without Workers Paid", async () => {
    const { problems } = await check({ account: { ...oneAccount, plans: ["free"] } });
    expect(subjects(problems)).toContain("missing Workers Paid plan");
  });

  it("rejects a database in another region than the Workers, and one whose service owns the tables", async () => {
    const url = (user: string) => `postgresql://${user}:secret@ep-1.us-east-1.aws.neon.tech/account`;
    const secrets = {
      ...noSecrets,
      migrate: { ACCOUNT_MIGRATION_DATABASE_URL: url("owner") },
      account: { DATABASE_URL: url("owner") },
    };
    const { findings, problems } = await check({ secrets });
    expect(problems).toContainEqual({
      status: "wrong",
      subject: "placement of order",
      detail: "is aws:eu-central-1, but a database is in aws:us-east-1",
    });
    expect(problems.find(({ subject }) => subject === "database of account")?.detail).toContain(
      "must not use the role",
    );
    expect(JSON.stringify(findings)).not.toContain("secret@");
  });

  it("reports a Redis that does not respond", async () => {
    const redis = { UPSTASH_REDIS_REST_URL: "http://127.0.0.1:1", UPSTASH_REDIS_REST_TOKEN: "hidden" };
    const { problems } = await check({ secrets: { ...noSecrets, gateway: redis } });
    expect(problems).toContainEqual({
      status: "wrong",
      subject: "gateway UPSTASH_REDIS_REST_URL",
      detail: "does not respond",
    });
    expect(subjects(problems)).not.toContain("missing secret UPSTASH_REDIS_REST_URL of gateway");
  });
});
