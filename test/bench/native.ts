import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

/** A part of workerd's work, as the report of `npm run profile -- … --native` names it. */
export type NativeArea = string;

/**
 * The areas of code that belongs to one as a whole: C++ functions anywhere between the innermost function of a stack and the
 * JavaScript that called it. The first pattern that matches wins.
 */
const wholeAreas: readonly (readonly [NativeArea, RegExp])[] = [
  [
    "garbage collection",
    /Heap::CollectGarbage|Scaveng|MarkCompact|cppgc::.*Sweep|MinorGCJob|ConcurrentMark|ArrayBufferSweeper/,
  ],
  ["compilation of JavaScript", /OptimizedCompilationJob|internal::compiler::|internal::Compiler::|OptimizingCompile/],
  [
    "Durable Object: start and end",
    /Worker::Actor::|new_actor|ActorHandle::~|ActorSqlite::(~|ActorSqlite\b)|SqliteDatabase::(~|init)/,
  ],
  ["Durable Object: SQLite and alarms", /sqlite|Sqlite|SqlStorage|DurableObjectStorage/],
  ["Durable Object: method calls", /JsRpc|capnp::|Serializer|Deserializer/],
  ["spans of the platform", /attachSpans|enterSpan|ActiveSpan|TraceScope|TraceSpan/],
];

/** The areas of other code: the innermost function that matches any pattern decides. */
const nearestAreas: readonly (readonly [NativeArea, RegExp])[] = [
  ["kernel: sockets", /^(tcp|sock|inet|ip|__ip|skb|net)_|^__send|^__sys_(send|recv)|^(process_backlog|__napi_poll)/],
  ["kernel: files", /^(vfs|shmem|ext4|path|generic)_|pwrite|fcntl/],
  ["kernel: other", /^(do|asm|exc|handle|entry|schedule|finish|try|irqentry|__x64|_raw_spin|futex|ep|epoll)_|^syscall/],
  ["HTTP", /[Hh]ttp|hyper::|Headers|fetchImpl|Fetcher|::Response|::Request|ServiceWorkerGlobalScope/],
  ["values between JavaScript and C++", /jsg::|JSG|CallApiCallback|HandleApi|PropertyGetterCallback/],
  ["JavaScript", /^\[unknown\]|^Builtins_|^v8::/],
  ["promises and event loop", /kj::|kj_rs|IoContext|tokio|workerd|core::|std::/],
];

/** Returns the area of a stack of function names, the innermost first. */
export function areaOf(stack: readonly string[]): NativeArea {
  const boundary = stack.findIndex((name) => name === "[unknown]" || name.startsWith("Builtins_"));
  const native = boundary === -1 ? stack : stack.slice(0, boundary);
  const whole = wholeAreas.find(([, pattern]) => native.some((name) => pattern.test(name)));
  if (whole !== undefined) return whole[0];
  for (const name of stack) {
    const nearest = nearestAreas.find(([, pattern]) => pattern.test(name));
    if (nearest !== undefined) return nearest[0];
  }
  return "other";
}

const samplesPerSecond = 997;
const startTimeoutMs = 5_000;

/**
 * Returns the share of each area in the CPU time that a process uses while `work` runs, the kernel included. `perf` samples its
 * stacks. Throws when `perf` is not installed or may not sample the process.
 */
export async function profileNative(
  pid: number,
  folder: string,
  work: () => Promise<void>,
): Promise<ReadonlyMap<NativeArea, number>> {
  const file = join(folder, "perf.data");
  const options = ["-e", "cpu-clock", "-F", String(samplesPerSecond), "-g", "-p", String(pid), "-o", file];
  const recorder = spawn("perf", ["record", ...options], { stdio: ["ignore", "ignore", "pipe"] });
  const ended = waitForEnd(recorder);
  for (let waited = 0; !existsSync(file) && recorder.exitCode === null && waited < startTimeoutMs; waited += 50) {
    await Promise.race([sleep(50), ended]);
  }
  await Promise.all([ended, work().finally(() => recorder.kill("SIGINT"))]);
  return readShares(file);
}

/** Resolves when a recorder ends after SIGINT. Rejects with its message when it ends before. */
async function waitForEnd(recorder: ChildProcess): Promise<void> {
  let message = "";
  recorder.stderr?.on("data", (chunk: Buffer) => {
    message += chunk.toString("utf8");
  });
  const [code, signal] = (await once(recorder, "close")) as [number | null, NodeJS.Signals | null];
  if (code !== 0 && signal !== "SIGINT") throw new Error(`perf record failed: ${message.trim()}`);
}

async function readShares(file: string): Promise<ReadonlyMap<NativeArea, number>> {
  const script = spawn("perf", ["script", "-i", file, "-F", "ip,sym"], { stdio: ["ignore", "pipe", "ignore"] });
  const counts = new Map<NativeArea, number>();
  let [stack, samples]: [string[], number] = [[], 0];
  for await (const line of createInterface({ input: script.stdout })) {
    if (line.trim() !== "") stack.push(/^\s*[0-9a-f]+ (.*)$/.exec(line)?.[1] ?? line);
    else if (stack.length > 0) {
      const area = areaOf(stack);
      counts.set(area, (counts.get(area) ?? 0) + 1);
      samples++;
      stack = [];
    }
  }
  return new Map([...counts].map(([area, count]) => [area, count / samples]));
}
