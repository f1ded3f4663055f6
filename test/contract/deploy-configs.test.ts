import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { workerNames } from "../../dev/build/bundle.ts";
import { getConfigPath, readWorkerConfig } from "../../dev/local/worker-config.ts";

const environments = [undefined, "staging"] as const;
const internal = workerNames.filter((name) => name !== "gateway");

describe.each(environments)("the configurations for %s", (environment) => {
  it.each(internal)("give %s no way in from outside", (name) => {
    const config = readWorkerConfig(name, environment);
    expect([config.workers_dev, config.preview_urls]).toEqual([false, false]);
    expect([config.route ?? null, config.routes ?? []]).toEqual([null, []]);
  });

  it("bind every Worker to ones of the same environment", () => {
    const names = workerNames.map((name) => readWorkerConfig(name, environment).name);
    for (const name of workerNames) {
      for (const { service } of readWorkerConfig(name, environment).services ?? []) expect(names).toContain(service);
    }
  });

  it.each(workerNames)("let the callers of %s go away without killing it", (name) => {
    expect(readWorkerConfig(name, environment).compatibility_flags).toContain("enable_request_signal");
  });
});

it("every rate limit counts for itself: in an account, those of one number are one", () => {
  const limits = environments.flatMap((environment) =>
    workerNames.flatMap((name) => readWorkerConfig(name, environment).ratelimits ?? []),
  );
  expect(limits.length).toBeGreaterThan(0);
  expect(new Set(limits.map(({ namespace_id }) => namespace_id)).size).toBe(limits.length);
});

it.each(workerNames)("no secret stands in the configuration of %s", (name) => {
  const text = readFileSync(getConfigPath(name), "utf8");
  for (const secret of readWorkerConfig(name).secrets?.required ?? []) {
    expect(text).not.toMatch(new RegExp(`^\\s*${secret}\\s*=`, "m"));
  }
});
