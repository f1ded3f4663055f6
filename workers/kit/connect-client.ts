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
import { Failure, fromConnectError } from "./failure.ts";
import { identityHeader } from "./identity.ts";
import { type Trace, traceparentOf } from "./trace.ts";

/** How a call is made to a sibling Worker. */
export interface Outgoing {
  readonly trace: Trace;
  /** Ends the call with the request it is part of; whoever makes it puts a deadline into it. */
  readonly signal?: AbortSignal;
  /** Signed; absent for nobody in particular. */
  readonly identity?: string;
  /** Milliseconds that a call without a signal may take. */
  readonly timeoutMs?: number;
}

/** Where a sibling answers: a service binding in a Worker. */
export interface Callee {
  fetch(input: string, init: RequestInit): Promise<Response>;
}

/** Calls one method. Throws a Failure: the callee's own, or UNAVAILABLE / DEADLINE_EXCEEDED when there was no answer. */
export type Rpc = <I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  request: MessageInitShape<I>,
) => Promise<MessageShape<O>>;

const defaultTimeoutMs = 10_000;

/**
 * A client for unary methods over a service binding: the Connect protocol in its binary form, without the layers that
 * the stock transport needs for browsers and streams. The bytes on the wire are the same.
 */
export function rpcTo(callee: Callee, outgoing: Outgoing): Rpc {
  const timeoutMs = outgoing.timeoutMs ?? defaultTimeoutMs;
  const headers: Record<string, string> = {
    "content-type": "application/proto",
    "connect-protocol-version": "1",
    traceparent: traceparentOf(outgoing.trace),
  };
  if (outgoing.identity !== undefined) headers[identityHeader] = outgoing.identity;

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
      throw signal.aborted
        ? new Failure(Code.DeadlineExceeded, "DEADLINE_EXCEEDED", `${method.name} was not answered in time`, { cause })
        : new Failure(Code.Unavailable, "UNAVAILABLE", `${method.name} could not be reached`, { cause });
    }
    if (response.status !== 200) throw fromConnectError(readError(response, bytes));
    return fromBinary(method.output, bytes);
  };
}

function readError(response: Response, bytes: Uint8Array): ConnectError {
  const fallback = new ConnectError(`HTTP ${response.status}`, codeFromHttpStatus(response.status));
  try {
    return errorFromJsonBytes(bytes, response.headers, fallback);
  } catch {
    return fallback;
  }
}
