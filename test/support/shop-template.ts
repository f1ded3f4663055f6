import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Secrets } from "../../dev/local/secrets.ts";

/** The environment variable with the folder of the template, for the processes that run the test files. */
const variable = "STOA_TEST_TEMPLATE";

/**
 * Prepares once per test run what each shop needs: the bundles of the Workers, and a Postgres data folder with migrated
 * databases. Vitest calls this before the end-to-end tests, and the returned function after them.
 */
export default function prepareShopTemplate(): () => void {
  // Two Vitest projects share the template.
  if (process.env[variable] !== undefined) return () => {};
  const folder = mkdtempSync(join(tmpdir(), "stoa-template-"));
  chmodSync(folder, 0o711); // Postgres runs as another user.
  // Vitest loads this file with its own module loader, in which `import.meta.resolve` finds no packages.
  execFileSync(process.execPath, [join(import.meta.dirname, "build-shop-template.ts"), folder], { stdio: "inherit" });
  process.env[variable] = folder;
  return () => {
    delete process.env[variable];
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Copies the template's Postgres data and passwords into a data folder. Without a template, Postgres creates its own. */
export function copyPostgresTemplate(dataDir: string): void {
  const folder = process.env[variable];
  if (folder === undefined) return;
  const [from, to] = [join(folder, "data", "postgres"), join(dataDir, "postgres")];
  // `cpSync` does not preserve the owner, which differs from this process's user when that is root.
  if (process.getuid?.() === 0) execFileSync("cp", ["-a", from, to]);
  else cpSync(from, to, { recursive: true });
  const { postgresPassword, databasePasswords } = JSON.parse(
    readFileSync(join(folder, "data", "secrets.json"), "utf8"),
  ) as Pick<Secrets, "postgresPassword" | "databasePasswords">;
  writeFileSync(join(dataDir, "secrets.json"), JSON.stringify({ postgresPassword, databasePasswords }), {
    mode: 0o600,
  });
}

/** Returns the folder of the template's bundles. Undefined without a template. */
export function findBundleTemplate(): string | undefined {
  const folder = process.env[variable];
  return folder === undefined ? undefined : join(folder, "bundles");
}
