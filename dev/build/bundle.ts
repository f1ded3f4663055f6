import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import { root } from "./root.ts";

export const workerNames = ["catalog", "order", "account", "gateway"] as const;
export type WorkerName = (typeof workerNames)[number];

export interface WorkerModule {
  readonly type: "ESModule" | "CompiledWasm";
  /** As other modules of the Worker import it. */
  readonly path: string;
  readonly contents: Uint8Array<ArrayBuffer>;
}

export interface Bundle {
  /** The entry first. */
  readonly modules: readonly WorkerModule[];
  readonly bytes: number;
  readonly gzipBytes: number;
}

/** Bundles a Worker the way it is deployed: for workerd, one file, WebAssembly beside it. */
export function bundleWorker(name: WorkerName): Promise<Bundle> {
  return bundleEntry(join(root, "workers", name, "index.ts"));
}

/** As above, any Worker by the path of its entry. */
export async function bundleEntry(entryPoint: string): Promise<Bundle> {
  const binaries = new Map<string, string>();
  const result = await build({
    entryPoints: [entryPoint],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2024",
    platform: "neutral",
    conditions: ["workerd", "worker", "browser"],
    mainFields: ["workerd", "worker", "browser", "module", "main"],
    external: ["node:*", "cloudflare:*"],
    define: { "process.env.NODE_ENV": '"production"' },
    loader: { ".graphql": "text", ".txt": "text" },
    // Two copies of graphql do not know each other's types.
    alias: {
      graphql: join(root, "node_modules/graphql/index.mjs"),
      "graphql/jsutils/inspect.js": join(root, "node_modules/graphql/jsutils/inspect.mjs"),
    },
    minifySyntax: true,
    logLevel: "silent",
    plugins: [besideTheBundle(binaries)],
  });
  const entry = result.outputFiles[0]?.contents ?? new Uint8Array();
  const modules: WorkerModule[] = [{ type: "ESModule", path: "index.js", contents: new Uint8Array(entry) }];
  for (const [path, file] of binaries) {
    modules.push({ type: "CompiledWasm", path, contents: new Uint8Array(readFileSync(file)) });
  }
  return {
    modules,
    bytes: modules.reduce((sum, { contents }) => sum + contents.length, 0),
    gzipBytes: modules.reduce((sum, { contents }) => sum + gzipSync(contents).length, 0),
  };
}

/** Writes a bundle's files into a folder. */
export function writeBundle({ modules }: Bundle, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { path, contents } of modules) writeFileSync(join(folder, path), contents);
}

/** A Worker may not compile WebAssembly it has as bytes: the runtime loads it as a module of its own. */
function besideTheBundle(binaries: Map<string, string>): Plugin {
  return {
    name: "webassembly",
    setup: (context) => {
      context.onResolve({ filter: /\.wasm$/ }, async (args) => {
        if (args.pluginData === "resolved") return undefined;
        const { resolveDir, kind } = args;
        const { path, errors } = await context.resolve(args.path, { resolveDir, kind, pluginData: "resolved" });
        if (errors.length > 0) return { errors };
        binaries.set(basename(path), path);
        return { path: `./${basename(path)}`, external: true };
      });
    },
  };
}
