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
import { countUpstream } from "../observability/operation.ts";
import { type Trace, toTraceparent } from "../observability/trace.ts";
import type { ClientInfo } from "./call-context.ts";
import { clientHeaders } from "./client-info.ts";
import { callWithLibrary, serviceUrl, type UnaryExchange } from "./library-client.ts";

/** How calls to another Worker are made. */
export interface CallOptions {
  readonly trace: Trace;
  /** Cancels the call together with the request that it is part of. The caller adds its deadline to the signal. */
  readonly signal?: AbortSignal;
  /** The signed identity. Absent for anonymous calls. */
  readonly identity?: string;
  /** Only sent to services that need it. */
  readonly client?: ClientInfo;
  /** Timeout of a call without a signal, in milliseconds. Default: ten seconds. */
  readonly timeoutMs?: number;
  /** False to use the library's transport. Set it from `FAST_PATHS`. Default: true. */
  readonly fastPath?: boolean;
}

/** Another Worker, as a service binding represents it. */
export interface ServiceBinding {
  fetch(input: string, init: RequestInit): Promise<Response>;
}

/**
 * Calls a unary method. Throws a Failure: the error of the service; UNAVAILABLE, DEADLINE_EXCEEDED or CANCELED when
 * there was no response; INTERNAL or UNKNOWN when the response does not follow the protocol.
 */
export type Rpc = <I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  request: MessageInitShape<I>,
) => Promise<MessageShape<O>>;

const defaultTimeoutMs = 10_000;

/**
 * Creates a client for unary methods over a service binding. It sends the Connect protocol in the binary form, without
 * the layers of the library's transport for streams and interceptors. The bytes on the wire are the same.
 */
export function createRpcClient(service: ServiceBinding, options: CallOptions): Rpc {
  const { timeoutMs = defaultTimeoutMs, fastPath = true } = options;
  const call = fastPath ? callDirectly : callWithLibrary;
  let headers: Record<string, string> | undefined;

  return (method, request) => {
    const signal = options.signal ?? AbortSignal.timeout(timeoutMs);
    // Created by the first call: a request has clients of all services and calls few of them.
    headers ??= headersOf(options);
    return call(method, request, {
      headers,
      send: async (url, init) => {
        const startedAt = Date.now();
        try {
          // workerd does not support the redirect mode "error". Services never redirect.
          const response = await service.fetch(url, { ...init, method: "POST", signal, redirect: "manual" });
          return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
        } catch (cause) {
          throw toNoResponseFailure(method.name, signal, cause);
        } finally {
          countUpstream("rpc", startedAt);
        }
      },
    });
  };
}

function headersOf({ trace, identity, client }: CallOptions): Record<string, string> {
  const headers: Record<string, string> = {
    "content-type": "application/proto",
    "connect-protocol-version": "1",
    traceparent: toTraceparent(trace),
  };
  if (identity !== undefined) headers[identityHeader] = identity;
  return client === undefined ? headers : Object.assign(headers, clientHeaders(client));
}

async function callDirectly<I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  request: MessageInitShape<I>,
  { headers, send }: UnaryExchange,
): Promise<MessageShape<O>> {
  const url = `${serviceUrl}/${method.parent.typeName}/${method.name}`;
  const body = toBinary(method.input, create(method.input, request)) as Uint8Array<ArrayBuffer>;
  const { response, bytes } = await send(url, { headers, body });
  if (response.status !== 200) throw fromConnectError(parseError(response, bytes));
  return parseMessage(method, response, bytes);
}

function toNoResponseFailure(name: string, { aborted, reason }: AbortSignal, cause: unknown): Failure {
  if (!aborted) return new Failure(Code.Unavailable, "UNAVAILABLE", `${name} could not be reached`, { cause });
  const isTimeout = reason instanceof Error && reason.name === "TimeoutError";
  return isTimeout
    ? new Failure(Code.DeadlineExceeded, "DEADLINE_EXCEEDED", `${name} did not respond in time`, { cause })
    : new Failure(Code.Canceled, "CANCELED", `The call of ${name} was canceled`, { cause });
}

function parseMessage<I extends DescMessage, O extends DescMessage>(
  { name, output }: DescMethodUnary<I, O>,
  { headers }: Response,
  bytes: Uint8Array,
): MessageShape<O> {
  const type = headers.get("content-type");
  if (type !== "application/proto" && !type?.startsWith("application/json")) {
    throw new Failure(Code.Unknown, "UNKNOWN", `${name} responded with the unsupported content type ${type}`);
  }
  try {
    return fromBinary(output, bytes);
  } catch (cause) {
    throw new Failure(Code.Internal, "INTERNAL", `The response of ${name} is not a valid ${output.typeName}`, {
      cause,
    });
  }
}

function parseError(response: Response, bytes: Uint8Array): ConnectError {
  const fallback = new ConnectError(`HTTP ${response.status}`, codeFromHttpStatus(response.status));
  try {
    return errorFromJsonBytes(bytes, response.headers, fallback);
  } catch {
    return fallback;
  }
}
