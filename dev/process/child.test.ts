import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { endRecordedProcesses, getStartTime, parseStartTime, recordProcess } from "./child.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stoa-child-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const startSleeper = () => spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });

describe("endRecordedProcesses", () => {
  it("ends the recorded processes and no others", async () => {
    const [recorded, other] = [startSleeper(), startSleeper()];
    recordProcess(folder, recorded.pid ?? 0);
    await endRecordedProcesses(folder);
    expect(getStartTime(recorded.pid ?? 0)).toBeUndefined();
    expect(getStartTime(other.pid ?? 0)).toBeDefined();
    other.kill("SIGKILL");
  });

  it("does not end a process that reuses a recorded process id", async () => {
    const child = startSleeper();
    writeFileSync(join(folder, "processes.json"), JSON.stringify([{ pid: child.pid, startedAt: "another time" }]));
    await endRecordedProcesses(folder);
    expect(getStartTime(child.pid ?? 0)).toBeDefined();
    child.kill("SIGKILL");
  });
});

describe("parseStartTime", () => {
  const stat = (state: string, threads: number) =>
    `12 (a) b) ${state} 1 12 12 0 -1 4227084 2932 6551 1 0 3 1 4 1 20 0 ${threads} 0 1628361 0 0`;

  it("returns the start time of a process that runs", () => {
    expect(parseStartTime(stat("S", 1))).toBe("1628361");
  });

  it("returns the start time of a killed process while one of its threads still runs", () => {
    expect(parseStartTime(stat("Z", 2))).toBe("1628361");
  });

  it("returns undefined for a zombie", () => {
    expect(parseStartTime(stat("Z", 1))).toBeUndefined();
  });
});
