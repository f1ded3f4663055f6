import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  bindingTypes,
  bindingTypesFlags,
  codegenConfig,
  runtimeTypes,
  runtimeTypesFlags,
} from "../build/generators.ts";
import { limitsPage, renderLimitsPage } from "../build/limits-page.ts";
import { root } from "../build/root.ts";
import { runTool, splitLines } from "../build/run-tool.ts";
import { type Finding, failed, passed } from "./finding.ts";

const regenerate = "Run `npm run gen` and commit the result";

/** Fails if proto/gen differs from the output of `buf generate`. */
export function checkGeneratedContracts(): Promise<Finding> {
  return withTemporaryFolder(async (folder) => {
    const { code, output } = await runTool("buf", ["generate", "-o", folder], join(root, "proto"));
    if (code !== 0) return failed(splitLines(output));
    const different = await compareFolders(join(root, "proto", "gen"), join(folder, "gen"));
    return different.length === 0
      ? passed()
      : failed([`${regenerate}:`, ...different.map((path) => `proto/gen/${path}`)]);
  });
}

/** Fails if the resolvers' types differ from the public schema. */
export async function checkGeneratedResolvers(): Promise<Finding> {
  if (!existsSync(join(root, codegenConfig))) return failed([`${codegenConfig} does not exist`]);
  const { code, output } = await runTool("graphql-codegen", ["--config", codegenConfig, "--check"]);
  const progress = /^\s*[✔❯]/;
  return code === 0
    ? passed()
    : failed([`${regenerate}:`, ...splitLines(output).filter((line) => !progress.test(line))]);
}

/** Fails if docs/limits.md differs from the constants. */
export async function checkLimitsPage(): Promise<Finding> {
  const current = await readFile(join(root, limitsPage), "utf8").catch(() => undefined);
  return current === renderLimitsPage() ? passed() : failed([`${regenerate}: ${limitsPage}`]);
}

/** Fails if a Worker's `Env` or the runtime types differ from the wrangler.toml files. */
export async function checkGeneratedBindings(): Promise<Finding> {
  const found = (await Promise.all([...bindingTypes.map(checkEnv), checkRuntimeTypes()])).flat();
  return found.length === 0 ? passed() : failed([`${regenerate}:`, ...found]);
}

async function checkEnv({ folder, file }: (typeof bindingTypes)[number]): Promise<readonly string[]> {
  const args = ["types", "--check", ...bindingTypesFlags, file];
  const { code, output } = await runTool("wrangler", args, join(root, folder));
  return code === 0 ? [] : [`${folder}/${file}:`, ...splitLines(output)];
}

function checkRuntimeTypes(): Promise<readonly string[]> {
  return withTemporaryFolder(async (folder) => {
    const file = join(folder, "runtime.d.ts");
    const { code, output } = await runTool("wrangler", ["types", ...runtimeTypesFlags, file]);
    if (code !== 0) return splitLines(output);
    return (await hasSameContent(join(root, runtimeTypes), file))
      ? []
      : [`${runtimeTypes}: differs from the installed workerd`];
  });
}

export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "stoa-generated-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Returns the paths of files that differ between two folders, or exist in one of them only. */
export async function compareFolders(a: string, b: string): Promise<readonly string[]> {
  const paths = new Set([...(await listFiles(a)), ...(await listFiles(b))]);
  const same = await Promise.all([...paths].map((path) => hasSameContent(join(a, path), join(b, path))));
  return [...paths].filter((_, index) => same[index] === false).sort();
}

async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

async function hasSameContent(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([a, b].map((path) => readFile(path, "utf8").catch(() => undefined)));
  return first !== undefined && first === second;
}
