import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { getStartTime } from "../process/child.ts";
import { lockDataDir } from "./data-dir-lock.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stoa-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("lockDataDir", () => {
  it("locks out a second process, and takes over the lock of a process that has ended", () => {
    const owner = join(folder, "owner.json");
    writeFileSync(owner, JSON.stringify({ pid: process.ppid, startedAt: getStartTime(process.ppid) }));
    expect(() => lockDataDir(folder)).toThrow("Stoa already runs on");
    writeFileSync(owner, JSON.stringify({ pid: process.ppid, startedAt: "another time" }));
    const release = lockDataDir(folder);
    release();
    expect(() => lockDataDir(folder)()).not.toThrow();
  });
});
