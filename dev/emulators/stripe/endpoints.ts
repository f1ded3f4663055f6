import { createHash } from "node:crypto";
import { invalidRequest, missing, StripeError } from "./errors.ts";
import { parseForm } from "./form.ts";
import { cancelIntent, captureIntent, confirmIntent, createIntent, getIntent, show } from "./payment-intents.ts";
import { createRefund, getRefund } from "./refunds.ts";
import type { Sandbox } from "./sandbox.ts";
import type { PaymentIntent, Refund, Stored, StripeEvent } from "./store.ts";

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly idempotencyKey: string | undefined;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
  readonly replayed: boolean;
}

/**
 * Answers one request. With a key, the effect and its answer become durable together, errors included, and the same
 * key is answered from memory; with other parameters it is refused. What is invalid before it begins is not remembered.
 */
export function answer(sandbox: Sandbox, request: ApiRequest): ApiAnswer {
  const { store } = sandbox;
  const { method, path, body, idempotencyKey: key } = request;
  if (method === "GET") return run(() => read(sandbox, request)).answer;
  const fingerprint = createHash("sha256").update(`${path}\n${body}`).digest("hex");
  return store.atomically(() => {
    const before = key === undefined ? undefined : store.findAnswer(key);
    if (before !== undefined && before.fingerprint !== fingerprint) return reused(key ?? "");
    if (before !== undefined) return { status: before.status, body: before.body, replayed: true };
    const { answer: first, began } = run(() => write(sandbox, path, body));
    if (key !== undefined && began) store.putAnswer(key, { fingerprint, status: first.status, body: first.body });
    return first;
  });
}

function write(sandbox: Sandbox, path: string, body: string): object {
  const form = parseForm(body);
  const [, , resource = "", id = "", action = ""] = path.split("/");
  const expand = form.expand;
  if (expand !== undefined) delete form.expand;
  switch (`${resource} ${action}`.trim()) {
    case "payment_intents":
      if (id === "") return createIntent(sandbox, form);
      break;
    case "payment_intents confirm":
      return confirmIntent(sandbox, id, form);
    case "payment_intents capture":
      return captureIntent(sandbox, id, form);
    case "payment_intents cancel":
      return cancelIntent(sandbox, id, form);
    case "refunds":
      if (id === "") return createRefund(sandbox, form);
      break;
  }
  throw unknownPath("POST", path);
}

function read(sandbox: Sandbox, { path, query }: ApiRequest): object {
  const [, , resource = "", id = "", rest = ""] = path.split("/");
  if (rest !== "") throw unknownPath("GET", path);
  switch (resource) {
    case "payment_intents":
      return id === ""
        ? list<PaymentIntent>(sandbox, "payment_intent", path, query, show)
        : show(getIntent(sandbox, id));
    case "refunds":
      return id === "" ? list<Refund>(sandbox, "refund", path, query) : getRefund(sandbox, id);
    case "events": {
      if (id === "") return list<StripeEvent>(sandbox, "event", path, query);
      const event = sandbox.store.find<StripeEvent>("event", id);
      if (event === undefined) throw missing("event", id);
      return event;
    }
    default:
      throw unknownPath("GET", path);
  }
}

function list<T extends Stored>(
  { store }: Sandbox,
  kind: T["object"],
  url: string,
  query: URLSearchParams,
  view: (value: T) => object = (value) => value,
): object {
  const limit = Number(query.get("limit") ?? 10);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw invalidRequest("parameter_invalid_integer", "limit must be 1 to 100", "limit");
  }
  const after = query.get("starting_after") ?? undefined;
  const paymentIntent = query.get("payment_intent") ?? undefined;
  const found = store.list<T>(kind, { limit: limit + 1, after, paymentIntent });
  return { object: "list", url, has_more: found.length > limit, data: found.slice(0, limit).map(view) };
}

function run(work: () => object): { answer: ApiAnswer; began: boolean } {
  try {
    return { answer: { status: 200, body: JSON.stringify(work()), replayed: false }, began: true };
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    const body = JSON.stringify({ error: error.body });
    // A card's refusal or a wrong state is an outcome; a wrong parameter never got that far.
    const began = error.status === 402 || error.body.code === "payment_intent_unexpected_state";
    return { answer: { status: error.status, body, replayed: false }, began };
  }
}

function reused(key: string): ApiAnswer {
  const message = `Keys for idempotent requests can only be used with the same parameters they were first used with: '${key}'.`;
  return { status: 400, body: JSON.stringify({ error: { type: "idempotency_error", message } }), replayed: false };
}

function unknownPath(method: string, path: string): StripeError {
  return new StripeError(404, "invalid_request_error", undefined, `Unrecognized request URL (${method}: ${path}).`);
}
