import {
  create,
  type DescMessage,
  type DescMethodUnary,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { codeFromHttpStatus, errorFromJsonBytes } from "@connectrpc/connect/protocol-connect";
import { identityHeader } from "../auth/identity.ts";
import { Failure, fromConnectError } from "../errors/failure.ts";
import { type Trace, traceparentOf } from "../observability/trace.ts";
import type { ClientInfo } from "./call-context.ts";
import { clientHeaders } from "./client-info.ts";

/** How a call is made to a sibling Worker. */
export interface CallOptions {
  readonly trace: Trace;
  /** Ends the call with the request it is part of; whoever makes it puts a deadline into it. */
  readonly signal?: AbortSignal;
  /** Signed; absent for nobody in particular. */
  readonly identity?: string;
  /** Told only to a service that needs to know. */
  readonly client?: ClientInfo;
  /** Milliseconds that a call without a signal may take. */
  readonly timeoutMs?: number;
}

/** Where a sibling answers: a service binding in a Worker. */
export interface ServiceBinding {
  fetch(input: string, init: RequestInit): Promise<Response>;
}

/**
 * Calls one method. Throws a Failure: the callee's own; UNAVAILABLE, DEADLINE_EXCEEDED or CANCELED when there was no
 * answer; INTERNAL or UNKNOWN when it was none of the protocol's.
 */
export type Rpc = <I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  request: MessageInitShape<I>,
) => Promise<MessageShape<O>>;

const defaultTimeoutMs = 10_000;

/**
 * A client for unary methods over a service binding: the Connect protocol in its binary form, without the layers that
 * the stock transport needs for browsers and streams. The bytes on the wire are the same.
 */
export function rpcTo(callee: ServiceBinding, outgoing: CallOptions): Rpc {
  const timeoutMs = outgoing.timeoutMs ?? defaultTimeoutMs;
  const headers: Record<string, string> = {
    "content-type": "application/proto",
    "connect-protocol-version": "1",
    traceparent: traceparentOf(outgoing.trace),
  };
  if (outgoing.identity !== undefined) headers[identityHeader] = outgoing.identity;
  if (outgoing.client !== undefined) Object.assign(headers, clientHeaders(outgoing.client));

  return async (method, request) => {
    const signal = outgoing.signal ?? AbortSignal.timeout(timeoutMs);
    const url = `http://service/${method.parent.typeName}/${method.name}`;
    const body = toBinary(method.input, create(method.input, request)) as Uint8Array<ArrayBuffer>;
    let response: Response;
    let bytes: Uint8Array;
    try {
      // workerd knows no redirect mode "error"; a service never redirects.
      response = await callee.fetch(url, { method: "POST", headers, body, signal, redirect: "manual" });
      bytes = new Uint8Array(await response.arrayBuffer());
    } catch (cause) {
      throw notAnswered(method.name, signal, cause);
    }
    if (response.status !== 200) throw fromConnectError(readError(response, bytes));
    return decode(method, response, bytes);
  };
}

function notAnswered(name: string, { aborted, reason }: AbortSignal, cause: unknown): Failure {
  if (!aborted) return new Failure(Code.Unavailable, "UNAVAILABLE", `${name} could not be reached`, { cause });
  const late = reason instanceof Error && reason.name === "TimeoutError";
  return late
    ? new Failure(Code.DeadlineExceeded, "DEADLINE_EXCEEDED", `${name} was not answered in time`, { cause })
    : new Failure(Code.Canceled, "CANCELED", `nobody waits for ${name} any more`, { cause });
}

/** Whoever answers something else than was agreed is not who was called, or is broken. */
function decode<I extends DescMessage, O extends DescMessage>(
  { name, output }: DescMethodUnary<I, O>,
  { headers }: Response,
  bytes: Uint8Array,
): MessageShape<O> {
  const type = headers.get("content-type") ?? "nothing";
  if (type !== "application/proto" && !type.startsWith("application/json")) {
    throw new Failure(Code.Unknown, "UNKNOWN", `${name} was answered with ${type}`);
  }
  try {
    return fromBinary(output, bytes);
  } catch (cause) {
    throw new Failure(Code.Internal, "INTERNAL", `what ${name} was answered with is not a ${output.typeName}`, {
      cause,
    });
  }
}

function readError(response: Response, bytes: Uint8Array): ConnectError {
  const fallback = new ConnectError(`HTTP ${response.status}`, codeFromHttpStatus(response.status));
  try {
    return errorFromJsonBytes(bytes, response.headers, fallback);
  } catch {
    return fallback;
  }
}
