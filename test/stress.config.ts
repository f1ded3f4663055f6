import { defineConfig } from "vitest/config";
import { pollOptions } from "../dev/build/test-options.ts";

/** Runs the stress tests. Each has its own script in package.json. `npm test` does not run them. */
export default defineConfig({
  test: {
    name: "stress",
    include: ["test/**/*.stress.test.ts"],
    testTimeout: 15 * 60_000,
    hookTimeout: 15 * 60_000,
    fileParallelism: false,
    // No second attempt: these tests look for faults that happen rarely.
    expect: pollOptions,
    // Imports CommonJS packages as Node does.
    deps: { interopDefault: false },
    // Prints tables without a prefix per line.
    disableConsoleIntercept: true,
  },
});
