import { describe, expect, it } from "vitest";
import { missingDependencies } from "./check-dependencies.mjs";

const machine = { os: "linux", cpu: "x64" };

function toLock(packages: Record<string, object>): { packages: Record<string, object> } {
  return { packages: { "": {}, ...packages } };
}

describe("missingDependencies", () => {
  it("finds missing packages and packages of another version", () => {
    const lock = toLock({ "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0" } });
    expect(missingDependencies(lock, undefined, machine)).toEqual(["node_modules/a", "node_modules/b"]);
    const installed = { packages: { "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "1.9.0" } } };
    expect(missingDependencies(lock, installed, machine)).toEqual(["node_modules/b"]);
  });

  it("requires the optional packages of this platform only", () => {
    const binary = { version: "1.0.0", optional: true, cpu: ["x64"] };
    const lock = toLock({
      "node_modules/a-darwin-x64": { ...binary, os: ["darwin"] },
      "node_modules/a-linux-x64": { ...binary, os: ["linux"] },
      "node_modules/a-linux-x64-musl": { ...binary, os: ["linux"], libc: ["musl"] },
      "node_modules/a-wasm": { version: "1.0.0", optional: true },
    });
    expect(missingDependencies(lock, toLock({}), machine)).toEqual(["node_modules/a-linux-x64"]);
  });

  it("returns nothing for a complete installation with extra packages", () => {
    const lock = toLock({ "node_modules/a": { version: "1.0.0" } });
    const installed = toLock({ "node_modules/a": { version: "1.0.0" }, "node_modules/extra": { version: "3.0.0" } });
    expect(missingDependencies(lock, installed, machine)).toEqual([]);
  });
});
