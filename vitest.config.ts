import { readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { pollOptions, stackTestOptions } from "./dev/build/test-options.ts";

/** Each end-to-end test file starts its own local stack. */
const e2e = {
  include: ["test/**/*.test.ts"],
  exclude: ["**/*.stress.test.ts", "test/trials/**", "test/{pricing,simulation,capacity,bench}/**"],
  globalSetup: ["test/support/shop-template.ts"],
  testTimeout: 60_000,
  hookTimeout: 120_000,
  ...stackTestOptions,
};

/** Tests with upper bounds on time. They run alone, after all other tests. */
const timingSensitive = [
  "test/browser/*.test.ts",
  "test/contract/cache.test.ts",
  "test/e2e/caching.test.ts",
  "test/e2e/quotas-and-load-shedding.test.ts",
  "test/faults/outages.test.ts",
];

/** Imports templates as strings, as the bundles of the Workers do. */
const textModules: Plugin = {
  name: "text-modules",
  enforce: "pre",
  load: (id) =>
    /\/mail\/templates\/.*\.(html|txt)$/.test(id)
      ? `export default ${JSON.stringify(readFileSync(id, "utf8"))}`
      : undefined,
};

export default defineConfig({
  test: {
    // Postgres, workerd and the tests share the CPU cores.
    maxWorkers: 2,
    projects: [
      {
        plugins: [textModules],
        test: {
          name: "unit",
          include: [
            "workers/**/*.test.ts",
            "dev/**/*.test.ts",
            "test/{pricing,capacity}/*.test.ts",
            "test/bench/**/*.test.ts",
          ],
          testTimeout: 20_000,
          hookTimeout: 60_000,
          expect: pollOptions,
        },
      },
      { test: { name: "simulation", include: ["test/simulation/*.test.ts"], testTimeout: 180_000 } },
      { test: { ...e2e, name: "e2e", exclude: [...e2e.exclude, ...timingSensitive], sequence: { groupOrder: 1 } } },
      {
        test: {
          ...e2e,
          name: "e2e-timing",
          include: timingSensitive,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
