import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen, stopListening } from "../../process/listen.ts";
import { type Availability, createAvailability } from "../availability.ts";
import { readBody, sendJsonText } from "../http.ts";
import { handleApiRequest } from "./api.ts";
import { handleBankPage } from "./bank-page.ts";
import { handleControlRequest } from "./control.ts";
import { createFaults, failAfter, failBefore } from "./faults.ts";
import { newObjectId } from "./objects.ts";
import { bankPagePath } from "./payment-intents.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";
import { Store } from "./store.ts";
import { createDelivery, type WebhookEndpoint } from "./webhooks.ts";

export interface StripeEmulatorOptions {
  readonly dataDir: string;
  /** The API key that clients must send: `sk_test_…`. */
  readonly secretKey: string;
  /** The bearer token of requests under `/sandbox`. */
  readonly controlToken: string;
  readonly port?: number;
  /** The port of a proxy in front of the emulator, for tests. */
  readonly proxyPort?: number;
  readonly webhook?: WebhookEndpoint;
}

export interface StripeEmulator {
  readonly port: number;
  readonly availability: Availability;
  /** Changes the endpoint that receives events. */
  readonly deliverTo: (endpoint: WebhookEndpoint) => void;
  /**
   * Adds an API key, as a rolled key in Stripe's dashboard does. The earlier one stays valid until the returned function is
   * called: Stripe lets the user choose that time.
   */
  readonly rollKey: (secretKey: string) => () => void;
  /** Adds a secret that signs webhooks. The earlier one signs too, until the returned function is called. */
  readonly rollWebhookSecret: (secret: string) => () => void;
  /** The number of responses to webhooks so far, by status. */
  readonly webhookResponses: () => Readonly<Record<number, number>>;
  /** The number of API requests served so far, by method and path: `POST /v1/payment_intents/{id}/capture`. */
  readonly served: () => Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

interface ApiContext {
  readonly availability: Availability;
  readonly sandbox: Sandbox;
  readonly faults: ReturnType<typeof createFaults>;
  readonly secretKeys: () => readonly string[];
  readonly stop: AbortSignal;
  readonly served: Record<string, number>;
}

/**
 * Emulates Stripe's API for PaymentIntents and Refunds, with Stripe's test payment methods, a durable ledger, signed
 * webhooks, and faults that are configured under `/sandbox`. The official SDK works with it unchanged.
 */
export async function startStripeEmulator(options: StripeEmulatorOptions): Promise<StripeEmulator> {
  const stopping = new AbortController();
  const store = new Store(options.dataDir);
  const faults = createFaults();
  let copies = 1;
  let { webhook } = options;
  let secretKeys: readonly string[] = [options.secretKey];
  const webhookResponses: Record<number, number> = {};
  const deliver = createDelivery(
    () => webhook,
    () => copies,
    (status) => {
      webhookResponses[status] = (webhookResponses[status] ?? 0) + 1;
    },
    stopping.signal,
  );
  let port = options.port ?? 0;
  const sandbox = createSandbox(store, deliver, () => `http://127.0.0.1:${port}`);
  const setCopies = (count: number) => {
    copies = count;
  };
  const availability = createAvailability();
  const api: ApiContext = {
    availability,
    sandbox,
    faults,
    secretKeys: () => secretKeys,
    stop: stopping.signal,
    served: {},
  };

  const server = createServer(async (request, response) => {
    try {
      const url = new URL(request.url ?? "/", "http://localhost");
      const body = await readBody(request);
      if (url.pathname.startsWith(bankPagePath)) {
        const { status, headers, ...page } = handleBankPage(sandbox, { method: request.method ?? "GET", url, body });
        response.writeHead(status, headers);
        return response.end(page.body);
      }
      if (!url.pathname.startsWith("/sandbox/")) return await serveApi(api, request, response, url, body);
      if (request.headers.authorization !== `Bearer ${options.controlToken}`) {
        return send(response, 401, JSON.stringify({ error: "The control endpoints require their token" }));
      }
      const result = handleControlRequest({ sandbox, faults, setCopies }, request.method ?? "GET", url.pathname, body);
      send(response, result === undefined ? 404 : 200, JSON.stringify(result ?? { error: "not found" }));
    } catch (error) {
      send(response, 500, JSON.stringify({ error: { type: "api_error", message: String(error) } }));
    }
  });
  port = await listen(server, options.port, options.proxyPort);
  return {
    port,
    availability,
    deliverTo: (endpoint) => {
      webhook = endpoint;
    },
    rollKey: (secretKey) => {
      secretKeys = [secretKey, ...secretKeys];
      return () => {
        secretKeys = [secretKey];
      };
    },
    rollWebhookSecret: (secret) => {
      if (webhook !== undefined) webhook = { ...webhook, secrets: [secret, ...webhook.secrets] };
      return () => {
        if (webhook !== undefined) webhook = { ...webhook, secrets: [secret] };
      };
    },
    webhookResponses: () => ({ ...webhookResponses }),
    served: () => ({ ...api.served }),
    stop: async () => {
      stopping.abort();
      await stopListening(server);
      store.close();
    },
  };
}

async function serveApi(
  { availability, sandbox, faults, secretKeys, stop, served }: ApiContext,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  body: string,
): Promise<void> {
  if (!isAuthorized(request, secretKeys())) {
    const message = "Invalid API Key provided.";
    return send(response, 401, JSON.stringify({ error: { type: "invalid_request_error", message } }));
  }
  const name = `${request.method} ${url.pathname.replace(/(?<=\/)[a-z]+_[0-9A-Za-z]{8,}/g, "{id}")}`;
  served[name] = (served[name] ?? 0) + 1;
  if (availability.state !== "up" && !(await availability.admits(response))) return;
  const confirms = /(^|&)confirm=true(&|$)/.test(body) ? " confirm" : "";
  const fault = faults.take(`${request.method} ${url.pathname}${confirms}`);
  if (await failBefore(fault, response, stop)) return;
  const key = request.headers["idempotency-key"];
  const result = handleApiRequest(sandbox, {
    method: request.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    body,
    idempotencyKey: typeof key === "string" ? key : undefined,
  });
  if (await failAfter(fault, response, stop)) return;
  send(response, result.status, result.body, result.replayed ? { "idempotent-replayed": "true" } : {});
}

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  if (response.headersSent || response.destroyed) return;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader("request-id", newObjectId("req"));
  sendJsonText(response, status, body);
}

function isAuthorized(request: IncomingMessage, secretKeys: readonly string[]): boolean {
  const header = request.headers.authorization ?? "";
  return secretKeys.some(
    (key) => header === `Bearer ${key}` || header === `Basic ${Buffer.from(`${key}:`).toString("base64")}`,
  );
}
