import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { stopChild } from "../../dev/process/child.ts";
import { freePort } from "../../dev/process/listen.ts";
import { goInstall } from "../support/go-install.ts";

const version = "v2.12.0";

/** A fault of a connection, in Toxiproxy's terms. */
export interface Toxic {
  readonly type: "latency" | "limit_data" | "timeout" | "reset_peer" | "bandwidth";
  readonly attributes: Readonly<Record<string, number>>;
}

/** TCP proxies that can inject faults, each in front of one dependency. */
export interface Toxiproxy {
  /** Creates a proxy in front of a local port. It listens on `proxyPort`. */
  createProxy(name: string, port: number, proxyPort: number): Promise<void>;
  addToxic(name: string, toxic: Toxic): Promise<void>;
  /** Removes all toxics and closes the connections that they left hanging. */
  removeToxics(): Promise<void>;
  stop(): Promise<void>;
}

/** Builds Toxiproxy with Go, which must be installed, and starts it. */
export async function startToxiproxy(folder: string): Promise<Toxiproxy> {
  mkdirSync(folder, { recursive: true });
  await goInstall(`github.com/Shopify/toxiproxy/v2/cmd/server@${version}`, folder);
  const apiPort = await freePort();
  const args = ["-host", "127.0.0.1", "-port", String(apiPort)];
  const child = spawn(join(folder, "server"), args, { stdio: "ignore", env: { LOG_LEVEL: "error" } });
  const call = async (method: string, path: string, body?: object): Promise<void> => {
    const response = await fetch(`http://127.0.0.1:${apiPort}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`Toxiproxy: ${await response.text()}`);
  };
  await waitUntilStarted(child, () => call("GET", "/version"));
  const names: string[] = [];
  return {
    createProxy: async (name, port, proxyPort) => {
      await call("POST", "/proxies", { name, listen: `127.0.0.1:${proxyPort}`, upstream: `127.0.0.1:${port}` });
      names.push(name);
    },
    addToxic: (name, { type, attributes }) =>
      call("POST", `/proxies/${name}/toxics`, { name: type, type, stream: "downstream", attributes }),
    removeToxics: async () => {
      await call("POST", "/reset");
      for (const enabled of [false, true]) {
        for (const name of names) await call("POST", `/proxies/${name}`, { enabled });
      }
    },
    stop: () => stopChild(child, "SIGTERM"),
  };
}

async function waitUntilStarted(child: ChildProcess, ping: () => Promise<void>): Promise<void> {
  for (let waitedMs = 0; waitedMs < 10_000 && child.exitCode === null; waitedMs += 50) {
    const responds = await ping().then(
      () => true,
      () => false,
    );
    if (responds) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error("Toxiproxy did not start within 10 s");
}
