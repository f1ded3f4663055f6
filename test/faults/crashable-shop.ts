import type { ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BackingServices, startBackingServices } from "../../dev/local/backing-services.ts";
import { freePort } from "../../dev/local/postgres/server.ts";
import { openClients, type ShopClients } from "../support/clients.ts";
import { findSecrets } from "../support/log-secret-scan.ts";
import { crons, prepareBundles, whenServing } from "../support/serve.ts";
import { type Step, stepOf } from "./steps.ts";
import { type Guard, type Reply, startWire } from "./wire.ts";

/** Right before a step's request reaches its receiver, or right after the receiver's reply left it. */
export type Moment = "before" | "after";

export interface Trap {
  readonly orderId: string;
  readonly step: Step;
  readonly moment: Moment;
}

/** A shop whose Workers can be killed at any step of an order, and come back on the same disk. */
export interface CrashableShop extends ShopClients {
  readonly engines: BackingServices;
  /** Kills the Workers, as kill -9 does, at this step of this order. Resolves once they are gone. */
  killAt(trap: Trap): Promise<void>;
  /** Kills the Workers now. Resolves once they are gone. */
  kill(): Promise<void>;
  /** Starts the Workers again. Resolves once they answer. */
  revive(): Promise<void>;
  /** Requests that were on the wire when their sender was killed arrive now. Answers with how many. */
  deliverLate(): Promise<number>;
  runCrons(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Postgres, payments and the rest run on, durably; the four deployed bundles run in one workerd. Every request of the
 * order service to the world outside goes over a wire that somebody stands on: no code of the tests is in a Worker. No
 * webhook is delivered: an order that was killed has nobody but itself. Searches in the database without an address of
 * Elasticsearch.
 */
export async function openKillableShop(elasticsearchUrl?: string): Promise<CrashableShop> {
  const dataDir = mkdtempSync(join(tmpdir(), "stoa-kills-"));
  chmodSync(dataDir, 0o711); // Postgres runs as another user.
  const engines = await startBackingServices({ dataDir, durable: true, elasticsearchUrl });
  const [gateway, order, catalog, cron] = [await freePort(), await freePort(), await freePort(), await freePort()];

  let child: ChildProcess;
  let trap: { readonly at: Trap; readonly sprung: () => void } | undefined;
  let late: (() => Promise<Reply>)[] = [];
  const springs = (moment: Moment, passing: Parameters<Guard["after"]>[0]): boolean => {
    if (trap?.at.moment !== moment || stepOf(passing, trap.at.orderId) !== trap.at.step) return false;
    child.kill("SIGKILL");
    trap.sprung();
    trap = undefined;
    return true;
  };
  const gone = () => new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const guard: Guard = {
    before: (passing, forward) => {
      if (!springs("before", passing)) return true;
      late.push(forward);
      return false;
    },
    after: (passing) => !springs("after", passing),
  };
  const portOf = (address: string) => Number(address.split(":").at(-1));
  const wires = await Promise.all([
    startWire(portOf(engines.neonProxy), guard),
    startWire(portOf(engines.stripeHost), guard),
    startWire(catalog, guard),
  ]);
  const [neonProxy = "", stripeHost = "", catalogHost = ""] = wires.map(({ port }) => `127.0.0.1:${port}`);
  const prepared = await prepareBundles({
    engines: { ...engines, neonProxy, stripeHost },
    folder: join(dataDir, "bundles"),
    stateDir: join(dataDir, "objects"),
    ports: { gateway, order, catalog },
    detours: { "order.CATALOG": catalogHost },
    beside: [crons(cron)],
  });
  child = prepared.start();
  const url = `http://127.0.0.1:${gateway}`;
  await whenServing(url);
  const directUrls = { order: `http://127.0.0.1:${order}`, catalog: `http://127.0.0.1:${catalog}` };

  return {
    ...openClients(url, directUrls, engines),
    engines,
    killAt: async (at) => {
      const ended = gone();
      await new Promise<void>((sprung) => {
        trap = { at, sprung };
      });
      await ended;
    },
    kill: async () => {
      const ended = gone();
      child.kill("SIGKILL");
      await ended;
    },
    revive: async () => {
      child = prepared.start();
      await whenServing(url);
    },
    deliverLate: async () => {
      const arriving = late;
      late = [];
      for (const forward of arriving) await forward();
      return arriving.length;
    },
    runCrons: async () => {
      const response = await fetch(`http://127.0.0.1:${cron}`);
      if (!response.ok) throw new Error(`a cron ended with ${await response.text()}`);
    },
    stop: async () => {
      child.kill("SIGKILL");
      await Promise.all(wires.map((wire) => wire.stop()));
      await engines.stop();
      const found = findSecrets(readFileSync(prepared.logFile, "utf8"));
      if (found.length > 0) throw new Error(found.join("; "));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
