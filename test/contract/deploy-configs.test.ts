import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pageWorkerNames, workerNames } from "../../dev/build/bundle.ts";
import { root } from "../../dev/build/root.ts";
import { getConfigPath, readWorkerConfig } from "../../dev/local/worker-config.ts";
import { keyUses } from "../../workers/kit/auth/key-ring.ts";

const environments = [
  { label: "production", environment: undefined },
  { label: "staging", environment: "staging" },
] as const;
/** The Workers that clients and browsers reach. */
const published = ["gateway", ...pageWorkerNames] as const;
const internal = workerNames.filter((name) => !published.some((other) => other === name));

describe.each(environments)("the Worker configurations for $label", ({ environment, label }) => {
  it.each(internal)("give %s no public route", (name) => {
    const config = readWorkerConfig(name, environment);
    expect([config.workers_dev, config.preview_urls]).toEqual([false, false]);
    expect([config.route ?? null, config.routes ?? []]).toEqual([null, []]);
  });

  it.each(published)("publish %s at a route only, where the rules of the zone apply", (name) => {
    const { workers_dev, preview_urls, routes = [] } = readWorkerConfig(name, environment);
    expect([workers_dev, preview_urls]).toEqual([false, false]);
    expect(routes).toHaveLength(1);
  });

  it("bind every Worker to Workers of the same environment", () => {
    const names = workerNames.map((name) => readWorkerConfig(name, environment).name);
    for (const name of workerNames) {
      for (const { service } of readWorkerConfig(name, environment).services ?? []) expect(names).toContain(service);
    }
  });

  it.each(workerNames)("place %s in the region of the databases", (name) => {
    const { placement } = readWorkerConfig(name, environment);
    expect(placement?.region).toMatch(/^(aws|gcp|azure):[a-z0-9-]+$/);
    expect(placement).toEqual(readWorkerConfig("gateway", environment).placement);
  });

  it.each(workerNames)("limit the CPU time of %s, upload its source maps and bind the id of its version", (name) => {
    const { limits, upload_source_maps, version_metadata } = readWorkerConfig(name, environment);
    expect(limits?.cpu_ms).toBeGreaterThanOrEqual(1_000);
    // The platform's default.
    expect(limits?.cpu_ms).toBeLessThan(30_000);
    expect([upload_source_maps, version_metadata?.binding]).toEqual([true, "CF_VERSION_METADATA"]);
  });

  it.each(workerNames)("copy the log of %s to another system", (name) => {
    expect(readWorkerConfig(name, environment).logpush).toBe(true);
  });

  it("lose no message of a queue: each is retried for half a day, and ends in a queue without a consumer", () => {
    const consumers = workerNames.flatMap((name) => readWorkerConfig(name, environment).queues?.consumers ?? []);
    const byQueue = new Map(consumers.map((consumer) => [consumer.queue, consumer]));
    expect(byQueue.size).toBe(3);
    for (const { queue, retry_delay = 0, max_retries = 0 } of consumers) {
      expect([queue, retry_delay * max_retries >= 12 * 3_600]).toEqual([queue, true]);
      const path = [queue];
      for (let next = byQueue.get(queue)?.dead_letter_queue; next !== undefined; ) {
        expect(path).not.toContain(next);
        path.push(next);
        next = byQueue.get(next)?.dead_letter_queue;
      }
      expect(path.at(-1)).toBe(environment === undefined ? "order-facts-parked" : `order-facts-parked-${environment}`);
    }
  });

  it("name the environment, and enforce all limits", () => {
    for (const name of workerNames) {
      const { ENVIRONMENT, LIMITS } = readWorkerConfig(name, environment).vars;
      if (LIMITS !== undefined) expect([name, ENVIRONMENT, LIMITS]).toEqual([name, label, "on"]);
    }
    const limited = workerNames.filter((name) => readWorkerConfig(name, environment).vars.LIMITS !== undefined);
    expect(limited.sort()).toEqual(["account", "gateway", "order"]);
  });

  it("replace no host", () => {
    const hosts = [
      "NEON_PROXY",
      "STRIPE_HOST",
      "MAIL_HOST",
      "GRAPHIQL_HOST",
      "BREACHED_PASSWORDS_HOST",
      "EASYPOST_HOST",
      "VIES_HOST",
      "FAULT_LAB_HOST",
    ];
    const values = workerNames.flatMap((name) => {
      const { vars } = readWorkerConfig(name, environment);
      return hosts.map((host) => vars[host]).filter((value) => value !== undefined);
    });
    expect(values).toEqual(values.map(() => ""));
    expect(values).toHaveLength(11);
  });

  it.each(workerNames)("enable request signals for %s, so that an aborted request does not end it", (name) => {
    expect(readWorkerConfig(name, environment).compatibility_flags).toContain("enable_request_signal");
  });
});

