import type { ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BackingServices, startBackingServices } from "../../dev/local/backing-services.ts";
import { freePort } from "../../dev/process/listen.ts";
import { openClients, type ShopClients } from "../support/clients.ts";
import { findSecrets } from "../support/log-secret-scan.ts";
import { crons, prepareBundles, waitUntilHealthy } from "../support/serve.ts";
import { type FaultPolicy, type ProxiedRequest, type ProxiedResponse, startFaultProxy } from "./fault-proxy.ts";
import { findStep, type SagaStep } from "./saga-steps.ts";

/** Immediately before a step's request reaches the dependency, or immediately after the dependency has responded. */
export type Moment = "before" | "after";

export interface CrashPoint {
  readonly orderId: string;
  readonly step: SagaStep;
  readonly moment: Moment;
}

/** A shop whose Workers can be killed at any step of an order, and restarted on the same data. */
export interface CrashableShop extends ShopClients {
  readonly services: BackingServices;
  /** Kills the Workers with SIGKILL at this step of this order. Resolves when their process has ended. */
  crashAt(point: CrashPoint): Promise<void>;
  /** Kills the Workers now. Resolves when their process has ended. */
  crash(): Promise<void>;
  /** Starts the Workers again. Resolves when they respond. */
  restart(): Promise<void>;
  /** Delivers the requests that were in flight when their sender was killed. Returns their number. */
  deliverDelayedRequests(): Promise<number>;
  runCrons(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts Postgres, payments and the other services durably, and the four deployed bundles in one workerd. All requests of
 * the order service to its dependencies pass through fault proxies, so the Workers contain no test code. No webhook is
 * delivered, so an order must recover by itself. Without `elasticsearchUrl`, Postgres does the search.
 */
export async function openCrashableShop(elasticsearchUrl?: string): Promise<CrashableShop> {
  const dataDir = mkdtempSync(join(tmpdir(), "stoa-crashes-"));
  chmodSync(dataDir, 0o711); // Postgres runs as another user.
  const services = await startBackingServices({ dataDir, durable: true, elasticsearchUrl });
  const [gateway, order, catalog, cron] = [await freePort(), await freePort(), await freePort(), await freePort()];

  let child: ChildProcess;
  let pending: { readonly point: CrashPoint; readonly reached: () => void } | undefined;
  let delayed: (() => Promise<ProxiedResponse>)[] = [];
  const crashesAt = (moment: Moment, request: ProxiedRequest): boolean => {
    if (pending?.point.moment !== moment || findStep(request, pending.point.orderId) !== pending.point.step) {
      return false;
    }
    child.kill("SIGKILL");
    pending.reached();
    pending = undefined;
    return true;
  };
  const exited = () => new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const policy: FaultPolicy = {
    forwardsRequest: (request, forward) => {
      if (!crashesAt("before", request)) return true;
      delayed.push(forward);
      return false;
    },
    returnsResponse: (request) => !crashesAt("after", request),
  };
  const portOf = (address: string) => Number(address.split(":").at(-1));
  const proxies = await Promise.all([
    startFaultProxy(portOf(services.neonProxy), policy),
    startFaultProxy(portOf(services.stripeHost), policy),
    startFaultProxy(catalog, policy),
  ]);
  const [neonProxy = "", stripeHost = "", catalogHost = ""] = proxies.map(({ port }) => `127.0.0.1:${port}`);
  const workers = await prepareBundles({
    engines: { ...services, neonProxy, stripeHost },
    folder: join(dataDir, "bundles"),
    stateDir: join(dataDir, "objects"),
    ports: { gateway, order, catalog },
    bindingOverrides: { "order.CATALOG": catalogHost },
    extraWorkers: [crons(cron)],
  });
  child = workers.start();
  const url = `http://127.0.0.1:${gateway}`;
  await waitUntilHealthy(url);
  const directUrls = { order: `http://127.0.0.1:${order}`, catalog: `http://127.0.0.1:${catalog}` };

  return {
    ...openClients(url, directUrls, services),
    services,
    crashAt: async (point) => {
      const ended = exited();
      await new Promise<void>((reached) => {
        pending = { point, reached };
      });
      await ended;
    },
    crash: async () => {
      const ended = exited();
      child.kill("SIGKILL");
      await ended;
    },
    restart: async () => {
      child = workers.start();
      await waitUntilHealthy(url);
    },
    deliverDelayedRequests: async () => {
      const delivering = delayed;
      delayed = [];
      for (const forward of delivering) await forward();
      return delivering.length;
    },
    runCrons: async () => {
      const response = await fetch(`http://127.0.0.1:${cron}`);
      if (!response.ok) throw new Error(`A cron failed: ${await response.text()}`);
    },
    stop: async () => {
      child.kill("SIGKILL");
      await Promise.all(proxies.map((proxy) => proxy.stop()));
      await services.stop();
      const secrets = findSecrets(readFileSync(workers.logFile, "utf8"));
      if (secrets.length > 0) throw new Error(secrets.join("; "));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
