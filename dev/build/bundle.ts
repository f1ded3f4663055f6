import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import { buildAssets } from "./assets.ts";
import { root } from "./root.ts";

/** The Workers of the API, in the order of their deployment. Each has keys of its own. */
export const apiWorkerNames = ["catalog", "order", "account", "gateway"] as const;
export type ApiWorkerName = (typeof apiWorkerNames)[number];

/** The Workers that render pages. They call the gateway, so they are deployed after it. */
export const pageWorkerNames = ["storefront", "console"] as const;
export type PageWorkerName = (typeof pageWorkerNames)[number];

export const workerNames = [...apiWorkerNames, ...pageWorkerNames] as const;
export type WorkerName = (typeof workerNames)[number];

/** Returns whether a Worker renders pages. */
export function isPageWorker(name: WorkerName): name is PageWorkerName {
  return pageWorkerNames.some((known) => known === name);
}

export interface WorkerModule {
  readonly type: "ESModule" | "CompiledWasm";
  /** The path by which other modules of the Worker import it. */
  readonly path: string;
  readonly contents: Uint8Array<ArrayBuffer>;
}

export interface Bundle {
  /** The entry is the first module. */
  readonly modules: readonly WorkerModule[];
  readonly bytes: number;
  readonly gzipBytes: number;
  /** The folder of the static files that are served beside the Worker. */
  readonly assetsDir?: string;
}

/**
 * Bundles a Worker as it is deployed: one file for workerd, and WebAssembly modules beside it. Builds the static files of a
 * Worker that renders pages into `outDir`.
 */
export async function bundleWorker(name: WorkerName, outDir = getBuildDir(name)): Promise<Bundle> {
  const entry = join(root, "workers", name, "index.ts");
  if (!isPageWorker(name)) return bundleEntry(entry);
  const { assetsDir, manifestFile } = await buildAssets(join(root, "workers", name), outDir);
  return { ...(await bundleEntry(entry, { "assets-manifest": manifestFile, ...preactOnServer }, true)), assetsDir };
}

/** Preact without its code for browsers, as `[alias]` in `wrangler.toml`. The alias of a package applies to its paths too. */
const preactOnServer = {
  preact: join(root, "dev/build/preact-on-server.ts"),
  "preact/jsx-runtime": join(root, "node_modules/preact/jsx-runtime/dist/jsxRuntime.mjs"),
};

/** Returns the folder that a Worker's static files are built into. Git ignores it. */
export function getBuildDir(name: WorkerName): string {
  return join(root, "workers", name, "dist");
}

/** Bundles any Worker by the path of its entry. Names in profiles and stack traces are those of the source unless it is minified. */
export async function bundleEntry(
  entryPoint: string,
  alias: Readonly<Record<string, string>> = {},
  isMinified = false,
): Promise<Bundle> {
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
    loader: { ".graphql": "text", ".html": "text", ".txt": "text" },
    // With two copies of graphql, `instanceof` checks between them fail.
    alias: {
      ...alias,
      graphql: join(root, "node_modules/graphql/index.mjs"),
      "graphql/jsutils/inspect.js": join(root, "node_modules/graphql/jsutils/inspect.mjs"),
      // The other build imports modules of Node.js that read files.
      liquidjs: join(root, "node_modules/liquidjs/dist/liquid.browser.mjs"),
    },
    minify: isMinified,
    minifySyntax: true,
    logLevel: "silent",
    plugins: [externalWebAssembly(binaries)],
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

/** Writes the modules of a bundle to a folder. */
export function writeBundle({ modules }: Bundle, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { path, contents } of modules) writeFileSync(join(folder, path), contents);
}

/** Reads the modules that `writeBundle` has written to a folder. */
export function readBundle(folder: string): readonly WorkerModule[] {
  const read = (path: string) => new Uint8Array(readFileSync(join(folder, path)));
  const binaries = readdirSync(folder).filter((path) => path.endsWith(".wasm"));
  return [
    { type: "ESModule", path: "index.js", contents: read("index.js") },
    ...binaries.map((path) => ({ type: "CompiledWasm" as const, path, contents: read(path) })),
  ];
}

/** Excludes WebAssembly from the bundle. Workers cannot compile it from bytes, so the runtime loads it as a module. */
function externalWebAssembly(binaries: Map<string, string>): Plugin {
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
