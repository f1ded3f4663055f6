import { defineConfig } from "vitest/config";
import { stackTestOptions } from "../dev/build/test-options.ts";

/** The core of the end-to-end tests with all fast paths switched off: the libraries alone have to pass them. */
export default defineConfig({
  test: {
    name: "fast-paths-off",
    include: [
      "test/contract/federation.test.ts",
      "test/contract/graphql-over-http.test.ts",
      "test/e2e/aggregation.test.ts",
      "test/e2e/bad-input.test.ts",
      "test/e2e/checkout-journey.test.ts",
      "test/e2e/defer.test.ts",
      "test/e2e/hostile-input.test.ts",
      "test/e2e/subscriptions.test.ts",
    ],
    globalSetup: ["test/support/shop-template.ts"],
    env: { STOA_FAST_PATHS: "none" },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Each file starts its own local stack.
    fileParallelism: false,
    ...stackTestOptions,
  },
});
