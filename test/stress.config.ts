import { defineConfig } from "vitest/config";

/** The stress tests, one script of `package.json` each. `npm test` does not run them. */
export default defineConfig({
  test: {
    name: "stress",
    include: ["test/**/*.stress.test.ts"],
    testTimeout: 15 * 60_000,
    hookTimeout: 15 * 60_000,
    fileParallelism: false,
    // What a package of CommonJS exports is what it is in Node.
    deps: { interopDefault: false },
    // Tables are printed as they are.
    disableConsoleIntercept: true,
  },
});
