import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { stopChild } from "../../dev/process/child.ts";
import { freePort } from "../../dev/process/listen.ts";
import { goInstall } from "../support/go-install.ts";

const version = "v2.12.0";

/** What a connection suffers, in toxiproxy's own words. */
export interface Toxic {
  readonly type: "latency" | "limit_data" | "timeout" | "reset_peer" | "bandwidth";
  readonly attributes: Readonly<Record<string, number>>;
}

/** Proxies that can be made to misbehave, each before one dependency. */
export interface Toxiproxy {
  /** Stands before a port of this machine; answers with the port that it is reached by. */
  createProxy(name: string, port: number): Promise<number>;
  addToxic(name: string, toxic: Toxic): Promise<void>;
  /** Takes all toxics away, and ends the connections that they left hanging. */
  removeToxics(): Promise<void>;
  stop(): Promise<void>;
}

/** Builds toxiproxy with Go, which has to be there, and starts it. */
export async function startToxiproxy(folder: string): Promise<Toxiproxy> {
  mkdirSync(folder, { recursive: true });
  await goInstall(`github.com/Shopify/toxiproxy/v2/cmd/server@${version}`, folder);
  const apiPort = await freePort();
  const args = ["-host", "127.0.0.1", "-port", String(apiPort)];
  const child = spawn(join(folder, "server"), args, { stdio: "ignore", env: { LOG_LEVEL: "error" } });
  const ask = async (method: string, path: string, body?: object): Promise<void> => {
    const response = await fetch(`http://127.0.0.1:${apiPort}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`toxiproxy: ${await response.text()}`);
  };
  await whenUp(child, () => ask("GET", "/version"));
  const names: string[] = [];
  return {
    createProxy: async (name, port) => {
      const listening = await freePort();
      await ask("POST", "/proxies", { name, listen: `127.0.0.1:${listening}`, upstream: `127.0.0.1:${port}` });
      names.push(name);
      return listening;
    },
    addToxic: (name, { type, attributes }) =>
      ask("POST", `/proxies/${name}/toxics`, { name: type, type, stream: "downstream", attributes }),
    removeToxics: async () => {
      await ask("POST", "/reset");
      for (const enabled of [false, true]) {
        for (const name of names) await ask("POST", `/proxies/${name}`, { enabled });
      }
    },
    stop: () => stopChild(child, "SIGTERM"),
  };
}

async function whenUp(child: ChildProcess, ask: () => Promise<void>): Promise<void> {
  for (let waited = 0; waited < 10_000 && child.exitCode === null; waited += 50) {
    const answered = await ask().then(
      () => true,
      () => false,
    );
    if (answered) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error("toxiproxy did not come up");
}
