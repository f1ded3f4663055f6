import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { build, type Metafile } from "esbuild";

/** What a Worker needs to know about its static files. It imports this as `assets-manifest`. */
export interface AssetsManifest {
  /** The URL of the script that starts islands. */
  readonly loader: string;
  /** The URLs of the modules of each island, for `modulepreload`. */
  readonly islands: Readonly<Record<string, readonly string[]>>;
  /** Style sheets by name, which pages contain. The content security policy allows them by their hashes. */
  readonly styles: Readonly<Record<string, { readonly css: string; readonly hash: string }>>;
  /** The URLs of other files, such as fonts, by their names without a hash. */
  readonly files: Readonly<Record<string, string>>;
}

export interface BuiltAssets {
  readonly assetsDir: string;
  readonly manifestFile: string;
}

/**
 * Builds the browser code and style sheets of a Worker that renders pages. `outDir/root` has the files that are served, with
 * hashes in their names. `outDir/manifest.json` has their URLs.
 */
export async function buildAssets(workerDir: string, outDir: string): Promise<BuiltAssets> {
  const assetsDir = join(outDir, "root");
  const islandsDir = join(workerDir, "islands");
  const styleDir = join(workerDir, "style");
  const { metafile, outputFiles } = await build({
    entryPoints: [
      join(islandsDir, "loader.ts"),
      ...readdirSync(styleDir).flatMap((file) => (file.endsWith(".css") ? [join(styleDir, file)] : [])),
    ],
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    write: false,
    format: "esm",
    target: ["chrome125", "firefox128", "safari17.5"],
    jsx: "automatic",
    jsxImportSource: "preact",
    loader: { ".woff2": "file" },
    define: { "process.env.NODE_ENV": '"production"' },
    outdir: join(assetsDir, "assets"),
    outbase: workerDir,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    publicPath: "/assets/",
    logLevel: "silent",
  });
  rmSync(assetsDir, { recursive: true, force: true });
  mkdirSync(join(assetsDir, "assets"), { recursive: true });
  const styles: Record<string, { css: string; hash: string }> = {};
  for (const { path, text, contents } of outputFiles) {
    if (!path.endsWith(".css")) {
      writeFileSync(path, contents);
      continue;
    }
    const css = text.trim();
    styles[toName(path)] = { css, hash: `sha256-${createHash("sha256").update(css).digest("base64")}` };
  }
  const publicDir = join(workerDir, "public");
  if (existsSync(publicDir)) cpSync(publicDir, assetsDir, { recursive: true });
  const serviceWorker = join(islandsDir, "service-worker.ts");
  if (existsSync(serviceWorker)) await buildServiceWorker(serviceWorker, assetsDir);
  const manifest: AssetsManifest = { ...toScripts(metafile, workerDir), styles, files: toFiles(metafile) };
  const manifestFile = join(outDir, "manifest.json");
  writeFileSync(manifestFile, JSON.stringify(manifest));
  return { assetsDir, manifestFile };
}

/** Builds the service worker at the root, because it serves pages below its own path only. It knows the files of all pages. */
async function buildServiceWorker(entry: string, assetsDir: string): Promise<void> {
  const urls = readdirSync(join(assetsDir, "assets")).sort().map(toUrl);
  // Names of files have hashes of their contents.
  const version = createHash("sha256").update(urls.join()).digest("hex").slice(0, 16);
  await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "iife",
    target: ["chrome125", "firefox128", "safari17.5"],
    define: { VERSION: JSON.stringify(version), ASSETS: JSON.stringify(urls) },
    outfile: join(assetsDir, "service-worker.js"),
    logLevel: "silent",
  });
}

/** Returns the URLs of the loader, and of each island with the chunks that it imports. */
function toScripts({ outputs }: Metafile, workerDir: string): Pick<AssetsManifest, "loader" | "islands"> {
  const islandsFolder = `${relative(process.cwd(), join(workerDir, "islands")).replaceAll("\\", "/")}/`;
  const entries = Object.entries(outputs).flatMap(([path, { entryPoint }]) =>
    entryPoint?.startsWith(islandsFolder) === true
      ? [[entryPoint.slice(islandsFolder.length).replace(/\.tsx?$/, ""), path] as const]
      : [],
  );
  const loader = entries.find(([name]) => name === "loader")?.[1];
  if (loader === undefined) throw new Error("islands/loader.ts was not built");
  const collect = (path: string): readonly string[] => [
    path,
    ...(outputs[path]?.imports ?? [])
      .filter(({ kind, external }) => kind === "import-statement" && external !== true)
      .flatMap(({ path: imported }) => collect(imported)),
  ];
  const loaded = new Set(collect(loader));
  const islands = entries
    .filter(([name]) => name !== "loader")
    .map(([name, path]) => [name, [...new Set(collect(path))].filter((file) => !loaded.has(file)).map(toUrl)] as const);
  return { loader: toUrl(loader), islands: Object.fromEntries(islands) };
}

/** Returns the URLs of files that are neither scripts nor style sheets. */
function toFiles({ outputs }: Metafile): Readonly<Record<string, string>> {
  const files = Object.keys(outputs).filter((path) => !/\.(js|css)$/.test(path));
  return Object.fromEntries(files.map((path) => [toName(path), toUrl(path)]));
}

function toUrl(path: string): string {
  return `/assets/${basename(path)}`;
}

/** Returns the name of a built file without its hash: `base` for `base-ABCDEFGH.css`. */
function toName(path: string): string {
  return basename(path).replace(/-[A-Z0-9]{8}\.\w+$/, "");
}
