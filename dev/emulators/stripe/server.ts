import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { listen, stopListening } from "../../process/listen.ts";
import { control } from "./control.ts";
import { type ApiAnswer, answer } from "./endpoints.ts";
import { createFaults, type Fault } from "./faults.ts";
import { createSandbox } from "./sandbox.ts";
import { newObjectId, openStore } from "./store.ts";
import { createDelivery, type WebhookEndpoint } from "./webhooks.ts";

export interface StripeSandboxOptions {
  readonly dataDir: string;
  /** What callers must present: `sk_test_…`. */
  readonly secretKey: string;
  readonly port?: number;
  readonly webhook?: WebhookEndpoint;
}

export interface StripeEmulator {
  readonly port: number;
  /** Sends events there from now on. */
  readonly deliverTo: (endpoint: WebhookEndpoint) => void;
  stop(): Promise<void>;
}

/** An unanswered request is held this long before its connection is cut. */
const silenceMs = 60_000;

/**
 * Speaks Stripe's protocol for PaymentIntents and Refunds, with Stripe's test payment methods, a durable ledger, signed
 * webhooks, and faults that can be switched on at /sandbox. The official SDK cannot tell the difference.
 */
export async function startStripeEmulator(options: StripeSandboxOptions): Promise<StripeEmulator> {
  const stopping = new AbortController();
  const store = openStore(options.dataDir);
  const faults = createFaults();
  let copies = 1;
  let { webhook } = options;
  const deliver = createDelivery(
    () => webhook,
    () => copies,
    stopping.signal,
  );
  const sandbox = createSandbox(store, deliver);
  const setCopies = (count: number) => {
    copies = count;
  };

  const api = async (request: IncomingMessage, response: ServerResponse, url: URL, body: string): Promise<void> => {
    if (!isAuthorized(request, options.secretKey)) {
      const message = "Invalid API Key provided.";
      return send(response, 401, JSON.stringify({ error: { type: "invalid_request_error", message } }));
    }
    const fault = faults.take(`${request.method} ${url.pathname}`);
    if (await failBefore(fault, response, stopping.signal)) return;
    const key = request.headers["idempotency-key"];
    const result = answer(sandbox, {
      method: request.method ?? "GET",
      path: url.pathname,
      query: url.searchParams,
      body,
      idempotencyKey: typeof key === "string" ? key : undefined,
    });
    if (await failAfter(fault, response, stopping.signal)) return;
    reply(response, result);
  };

  const server = createServer(async (request, response) => {
    try {
      const url = new URL(request.url ?? "/", "http://localhost");
      const body = await readAll(request);
      if (!url.pathname.startsWith("/sandbox/")) return await api(request, response, url, body);
      const controlled = control({ sandbox, faults, setCopies }, request.method ?? "GET", url.pathname, body);
      send(response, controlled === undefined ? 404 : 200, JSON.stringify(controlled ?? { error: "not found" }));
    } catch (error) {
      send(response, 500, JSON.stringify({ error: { type: "api_error", message: String(error) } }));
    }
  });
  const port = await listen(server, options.port);
  return {
    port,
    deliverTo: (endpoint) => {
      webhook = endpoint;
    },
    stop: async () => {
      stopping.abort();
      await stopListening(server);
      store.close();
    },
  };
}

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { "content-type": "application/json", "request-id": newObjectId("req"), ...headers });
  response.end(body);
}

function reply(response: ServerResponse, { status, body, replayed }: ApiAnswer): void {
  send(response, status, body, replayed ? { "idempotent-replayed": "true" } : {});
}

const serverError = JSON.stringify({ error: { type: "api_error", message: "An error occurred on our side." } });

/** True when the request ends here, with nothing done. */
async function failBefore(fault: Fault | undefined, response: ServerResponse, stop: AbortSignal): Promise<boolean> {
  switch (fault?.mode) {
    case "down":
    case "reset_before":
      response.destroy();
      return true;
    case "error_500":
      send(response, 500, serverError);
      return true;
    case "timeout_before":
      await silence(response, stop);
      return true;
    case "slow":
      await sleep(fault.delayMs, undefined, { signal: stop }).catch(() => {});
      return false;
    default:
      return false;
  }
}

/** True when the answer is lost, though all is done. */
async function failAfter(fault: Fault | undefined, response: ServerResponse, stop: AbortSignal): Promise<boolean> {
  switch (fault?.mode) {
    case "reset_after":
      response.destroy();
      return true;
    case "error_500_after":
      send(response, 500, serverError);
      return true;
    case "timeout_after":
      await silence(response, stop);
      return true;
    default:
      return false;
  }
}

async function silence(response: ServerResponse, stop: AbortSignal): Promise<void> {
  await sleep(silenceMs, undefined, { signal: stop }).catch(() => {});
  response.destroy();
}

function isAuthorized(request: IncomingMessage, secretKey: string): boolean {
  const header = request.headers.authorization ?? "";
  return header === `Bearer ${secretKey}` || header === `Basic ${Buffer.from(`${secretKey}:`).toString("base64")}`;
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
