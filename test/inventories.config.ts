import { defineConfig } from "vitest/config";

/**
 * Runs the tests that compare files with each other: lists, tables and documents with the code. They start nothing, so that
 * `npm run check` runs them too.
 */
export default defineConfig({
  test: {
    name: "inventories",
    include: [
      "dev/check/{log-calls,retention}.test.ts",
      "dev/lock/complete.test.ts",
      "dev/observability/ops-files.test.ts",
      "test/contract/{cryptography,deploy-configs,input-rules}.test.ts",
      "test/mutation/*.test.ts",
      "workers/*/tables.test.ts",
    ],
    testTimeout: 60_000,
    // They share their modules, which take most of the time.
    isolate: false,
    maxWorkers: 1,
  },
});
