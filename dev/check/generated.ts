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
import { root } from "../build/root.ts";
import { linesOf, runTool } from "../build/run-tool.ts";
import { type Finding, failed, passed } from "./finding.ts";

const again = "run `npm run gen` and commit what it writes";

/** proto/gen is what buf makes of the contracts today. */
export function checkGeneratedContracts(): Promise<Finding> {
  return inFolder(async (folder) => {
    const { code, output } = await runTool("buf", ["generate", "-o", folder], join(root, "proto"));
    if (code !== 0) return failed(linesOf(output));
    const different = await compareFolders(join(root, "proto", "gen"), join(folder, "gen"));
    return different.length === 0 ? passed() : failed([`${again}:`, ...different.map((path) => `proto/gen/${path}`)]);
  });
}

/** The resolvers' types are what the public schema says today. */
export async function checkGeneratedResolvers(): Promise<Finding> {
  if (!existsSync(join(root, codegenConfig))) return failed([`${codegenConfig} is not there`]);
  const { code, output } = await runTool("graphql-codegen", ["--config", codegenConfig, "--check"]);
  const progress = /^\s*[✔❯]/;
  return code === 0 ? passed() : failed([`${again}:`, ...linesOf(output).filter((line) => !progress.test(line))]);
}

/** Every Worker's `Env` and the runtime's types are what the wrangler.toml files say today. */
export async function checkGeneratedBindings(): Promise<Finding> {
  const found = (await Promise.all([...bindingTypes.map(checkEnv), checkRuntimeTypes()])).flat();
  return found.length === 0 ? passed() : failed([`${again}:`, ...found]);
}

async function checkEnv({ folder, file }: (typeof bindingTypes)[number]): Promise<readonly string[]> {
  const args = ["types", "--check", ...bindingTypesFlags, file];
  const { code, output } = await runTool("wrangler", args, join(root, folder));
  return code === 0 ? [] : [`${folder}/${file}:`, ...linesOf(output)];
}

function checkRuntimeTypes(): Promise<readonly string[]> {
  return inFolder(async (folder) => {
    const file = join(folder, "runtime.d.ts");
    const { code, output } = await runTool("wrangler", ["types", ...runtimeTypesFlags, file]);
    if (code !== 0) return linesOf(output);
    return (await sameText(join(root, runtimeTypes), file)) ? [] : [`${runtimeTypes}: not what workerd has today`];
  });
}

export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "stoa-generated-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The paths of files that stand in one folder alone or differ. */
export async function compareFolders(a: string, b: string): Promise<readonly string[]> {
  const paths = new Set([...(await filesIn(a)), ...(await filesIn(b))]);
  const same = await Promise.all([...paths].map((path) => sameText(join(a, path), join(b, path))));
  return [...paths].filter((_, index) => same[index] === false).sort();
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

async function sameText(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([a, b].map((path) => readFile(path, "utf8").catch(() => undefined)));
  return first !== undefined && first === second;
}
