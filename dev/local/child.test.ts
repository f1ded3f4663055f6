import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { endRecorded, recordProcess, startTimeOf } from "./child.ts";
import { lockDataDir } from "./data-dir-lock.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stoa-child-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sleeper = () => spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });

it("ends the processes that were recorded, and no other", async () => {
  const [recorded, other] = [sleeper(), sleeper()];
  recordProcess(folder, recorded.pid ?? 0);
  await endRecorded(folder);
  expect(startTimeOf(recorded.pid ?? 0)).toBeUndefined();
  expect(startTimeOf(other.pid ?? 0)).toBeDefined();
  other.kill("SIGKILL");
});

it("leaves a process alone that has the id of one that was recorded", async () => {
  const child = sleeper();
  writeFileSync(join(folder, "processes.json"), JSON.stringify([{ pid: child.pid, startedAt: "another time" }]));
  await endRecorded(folder);
  expect(startTimeOf(child.pid ?? 0)).toBeDefined();
  child.kill("SIGKILL");
});

it("gives a folder to one process at a time, and takes it over from one that is gone", () => {
  const owner = join(folder, "owner.json");
  writeFileSync(owner, JSON.stringify({ pid: process.ppid, startedAt: startTimeOf(process.ppid) }));
  expect(() => lockDataDir(folder)).toThrow("Stoa already runs on");
  writeFileSync(owner, JSON.stringify({ pid: process.ppid, startedAt: "another time" }));
  const release = lockDataDir(folder);
  release();
  expect(() => lockDataDir(folder)()).not.toThrow();
});
