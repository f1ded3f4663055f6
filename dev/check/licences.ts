import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../build/root.ts";
import { type Finding, failed, passed } from "./finding.ts";

/** The licences of packages that a deployment contains. All allow a closed product, and need no more than a notice. */
const shipped: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "OFL-1.1",
]);

/** The licences of packages that run on the machines of developers only. They are never distributed. */
const development: ReadonlySet<string> = new Set([
  ...shipped,
  "BlueOak-1.0.0",
  "CC-BY-4.0",
  "CC0-1.0",
  "Elastic-2.0",
  "LGPL-3.0-or-later",
  "MPL-2.0",
  "Python-2.0",
]);

/** A package of the lock file. */
export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
}

export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** Returns whether a set of licences allows an SPDX expression: every part of AND, and one part of OR. */
export function isAllowed(expression: string, licences: ReadonlySet<string>): boolean {
  const text = expression.trim();
  const unwrapped = text.startsWith("(") && text.endsWith(")") ? text.slice(1, -1) : text;
  if (/[()]/.test(unwrapped)) return false;
  return unwrapped.split(" OR ").some((part) => part.split(" AND ").every((name) => licences.has(name.trim())));
}

/** Returns a line for each package whose licence is not allowed where the package is used, or unknown. */
export function findRefusedLicences({ packages }: Lock): readonly string[] {
  return Object.entries(packages).flatMap(([path, { version, license = "unknown", dev, devOptional, link }]) => {
    if (path === "" || link === true) return [];
    const isDevelopment = dev === true || devOptional === true;
    if (isAllowed(license, isDevelopment ? development : shipped)) return [];
    const use = isDevelopment ? "of development" : "that is shipped";
    return [
      `${path.replace(/^.*node_modules\//, "")}@${version}: licence ${license} is not allowed in a package ${use}`,
    ];
  });
}

/**
 * Returns a line for each package whose content or whose install script is not pinned. A package must have a checksum. An install
 * script runs code on the machine of each developer, so `allowScripts` in package.json must say whether it may run.
 */
export function findUnpinned({ packages }: Lock, allowScripts: Readonly<Record<string, boolean>>): readonly string[] {
  const scripts = new Set<string>();
  const unpinned = Object.entries(packages).flatMap(([path, entry]) => {
    if (path === "" || entry.link === true) return [];
    const name = path.replace(/^.*node_modules\//, "");
    if (entry.hasInstallScript === true) scripts.add(name);
    return [
      ...(entry.integrity?.startsWith("sha512-") === true ? [] : [`${name}: the lock file has no SHA-512 checksum`]),
      ...(entry.hasInstallScript === true && allowScripts[name] === undefined
        ? [`${name} has an install script. Add it to allowScripts in package.json: true to run it, false not to`]
        : []),
    ];
  });
  const unused = Object.keys(allowScripts).filter((name) => !scripts.has(name));
  return [...unpinned, ...unused.map((name) => `${name} has no install script. Remove it from allowScripts`)];
}

/** Fails if the licence of a package, its content or its install script is not one that we have agreed to. */
export async function checkLicences(): Promise<Finding> {
  const read = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8"));
  const lock = read("package-lock.json") as Lock;
  const manifest = read("package.json") as Readonly<Record<string, Readonly<Record<string, never>>>>;
  const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    .filter(([, version]) => !/^\d/.test(version))
    .map(([name, version]) => `${name}: ${version} is a range. Name one version`);
  const lines = [...findRefusedLicences(lock), ...findUnpinned(lock, manifest.allowScripts ?? {}), ...ranges];
  return lines.length > 0 ? failed(lines) : passed(`${Object.keys(lock.packages).length - 1} packages`);
}
