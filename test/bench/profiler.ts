import { readFileSync } from "node:fs";
import { join } from "node:path";
import WebSocket from "ws";
import { apiWorkerNames, type WorkerName } from "../../dev/build/bundle.ts";
import { type Layer, layerOf } from "./layers.ts";

/** What a Worker has used in each layer, and in each function of its own source: `function file`. */
export interface Usage {
  readonly layers: ReadonlyMap<Layer, number>;
  readonly functions: ReadonlyMap<string, number>;
}

const sampleIntervalUs = 100;
/** The profiler records one of about so many allocated bytes. */
const sampleIntervalBytes = 512;

interface CallFrame {
  readonly functionName: string;
  readonly lineNumber: number;
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly children?: readonly number[];
}

interface AllocationNode {
  readonly callFrame: CallFrame;
  readonly selfSize: number;
  readonly children: readonly AllocationNode[];
}

interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
}

interface InspectorResponse {
  readonly id: number;
  readonly result?: { readonly profile?: Profile & { readonly head: AllocationNode } };
  readonly error?: { readonly message: string };
}

export interface ProfileOptions {
  readonly inspectorPort: number;
  readonly bundleDir: string;
}

/** Returns the milliseconds of CPU time that each Worker uses in JavaScript while `work` runs. */
export function profileCpu(options: ProfileOptions, work: () => Promise<void>): Promise<Map<WorkerName, Usage>> {
  return profile(options, work, {
    start: async (send) => {
      await send("Profiler.enable");
      await send("Profiler.setSamplingInterval", { interval: sampleIntervalUs });
      await send("Profiler.start");
    },
    stop: async (send, usage) => {
      const { nodes = [], samples = [] } = (await send("Profiler.stop")).profile ?? {};
      const counts = new Map<number, number>();
      for (const id of samples) counts.set(id, (counts.get(id) ?? 0) + sampleIntervalUs / 1000);
      const byId = new Map(nodes.map((node) => [node.id, node]));
      const visit = (node: ProfileNode | undefined, caller: Layer | undefined): void => {
        if (node === undefined) return;
        const layer = usage.add(node.callFrame, caller, counts.get(node.id) ?? 0);
        for (const child of node.children ?? []) visit(byId.get(child), layer);
      };
      visit(nodes[0], undefined);
    },
  });
}

/** Returns the bytes that the JavaScript of each Worker allocates while `work` runs. */
export function profileAllocations(
  options: ProfileOptions,
  work: () => Promise<void>,
): Promise<Map<WorkerName, Usage>> {
  return profile(options, work, {
    start: async (send) => {
      await send("HeapProfiler.enable");
      await send("HeapProfiler.startSampling", {
        samplingInterval: sampleIntervalBytes,
        includeObjectsCollectedByMajorGC: true,
        includeObjectsCollectedByMinorGC: true,
      });
    },
    stop: async (send, usage) => {
      const visit = (node: AllocationNode | undefined, caller: Layer | undefined): void => {
        if (node === undefined) return;
        const layer = usage.add(node.callFrame, caller, node.selfSize);
        for (const child of node.children) visit(child, layer);
      };
      visit((await send("HeapProfiler.stopSampling")).profile?.head, undefined);
    },
  });
}

type Send = Awaited<ReturnType<typeof connect>>["send"];

interface Profiler {
  readonly start: (send: Send) => Promise<void>;
  readonly stop: (send: Send, usage: ReturnType<typeof createUsage>) => Promise<void>;
}

async function profile(
  { inspectorPort, bundleDir }: ProfileOptions,
  work: () => Promise<void>,
  { start, stop }: Profiler,
): Promise<Map<WorkerName, Usage>> {
  const sessions = await Promise.all(
    apiWorkerNames.map(async (name) => [name, await connect(`ws://127.0.0.1:${inspectorPort}/stoa-${name}`)] as const),
  );
  try {
    for (const [, { send }] of sessions) await start(send);
    await work();
    const usages = sessions.map(async ([name, { send }]) => {
      const usage = createUsage(readSources(join(bundleDir, name, "index.js")));
      await stop(send, usage);
      return [name, usage] as const;
    });
    return new Map(await Promise.all(usages));
  } finally {
    for (const [, { close }] of sessions) close();
  }
}

async function connect(url: string) {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  const waiting = new Map<number, (response: InspectorResponse) => void>();
  socket.on("message", (data) => {
    const response = JSON.parse(String(data)) as InspectorResponse;
    waiting.get(response.id)?.(response);
  });
  let lastId = 0;
  return {
    send: async (method: string, params: object = {}): Promise<NonNullable<InspectorResponse["result"]>> => {
      const id = ++lastId;
      const response = await new Promise<InspectorResponse>((resolve) => {
        waiting.set(id, resolve);
        socket.send(JSON.stringify({ id, method, params }));
      });
      waiting.delete(id);
      if (response.error !== undefined) throw new Error(`${method}: ${response.error.message}`);
      return response.result ?? {};
    },
    close: () => socket.terminate(),
  };
}

/** Returns the source file of each line of a bundle. esbuild writes its path as a comment before the code. */
function readSources(bundle: string): readonly string[] {
  let source = "";
  return readFileSync(bundle, "utf8")
    .split("\n")
    .map((line) => {
      source = /^\/\/ (\S+\.\w+)$/.exec(line)?.[1] ?? source;
      return source;
    });
}

/** Sums what the functions of a Worker use. A native function belongs to the layer of the code that called it. */
function createUsage(sources: readonly string[]) {
  const layers = new Map<Layer, number>();
  const functions = new Map<string, number>();
  return {
    layers,
    functions,
    /** Adds what a function has used itself. Returns its layer. `caller` is the layer of the code that called it. */
    add: ({ functionName, lineNumber }: CallFrame, caller: Layer | undefined, used: number): Layer | undefined => {
      const source = sources[lineNumber] ?? "";
      const layer = layerOf(functionName, source, caller);
      if (layer === undefined || used === 0) return layer;
      layers.set(layer, (layers.get(layer) ?? 0) + used);
      const name = `${functionName || "(anonymous)"} ${source === "" ? `native, ${layer}` : `${source} ${lineNumber + 1}`}`;
      functions.set(name, (functions.get(name) ?? 0) + used);
      return layer;
    },
  };
}
