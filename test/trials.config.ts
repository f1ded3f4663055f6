import { defineConfig } from "vitest/config";
import { stackTestOptions } from "../dev/build/test-options.ts";

/** Runs the inputs of reported faults through the public API: `npm run test:trials`. `npm test` does not run them. */
export default defineConfig({
  test: {
    name: "trials",
    include: ["test/trials/*.test.ts"],
    globalSetup: ["test/support/shop-template.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    ...stackTestOptions,
  },
});
