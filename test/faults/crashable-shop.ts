import type { ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BackingServices, startBackingServices } from "../../dev/local/backing-services.ts";
import { freePort } from "../../dev/process/listen.ts";
import { openClients, type ShopClients } from "../support/clients.ts";
import { findSecrets } from "../support/log-secret-scan.ts";
import { crons, prepareBundles, waitUntilHealthy } from "../support/serve.ts";
import { type FaultPolicy, type ProxiedResponse, startFaultProxy } from "./fault-proxy.ts";
import { type SagaStep, stepOf } from "./saga-steps.ts";

/** Right before a step's request reaches its receiver, or right after the receiver's reply left it. */
export type Moment = "before" | "after";

export interface CrashPoint {
  readonly orderId: string;
  readonly step: SagaStep;
  readonly moment: Moment;
}

/** A shop whose Workers can be killed at any step of an order, and come back on the same disk. */
export interface CrashableShop extends ShopClients {
  readonly engines: BackingServices;
  /** Kills the Workers, as kill -9 does, at this step of this order. Resolves once they are gone. */
  crashAt(trap: CrashPoint): Promise<void>;
  /** Kills the Workers now. Resolves once they are gone. */
  crash(): Promise<void>;
  /** Starts the Workers again. Resolves once they answer. */
  restart(): Promise<void>;
  /** Requests that were on the wire when their sender was killed arrive now. Answers with how many. */
  deliverDelayedRequests(): Promise<number>;
  runCrons(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Postgres, payments and the rest run on, durably; the four deployed bundles run in one workerd. Every request of the
 * order service to the world outside goes over a wire that somebody stands on: no code of the tests is in a Worker. No
 * webhook is delivered: an order that was killed has nobody but itself. Searches in the database without an address of
 * Elasticsearch.
 */
export async function openCrashableShop(elasticsearchUrl?: string): Promise<CrashableShop> {
  const dataDir = mkdtempSync(join(tmpdir(), "stoa-kills-"));
  chmodSync(dataDir, 0o711); // Postgres runs as another user.
  const engines = await startBackingServices({ dataDir, durable: true, elasticsearchUrl });
  const [gateway, order, catalog, cron] = [await freePort(), await freePort(), await freePort(), await freePort()];

  let child: ChildProcess;
  let trap: { readonly at: CrashPoint; readonly sprung: () => void } | undefined;
  let late: (() => Promise<ProxiedResponse>)[] = [];
  const springs = (moment: Moment, passing: Parameters<FaultPolicy["returnsResponse"]>[0]): boolean => {
    if (trap?.at.moment !== moment || stepOf(passing, trap.at.orderId) !== trap.at.step) return false;
    child.kill("SIGKILL");
    trap.sprung();
    trap = undefined;
    return true;
  };
  const gone = () => new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const guard: FaultPolicy = {
    forwardsRequest: (passing, forward) => {
      if (!springs("before", passing)) return true;
      late.push(forward);
      return false;
    },
    returnsResponse: (passing) => !springs("after", passing),
  };
  const portOf = (address: string) => Number(address.split(":").at(-1));
  const wires = await Promise.all([
    startFaultProxy(portOf(engines.neonProxy), guard),
    startFaultProxy(portOf(engines.stripeHost), guard),
    startFaultProxy(catalog, guard),
  ]);
  const [neonProxy = "", stripeHost = "", catalogHost = ""] = wires.map(({ port }) => `127.0.0.1:${port}`);
  const prepared = await prepareBundles({
    engines: { ...engines, neonProxy, stripeHost },
    folder: join(dataDir, "bundles"),
    stateDir: join(dataDir, "objects"),
    ports: { gateway, order, catalog },
    bindingOverrides: { "order.CATALOG": catalogHost },
    extraWorkers: [crons(cron)],
  });
  child = prepared.start();
  const url = `http://127.0.0.1:${gateway}`;
  await waitUntilHealthy(url);
  const directUrls = { order: `http://127.0.0.1:${order}`, catalog: `http://127.0.0.1:${catalog}` };

  return {
    ...openClients(url, directUrls, engines),
    engines,
    crashAt: async (at) => {
      const ended = gone();
      await new Promise<void>((sprung) => {
        trap = { at, sprung };
      });
      await ended;
    },
    crash: async () => {
      const ended = gone();
      child.kill("SIGKILL");
      await ended;
    },
    restart: async () => {
      child = prepared.start();
      await waitUntilHealthy(url);
    },
    deliverDelayedRequests: async () => {
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
