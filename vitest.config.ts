import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Postgres, workerd and the tests share the CPU cores.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "unit",
          include: ["workers/**/*.test.ts", "dev/**/*.test.ts"],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/**/*.test.ts"],
          exclude: ["**/*.stress.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Each file starts its own local stack, so the files run one at a time, after the unit tests.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
