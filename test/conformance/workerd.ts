import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bundleEntry, writeBundle } from "../../dev/build/bundle.ts";
import { root } from "../../dev/build/root.ts";
import { readWorkerConfig } from "../../dev/local/worker-config.ts";
import { stopChild } from "../../dev/process/child.ts";

// Node and Vitest import the default export of this package differently.
const { default: program } = createRequire(import.meta.url)("workerd") as { readonly default: string };

export interface Served {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

export interface ServeOptions {
  readonly bindings?: Readonly<Record<string, string>>;
  /** `host:port` of a server for the Cache API. Without it there is no cache. */
  readonly cache?: string;
}

/** Serves the Worker at this path, relative to test/conformance, in workerd. The process ends with this process. */
export async function serveWorker(file: string, { bindings = {}, cache }: ServeOptions = {}): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), "stoa-conformance-"));
  writeBundle(await bundleEntry(resolve(root, "test/conformance", file)), folder);
  const { compatibility_date: date, compatibility_flags: flags } = readWorkerConfig("catalog");
  const outbound = cache === undefined ? "" : 'cacheApiOutbound = "cache",';
  const external = cache === undefined ? "" : `, (name = "cache", external = (address = "${cache}", http = ()))`;
  const bound = Object.entries(bindings).map(([name, text]) => `(name = "${name}", text = ${JSON.stringify(text)})`);
  writeFileSync(
    join(folder, "config.capnp"),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "internet", network = (allow = ["public", "private"]))${external}],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  compatibilityDate = "${date}", compatibilityFlags = ${JSON.stringify(flags)},
  modules = [(name = "index.js", esModule = embed "index.js")], bindings = [${bound.join(", ")}], ${outbound}
);
`,
  );
  const args = ["serve", "--experimental", "--control-fd=3", join(folder, "config.capnp")];
  const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "ignore", "inherit", "pipe"] });
  process.on("exit", () => child.kill("SIGKILL"));
  const port = await new Promise<number>((resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`workerd exited with code ${code}`)));
    // workerd writes its port to the control pipe, as one JSON line per event.
    child.stdio[3]?.on("data", (chunk: Buffer) => {
      const events = chunk.toString().split("\n").filter(Boolean).map(parseEvent);
      const listening = events.find(({ event }) => event === "listen");
      if (listening?.port !== undefined) resolve(listening.port);
    });
  });
  return {
    port,
    stop: async () => {
      await stopChild(child, "SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const parseEvent = (line: string) => JSON.parse(line) as { readonly event: string; readonly port?: number };
