import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen, stopListening } from "../process/listen.ts";
import { readBody, sendJson } from "./http.ts";

/** A Worker in the account. A draft has secrets and was never deployed. */
interface EmulatedWorker {
  readonly secrets: Set<string>;
  deployments: number;
}

export interface CloudflareAccount {
  readonly id: string;
  readonly name: string;
}

/** Emulates the part of Cloudflare's API that `npm run deploy` and its wrangler use. It has one account's data. */
export interface CloudflareEmulator {
  readonly url: string;
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
}

export async function startCloudflareEmulator(options: CloudflareEmulatorOptions): Promise<CloudflareEmulator> {
  const { token, accounts, zones = [], plans } = options;
  const workers = new Map<string, EmulatedWorker>();
  const queues = new Set<string>();
  /** The Worker that consumes each queue. */
  const consumers = new Map<string, string>();
  const writes: string[] = [];
  const unknown: string[] = [];

  const findWorker = (name: string): EmulatedWorker => {
    const worker = workers.get(name) ?? { secrets: new Set<string>(), deployments: 0 };
    workers.set(name, worker);
    return worker;
  };
  const rejectUnknownServices = (upload: string) => {
    for (const service of findServices(upload)) {
      if (!workers.has(service)) throw new ApiError(400, 10143, `Could not resolve service binding to ${service}`);
    }
  };
  const listQueues = () =>
    [...queues].map((name) => ({
      queue_id: name,
      queue_name: name,
      producers: [],
      consumers: consumers.has(name) ? [{ consumer_id: name, type: "worker", script: consumers.get(name) }] : [],
    }));

  /** Returns the result of a request below the account, or undefined for an unknown one. */
  const serve = (method: string, path: string, query: URLSearchParams, body: string): unknown => {
    const [, script = "", rest = ""] = /^\/workers\/scripts\/([^/]+)(.*)$/.exec(path) ?? [];
    if (path === "/queues" && method === "GET") {
      const name = query.get("name");
      return listQueues().filter(({ queue_name }) => name === null || queue_name === name);
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
    if (script !== "" && rest === "" && method === "PUT") {
      const worker = findWorker(script);
      rejectUnknownServices(body);
      if (!body.includes(draftSource)) worker.deployments++;
      return { id: script, tag: script, etag: script, startup_time_ms: 100, deployment_id: script };
    }
    // The platform has all static files already, so none is uploaded.
    if (rest === "/assets-upload-session") return { jwt: "assets", buckets: [] };
    const [, service] = /^\/workers\/services\/([^/]+)$/.exec(path) ?? [];
    if (service !== undefined) {
      if (!workers.has(service)) throw new ApiError(404, 10090, "This service does not exist");
      return { id: service, default_environment: { environment: "production", script: { id: service, tag: service } } };
    }
    if (/^\/workers\/workers\/[^/]+$/.test(path)) return { subdomain: { enabled: false, previews_enabled: false } };
    if (script !== "" && !workers.has(script)) throw new ApiError(404, 10007, "This Worker does not exist");
    if (rest === "/secrets" && method === "GET") {
      return [...findWorker(script).secrets].map((name) => ({ name, type: "secret_text" }));
    }
    if (rest === "/secrets-bulk") {
      const { secrets } = JSON.parse(body) as { readonly secrets: Readonly<Record<string, unknown>> };
      for (const name of Object.keys(secrets)) findWorker(script).secrets.add(name);
      return {};
    }
    if (rest === "/deployments" && method === "GET") return { deployments: [] };
    if (rest === "/deployments") {
      findWorker(script).deployments++;
      return { id: crypto.randomUUID() };
    }
    if (rest === "/versions" && method === "POST") {
      rejectUnknownServices(body);
      const resources = { script: { etag: script } };
      return { id: crypto.randomUUID(), metadata: { has_preview: false }, resources, startup_time_ms: 100 };
    }
    if (rest === "/domains/changeset") return { added: [], removed: [], updated: [], conflicting: [] };
    if (rest === "/settings" && method === "GET") return { bindings: [], tags: [] };
    if (script !== "" && ownSettings.test(rest)) return method === "GET" ? [] : {};
    if (path === "/subscriptions" && method === "GET") {
      if (plans === undefined) throw new ApiError(403, 10000, "Authentication error");
      return plans.map((id) => ({ rate_plan: { id } }));
    }
    return undefined;
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
  return {
    url: `http://127.0.0.1:${port}`,
    workers,
    queues,
    writes,
    unknown,
    stop: () => stopListening(server),
  };
}

/** The source of a Worker that wrangler creates for its first secret. */
const draftSource = "export default { fetch() {} }";
/** Settings of a Worker that a deployment writes and that the emulator does not store. */
const ownSettings = /^\/(subdomain|schedules|script-settings|settings|routes|domains\/records)/;

class ApiError extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Returns the Workers that an upload has service bindings to. */
function findServices(upload: string): readonly string[] {
  return [...upload.matchAll(/"type":"service","service":"([^"]+)"/g)].map(([, service = ""]) => service);
}
