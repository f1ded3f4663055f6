import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type PageWorkerName, pageWorkerNames } from "../build/bundle.ts";
import { listen, stopListening } from "../process/listen.ts";
import { ApiError, type EmulatedVersion, type EmulatedWorker, EmulatedWorkers } from "./cloudflare-workers.ts";
import { readBody, sendJson } from "./http.ts";

export interface CloudflareAccount {
  readonly id: string;
  readonly name: string;
}

/** Emulates the part of Cloudflare's API that `npm run deploy` and its wrangler use. It has one account's data. */
export interface CloudflareEmulator {
  readonly url: string;
  /** The address of the gateway that is deployed, in place of its route. */
  readonly gatewayUrl: string;
  /** The addresses of the Workers that render pages, in place of their routes. */
  readonly pageUrls: Readonly<Record<PageWorkerName, string>>;
  readonly workers: ReadonlyMap<string, EmulatedWorker>;
  readonly queues: ReadonlySet<string>;
  /** The requests that change something: `PUT /workers/scripts/stoa-order`. */
  readonly writes: readonly string[];
  /** The requests that the emulator does not know. */
  readonly unknown: readonly string[];
  stop(): Promise<void>;
}

export interface CloudflareEmulatorOptions {
  readonly token: string;
  readonly accounts: readonly CloudflareAccount[];
  readonly zones?: readonly { readonly id: string; readonly name: string; readonly status: string }[];
  /** The ids of the account's plans. Without them, the token may not read plans. */
  readonly plans?: readonly string[];
  /** The names of the Workers, by their names in the health report of the gateway. */
  readonly scripts?: Readonly<Record<string, string>>;
  /** Returns whether a version works. By default all do. */
  readonly works?: (version: EmulatedVersion, path: string) => boolean;
}

export async function startCloudflareEmulator(options: CloudflareEmulatorOptions): Promise<CloudflareEmulator> {
  const { token, accounts, zones = [], plans } = options;
  const workers = new EmulatedWorkers();
  const queues = new Set<string>();
  /** The Worker that consumes each queue. */
  const consumers = new Map<string, string>();
  const writes: string[] = [];
  const unknown: string[] = [];

  const listQueues = () =>
    [...queues].map((name) => ({
      queue_id: name,
      queue_name: name,
      producers: [],
      consumers: consumers.has(name) ? [{ consumer_id: name, type: "worker", script: consumers.get(name) }] : [],
    }));

  /** Returns the result of a request below the account, or undefined for an unknown one. */
  const serve = (method: string, path: string, query: URLSearchParams, body: string): unknown => {
    if (path === "/queues" && method === "GET") {
      const names = query.getAll("name");
      return listQueues().filter(({ queue_name }) => names.length === 0 || names.includes(queue_name));
    }
    if (path === "/queues" && method === "POST") {
      const { queue_name } = JSON.parse(body) as { readonly queue_name: string };
      queues.add(queue_name);
      return { queue_id: queue_name, queue_name };
    }
    const [, queue] = /^\/queues\/([^/]+)\/consumers/.exec(path) ?? [];
    if (queue !== undefined && method !== "GET") {
      const { script_name } = JSON.parse(body) as { readonly script_name?: string };
      if (script_name !== undefined) consumers.set(queue, script_name);
      return { consumer_id: queue };
    }
    if (queue !== undefined) return [];
    if (path === "/subscriptions" && method === "GET") {
      if (plans === undefined) throw new ApiError(403, 10000, "Authentication error");
      return plans.map((id) => ({ rate_plan: { id } }));
    }
    return workers.serve(method, path, body);
  };

  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const { method = "GET", url = "/" } = request;
    const { pathname, searchParams } = new URL(url, "http://emulator");
    const body = await readBody(request);
    const fail = (status: number, code: number, message: string) =>
      sendJson(response, status, { success: false, errors: [{ code, message }], messages: [], result: null });
    if (request.headers.authorization !== `Bearer ${token}`) return fail(401, 10001, "Unable to authenticate request");
    const path = pathname.replace(/^\/accounts\/[^/]+/, "");
    if (method !== "GET") writes.push(`${method} ${path}`);
    try {
      const result =
        pathname === "/accounts" ? accounts : pathname === "/zones" ? zones : serve(method, path, searchParams, body);
      if (result === undefined) {
        unknown.push(`${method} ${pathname}`);
        return fail(404, 7003, "No route for that URI");
      }
      sendJson(response, 200, { success: true, errors: [], messages: [], result, result_info: { total_pages: 1 } });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      fail(error.status, error.code, error.message);
    }
  });
  const port = await listen(server);
  const gateway = createServer((request, response) => serveGateway(request, response, workers, options));
  const gatewayPort = await listen(gateway);
  const pages = pageWorkerNames.map((name) =>
    createServer((request, response) => servePages(request, response, workers, { ...options, name })),
  );
  const [storefrontPort, consolePort] = await Promise.all(pages.map((server) => listen(server)));
  return {
    url: `http://127.0.0.1:${port}`,
    gatewayUrl: `http://127.0.0.1:${gatewayPort}`,
    pageUrls: { storefront: `http://127.0.0.1:${storefrontPort}`, console: `http://127.0.0.1:${consolePort}` },
    workers: workers.all,
    queues,
    writes,
    unknown,
    stop: async () => {
      await stopListening(server);
      await Promise.all([gateway, ...pages].map(stopListening));
    },
  };
}

/** Responds as the gateway of the deployed versions, or of those that the request selects. */
function serveGateway(
  { url = "/", headers }: IncomingMessage,
  response: ServerResponse,
  workers: EmulatedWorkers,
  { scripts = {}, works = () => true }: CloudflareEmulatorOptions,
): void {
  const selected = readSelected(headers);
  const served = Object.entries(scripts).map(([name, script]) => {
    const version = workers.findServing(script, selected.get(script));
    return { name, version: version?.id, status: version !== undefined && works(version, url) ? "up" : "down" };
  });
  const ready = served.every(({ status }) => status === "up");
  const dependencies = Object.fromEntries(served.map(({ name, version, status }) => [name, { version, status }]));
  const report = { ready, canSell: ready, version: dependencies.gateway?.version, dependencies };
  sendJson(response, ready ? 200 : 503, { ...report, keys: [{ kid: "key" }], data: {} });
}

/** Responds to `/healthz` as a Worker that renders pages. */
function servePages(
  { url = "/", headers }: IncomingMessage,
  response: ServerResponse,
  workers: EmulatedWorkers,
  { scripts = {}, works = () => true, name }: CloudflareEmulatorOptions & { readonly name: PageWorkerName },
): void {
  const script = scripts[name] ?? "";
  const version = workers.findServing(script, readSelected(headers).get(script));
  const isReady = version !== undefined && url === "/healthz" && works(version, url);
  sendJson(response, isReady ? 200 : 503, isReady ? { status: "ready", version: version.id } : {});
}

/** Returns the versions that a request selects, by the names of their Workers. */
function readSelected(headers: IncomingMessage["headers"]): ReadonlyMap<string, string> {
  const overrides = String(headers["cloudflare-workers-version-overrides"] ?? "");
  return new Map([...overrides.matchAll(/([a-z-]+)="([^"]+)"/g)].map(([, name = "", id = ""]) => [name, id]));
}
