import { describe, expect, it } from "vitest";
import { missingDependencies } from "./check-dependencies.mjs";

const machine = { os: "linux", cpu: "x64" };

function lockOf(packages: Record<string, object>): { packages: Record<string, object> } {
  return { packages: { "": {}, ...packages } };
}

describe("missingPackages", () => {
  it("finds what is absent or of another version", () => {
    const lock = lockOf({ "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0" } });
    expect(missingDependencies(lock, undefined, machine)).toEqual(["node_modules/a", "node_modules/b"]);
    const installed = { packages: { "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "1.9.0" } } };
    expect(missingDependencies(lock, installed, machine)).toEqual(["node_modules/b"]);
  });

  it("wants this platform's optional packages and no other's", () => {
    const binary = { version: "1.0.0", optional: true, cpu: ["x64"] };
    const lock = lockOf({
      "node_modules/a-darwin-x64": { ...binary, os: ["darwin"] },
      "node_modules/a-linux-x64": { ...binary, os: ["linux"] },
      "node_modules/a-linux-x64-musl": { ...binary, os: ["linux"], libc: ["musl"] },
      "node_modules/a-wasm": { version: "1.0.0", optional: true },
    });
    expect(missingDependencies(lock, lockOf({}), machine)).toEqual(["node_modules/a-linux-x64"]);
  });

  it("is content with a complete installation, whatever else is there", () => {
    const lock = lockOf({ "node_modules/a": { version: "1.0.0" } });
    const installed = lockOf({ "node_modules/a": { version: "1.0.0" }, "node_modules/extra": { version: "3.0.0" } });
    expect(missingDependencies(lock, installed, machine)).toEqual([]);
  });
});
