import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../build/root.ts";
import { runTool, splitLines } from "../build/run-tool.ts";
import { findContractions } from "./contractions.ts";
import { type Finding, failed, passed } from "./finding.ts";

/** The number of each service's migrations that were written before the rule about earlier code. */
const unchecked: Readonly<Record<string, number>> = { account: 12, catalog: 22, order: 11 };

/**
 * Fails if the migrations of a service are inconsistent, if code of the previous release may fail after one, or if its tables
 * have changes without a migration. drizzle-kit generates into a copy, so the checkout does not change. It exits with 0 on errors
 * too, so the check reads its output.
 */
export async function checkMigrations(): Promise<Finding> {
  const workers = await readdir(join(root, "workers"));
  const services = workers.filter((name) => existsSync(join(root, "workers", name, "drizzle.config.ts")));
  const found = (await Promise.all(services.map(checkService))).flat();
  return found.length === 0 ? passed(services.join(", ")) : failed(found);
}

async function checkService(service: string): Promise<readonly string[]> {
  const config = join(root, "workers", service, "drizzle.config.ts");
  const folder = await mkdtemp(join(tmpdir(), `stoa-migrations-${service}-`));
  try {
    const check = await runTool("drizzle-kit", ["check", "--config", config]);
    const contractions = await findAllContractions(service);
    if (contractions.length > 0) return contractions;
    if (!check.output.includes("Everything's fine")) return [`${service}:`, ...splitLines(check.output)];
    await cp(join(root, "migrations", service), join(folder, service), { recursive: true });
    await writeFile(join(folder, "drizzle.config.ts"), toCopiedConfig(service, config));
    const { output } = await runTool("drizzle-kit", ["generate", "--config", "drizzle.config.ts"], folder);
    if (output.includes("No schema changes")) return [];
    return [
      `${service}: the tables have changes without a migration. Run: ${toGenerateCommand(service)}`,
      ...splitLines(output),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function findAllContractions(service: string): Promise<readonly string[]> {
  const migrations = join(root, "migrations", service);
  const files = (await readdir(migrations)).filter((name) => name.endsWith(".sql")).sort();
  const found = await Promise.all(
    files.slice(unchecked[service] ?? 0).map(async (name) => {
      const problems = findContractions(await readFile(join(migrations, name), "utf8"));
      return problems.map((problem) => `${service}/${name} ${problem}. Begin it with: -- contract: after RELEASE`);
    }),
  );
  return found.flat();
}

function toGenerateCommand(service: string): string {
  return `npx drizzle-kit generate --config workers/${service}/drizzle.config.ts --name what_it_does`;
}

function toCopiedConfig(service: string, config: string): string {
  // drizzle-kit reads the schema as a glob, in which a backslash is no separator.
  const prefix = root.replaceAll("\\", "/");
  return [
    `import config from ${JSON.stringify(process.platform === "win32" ? pathToFileURL(config).href : config)};`,
    `export default { ...config, schema: ${JSON.stringify(prefix)} + config.schema, out: ${JSON.stringify(service)} };`,
    "",
  ].join("\n");
}
