import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { type WorkerName, workerNames } from "../build/bundle.ts";
import { root } from "../build/root.ts";

export const environments = ["staging", "production"] as const;
export type Environment = (typeof environments)[number];

type Values = Readonly<Record<string, string>>;

/** The secrets of one deployment. `migrate` has the database URLs of the roles that own the tables. */
export type SecretsFile = { readonly environment: Environment; readonly migrate: Values } & Readonly<
  Record<WorkerName, Values>
>;

const sections = ["migrate", ...workerNames] as const;

/** Returns an environment by its name on the command line. Throws with `usage` for another name. */
export function parseEnvironment(name: string | undefined, usage: string): Environment {
  const environment = environments.find((known) => known === name);
  if (environment === undefined) throw new Error(usage);
  return environment;
}

/** Returns the path of an environment's secrets, which git ignores. `path` overrides the default. */
export function getSecretsPath(environment: Environment, path?: string): string {
  return path === undefined ? join(root, `secrets.${environment}.json`) : resolve(path);
}

/**
 * Reads the secrets of an environment. A file that does not exist has no secrets. Throws when it belongs to another
 * environment, when others may read it, or when it is not an object of sections. Error messages contain no value.
 */
export function readSecretsFile(path: string, environment: Environment): SecretsFile {
  const empty = Object.fromEntries(sections.map((name) => [name, {}])) as Record<(typeof sections)[number], Values>;
  if (!existsSync(path)) return { ...empty, environment };
  const label = relative(process.cwd(), path);
  // Windows has no such permissions.
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) {
    throw new Error(`Other users of this machine can read ${label}. Run: chmod 600 ${label}`);
  }
  const content = parseJson(readFileSync(path, "utf8"));
  if (!isObject(content)) throw new Error(`${label} is not a JSON object`);
  if (content.environment !== environment) {
    throw new Error(`${label} has the secrets of ${String(content.environment)}, not of ${environment}`);
  }
  for (const [name, values] of Object.entries(content)) {
    if (name === "environment") continue;
    if (!sections.some((known) => known === name)) throw new Error(`${label} has the unknown section ${name}`);
    if (!isObject(values) || Object.values(values).some((value) => typeof value !== "string" || value === "")) {
      throw new Error(`The section ${name} of ${label} must be an object of strings that are not empty`);
    }
  }
  return { ...empty, ...content } as SecretsFile;
}

export function writeSecretsFile(path: string, secrets: SecretsFile): void {
  writeFileSync(path, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
