import { createHash } from "node:crypto";
import { read, write } from "./endpoints.ts";
import { StripeError } from "./errors.ts";
import type { Sandbox } from "./sandbox.ts";

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly idempotencyKey: string | undefined;
}

export interface ApiResponse {
  readonly status: number;
  readonly body: string;
  /** True when the response was stored under the request's idempotency key. */
  readonly replayed: boolean;
}

/**
 * Handles one request to Stripe's API. With an idempotency key, the effect and its response are stored together, errors
 * included. A repeated key returns the stored response; with other parameters it is rejected. Requests that fail
 * validation store no response.
 */
export function handleApiRequest(sandbox: Sandbox, request: ApiRequest): ApiResponse {
  const { store } = sandbox;
  const { method, path, query, body, idempotencyKey: key } = request;
  if (method === "GET") return run(() => read(sandbox, path, query)).response;
  const fingerprint = createHash("sha256").update(`${path}\n${body}`).digest("hex");
  return store.transaction(() => {
    const stored = key === undefined ? undefined : store.findResponse(key);
    if (stored !== undefined && stored.fingerprint !== fingerprint) return rejectReusedKey(key ?? "");
    if (stored !== undefined) return { status: stored.status, body: stored.body, replayed: true };
    const { response, final } = run(() => write(sandbox, path, body));
    if (key !== undefined && final) {
      store.putResponse(key, { fingerprint, status: response.status, body: response.body });
    }
    return response;
  });
}

/** Runs an endpoint. `final` is false when validation failed, so that the key may be used again. */
function run(endpoint: () => object): { response: ApiResponse; final: boolean } {
  try {
    return { response: { status: 200, body: JSON.stringify(endpoint()), replayed: false }, final: true };
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    const body = JSON.stringify({ error: error.body });
    // A declined card and an unexpected state are outcomes. An invalid parameter is not.
    const final = error.status === 402 || error.body.code === "payment_intent_unexpected_state";
    return { response: { status: error.status, body, replayed: false }, final };
  }
}

function rejectReusedKey(key: string): ApiResponse {
  const message = `Keys for idempotent requests can only be used with the same parameters they were first used with: '${key}'.`;
  return { status: 400, body: JSON.stringify({ error: { type: "idempotency_error", message } }), replayed: false };
}
