import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../build/root.ts";
import { linesOf, runTool } from "../build/run-tool.ts";
import { type Finding, failed, passed } from "./finding.ts";

/**
 * For each service: its migrations are consistent, and Drizzle finds nothing in tables.ts that they do not make. It
 * generates into a copy, so that the checkout stays as it is; and since it exits with 0 on errors too, what it prints
 * decides.
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
    const consistent = await runTool("drizzle-kit", ["check", "--config", config]);
    if (!consistent.output.includes("Everything's fine")) return [`${service}:`, ...linesOf(consistent.output)];
    await cp(join(root, "migrations", service), join(folder, service), { recursive: true });
    await writeFile(join(folder, "drizzle.config.ts"), copiedConfig(service, config));
    const { output } = await runTool("drizzle-kit", ["generate", "--config", "drizzle.config.ts"], folder);
    if (output.includes("No schema changes")) return [];
    return [`${service}: tables.ts says what no migration makes yet. ${hint(service)}`, ...linesOf(output)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function hint(service: string): string {
  return `npx drizzle-kit generate --config workers/${service}/drizzle.config.ts --name what_it_does`;
}

function copiedConfig(service: string, config: string): string {
  const tables = join(root, "workers", service, "tables.ts");
  return [
    `import config from ${JSON.stringify(process.platform === "win32" ? pathToFileURL(config).href : config)};`,
    `export default { ...config, schema: ${JSON.stringify(tables)}, out: ${JSON.stringify(service)} };`,
    "",
  ].join("\n");
}
