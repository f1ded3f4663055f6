import { disputeCapture, getDispute } from "./disputes.ts";
import { invalidRequest, missing, StripeError } from "./errors.ts";
import { type Form, parseForm } from "./form.ts";
import type { Dispute, PaymentIntent, Refund, StripeEvent, StripeObject } from "./objects.ts";
import {
  cancelIntent,
  captureIntent,
  confirmIntent,
  createIntent,
  getIntent,
  searchIntents,
  toIntentResponse,
} from "./payment-intents.ts";
import { createRefund, getRefund } from "./refunds.ts";
import type { Sandbox } from "./sandbox.ts";
import {
  createCalculation,
  createReversal,
  createTransaction,
  listCalculationItems,
  listTransactionItems,
  readTransaction,
} from "./taxes.ts";

const maxPageSize = 100;
const defaultPageSize = 10;

/** Runs a POST endpoint and returns the object of its response. Throws a StripeError. */
export function write(sandbox: Sandbox, path: string, body: string): object {
  const form = parseForm(body);
  const [, , resource = "", id = "", action = ""] = path.split("/");
  const expand = form.expand;
  if (expand !== undefined) delete form.expand;
  if (resource === "tax") return writeTax(sandbox, path, form);
  switch (`${resource} ${action}`.trim()) {
    case "payment_intents":
      if (id === "") return createIntent(sandbox, form);
      break;
    case "payment_intents confirm":
      return confirmIntent(sandbox, id, form);
    case "payment_intents capture": {
      const captured = captureIntent(sandbox, id, form);
      disputeCapture(sandbox, getIntent(sandbox, id));
      return captured;
    }
    case "payment_intents cancel":
      return cancelIntent(sandbox, id, form);
    case "refunds":
      if (id === "") return createRefund(sandbox, form);
      break;
  }
  throw unknownPath("POST", path);
}

/** Runs a GET endpoint and returns an object or a page of objects. Throws a StripeError. */
export function read(sandbox: Sandbox, path: string, query: URLSearchParams): object {
  const [, , resource = "", id = "", rest = ""] = path.split("/");
  if (resource === "tax") return readTax(sandbox, path, query);
  if (rest !== "") throw unknownPath("GET", path);
  switch (resource) {
    case "payment_intents":
      if (id === "search") return searchIntents(sandbox, path, query);
      return id === ""
        ? listObjects<PaymentIntent>(sandbox, "payment_intent", path, query, toIntentResponse)
        : toIntentResponse(getIntent(sandbox, id));
    case "refunds":
      return id === "" ? listObjects<Refund>(sandbox, "refund", path, query) : getRefund(sandbox, id);
    case "disputes":
      return id === "" ? listObjects<Dispute>(sandbox, "dispute", path, query) : getDispute(sandbox, id);
    case "events":
      return id === "" ? listObjects<StripeEvent>(sandbox, "event", path, query) : getEvent(sandbox, id);
    default:
      throw unknownPath("GET", path);
  }
}

function writeTax(sandbox: Sandbox, path: string, form: Form): object {
  switch (path) {
    case "/v1/tax/calculations":
      return createCalculation(sandbox, form);
    case "/v1/tax/transactions/create_from_calculation":
      return createTransaction(sandbox, form);
    case "/v1/tax/transactions/create_reversal":
      return createReversal(sandbox, form);
    default:
      throw unknownPath("POST", path);
  }
}

function readTax(sandbox: Sandbox, path: string, query: URLSearchParams): object {
  const [, kind, id = "", isItems] = /^\/v1\/tax\/(calculations|transactions)\/(\w+)(\/line_items)?$/.exec(path) ?? [];
  if (kind === "calculations" && isItems !== undefined) return listCalculationItems(sandbox, id, query);
  if (kind === "transactions") {
    return isItems === undefined ? readTransaction(sandbox, id) : listTransactionItems(sandbox, id, query);
  }
  throw unknownPath("GET", path);
}

function getEvent({ store }: Sandbox, id: string): StripeEvent {
  const event = store.find<StripeEvent>("event", id);
  if (event === undefined) throw missing("event", id);
  return event;
}

function listObjects<T extends StripeObject>(
  { store }: Sandbox,
  kind: T["object"],
  url: string,
  query: URLSearchParams,
  toResponse: (value: T) => object = (value) => value,
): object {
  const limit = Number(query.get("limit") ?? defaultPageSize);
  if (!Number.isInteger(limit) || limit < 1 || limit > maxPageSize) {
    throw invalidRequest("parameter_invalid_integer", "limit must be 1 to 100", "limit");
  }
  const after = query.get("starting_after") ?? undefined;
  const paymentIntent = query.get("payment_intent") ?? undefined;
  const found = store.list<T>(kind, { limit: limit + 1, after, paymentIntent });
  return { object: "list", url, has_more: found.length > limit, data: found.slice(0, limit).map(toResponse) };
}

function unknownPath(method: string, path: string): StripeError {
  return new StripeError(404, "invalid_request_error", undefined, `Unrecognized request URL (${method}: ${path}).`);
}