describe("the Worker configurations", () => {
  it("give every rate limit its own namespace, because an account shares the counters of a namespace", () => {
    const limits = environments.flatMap(({ environment }) =>
      workerNames.flatMap((name) => readWorkerConfig(name, environment).ratelimits ?? []),
    );
    expect(limits.length).toBeGreaterThan(0);
    expect(new Set(limits.map(({ namespace_id }) => namespace_id)).size).toBe(limits.length);
  });

  it("need the secrets that the documentation of keys lists, each in the Workers that it names", () => {
    const page = readFileSync(join(root, "docs", "keys.md"), "utf8");
    const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| ([a-z, ]+) \|/gm)].map(([, secret = "", workers = ""]) => ({
      secret,
      workers: workers.split(", "),
    }));
    for (const { environment } of environments) {
      for (const name of workerNames) {
        const documented = rows.filter(({ workers }) => workers.includes(name)).map(({ secret }) => secret);
        expect([...(readWorkerConfig(name, environment).secrets?.required ?? [])].sort(), name).toEqual(
          documented.sort(),
        );
      }
    }
  });

  it("require no secret that the documentation of keys lists as optional", () => {
    const [, section = ""] = readFileSync(join(root, "docs", "keys.md"), "utf8").split("## Optional secrets");
    const [table = ""] = section.split("\n## ");
    const optional = [...table.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, secret = ""]) => secret);
    expect(optional.length).toBeGreaterThan(0);
    for (const { environment } of environments) {
      const required = workerNames.flatMap((name) => readWorkerConfig(name, environment).secrets?.required ?? []);
      for (const secret of optional) expect(required).not.toContain(secret);
    }
  });

  it("give the catalog and the order service the same carriers", () => {
    for (const { environment } of environments) {
      const [catalog, order] = (["catalog", "order"] as const).map((name) => readWorkerConfig(name, environment).vars);
      expect(catalog?.CARRIERS).toBe(order?.CARRIERS);
    }
  });

  it("have a documented use for each key that is derived from a secret", () => {
    const [, section = ""] = readFileSync(join(root, "docs", "keys.md"), "utf8").split("## Derived keys");
    const [table = ""] = section.split("\n## ");
    const documented = [...table.matchAll(/^\| (\w+) \| (`[^|]+`) \|/gm)].flatMap(([, worker, uses = ""]) =>
      uses.split(", ").map((use) => `${worker} ${use.replaceAll("`", "")}`),
    );
    const known = Object.entries(keyUses).flatMap(([worker, uses]) => uses.map((use) => `${worker} ${use}`));
    expect(documented.sort()).toEqual(known.sort());
  });

  it.each(workerNames)("contain no secret of %s", (name) => {
    const text = readFileSync(getConfigPath(name), "utf8");
    for (const secret of readWorkerConfig(name).secrets?.required ?? []) {
      expect(text).not.toMatch(new RegExp(`^\\s*${secret}\\s*=`, "m"));
    }
  });
});
