import { readFileSync } from "node:fs";
import { join } from "node:path";
import WebSocket from "ws";
import { type WorkerName, workerNames } from "../../dev/build/bundle.ts";
import { type Layer, layerOf } from "./layers.ts";

/** The samples of the CPU profiler, by Worker and layer. A sample is one `sampleIntervalUs` of CPU time. */
export type LayerSamples = ReadonlyMap<WorkerName, ReadonlyMap<Layer, number>>;

export const sampleIntervalUs = 100;

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
}

interface InspectorResponse {
  readonly id: number;
  readonly result?: { readonly profile?: Profile };
  readonly error?: { readonly message: string };
}

/** Profiles the Workers with V8's CPU profiler while `work` runs. */
export async function profileWorkers(
  { inspectorPort, bundleDir }: { readonly inspectorPort: number; readonly bundleDir: string },
  work: () => Promise<void>,
): Promise<LayerSamples> {
  const sessions = await Promise.all(
    workerNames.map(async (name) => [name, await connect(`ws://127.0.0.1:${inspectorPort}/stoa-${name}`)] as const),
  );
  try {
    for (const [, { send }] of sessions) {
      await send("Profiler.enable");
      await send("Profiler.setSamplingInterval", { interval: sampleIntervalUs });
      await send("Profiler.start");
    }
    await work();
    const samples = sessions.map(async ([name, { send }]) => {
      const profile = (await send("Profiler.stop")).profile;
      if (profile === undefined) throw new Error(`The inspector returned no profile of ${name}`);
      return [name, countSamples(profile, readSources(join(bundleDir, name, "index.js")))] as const;
    });
    return new Map(await Promise.all(samples));
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

/** Counts the samples of each layer. A native function belongs to the layer of the code that called it. */
function countSamples({ nodes, samples }: Profile, sources: readonly string[]): ReadonlyMap<Layer, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const layers = new Map<number, Layer | undefined>();
  const visit = (node: ProfileNode, caller: Layer | undefined): void => {
    const layer = layerOf(node.callFrame.functionName, sources[node.callFrame.lineNumber] ?? "", caller);
    layers.set(node.id, layer);
    for (const child of node.children ?? []) visit(byId.get(child) as ProfileNode, layer);
  };
  const [rootNode] = nodes;
  if (rootNode !== undefined) visit(rootNode, undefined);
  const counts = new Map<Layer, number>();
  for (const sample of samples) {
    const layer = layers.get(sample);
    if (layer !== undefined) counts.set(layer, (counts.get(layer) ?? 0) + 1);
  }
  return counts;
}
