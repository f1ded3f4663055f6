import { type DescMessage, fromBinary, type MessageShape, toBinary } from "@bufbuild/protobuf";
import { identityHeader } from "../auth/identity.ts";
import type { IdentityVerifier } from "../auth/identity-verifier.ts";
import { systemClock } from "../clock.ts";
import { invalid, toConnectError, tooLarge } from "../errors/failure.ts";
import { readFastPaths } from "../fast-paths.ts";
import { continueTrace, type Trace } from "../observability/trace.ts";
import { type LoggedCall, logCall } from "./access-log.ts";
import type { CallContext } from "./call-context.ts";
import { readClientInfo } from "./client-info.ts";
import { errorResponse } from "./error-response.ts";
import type { CallHeaders } from "./handler-context.ts";
import type { BoundMethod, BoundService, UnaryMethod } from "./service.ts";
import { createUniversalHandler } from "./universal-handler.ts";

export interface ServerOptions<E, C extends CallContext> {
  readonly services: readonly BoundService<C>[];
  /** Verifies the identities of callers. */
  readonly identityVerifier: (env: E) => IdentityVerifier;
  /** Creates the service's own context for one call: clients, stores, configuration. */
  readonly context: (env: E, call: CallContext, callHeaders: CallHeaders) => C;
  /** Maximum size of a request message, after decompression. */
  readonly maxMessageBytes?: number;
}

/** More than the largest product import needs, and a small part of a Worker's memory. */
const defaultMaxMessageBytes = 8 * 1024 * 1024;

export type Handler<E> = (request: Request, env: E, execution: ExecutionContext) => Promise<Response>;

/**
 * Creates the handler that serves Connect services from a Worker. Unary calls in the binary form, which other Workers
 * send, use the fast path. All other forms of the protocol (streams, JSON, GET, gRPC-Web, compression, deadlines) use the
 * library's universal handlers for the same methods, and so do all calls when `FAST_PATHS` excludes `connect`. Each call
 * writes one log line.
 */
export function serveConnect<E extends object, C extends CallContext>(options: ServerOptions<E, C>): Handler<E> {
  const { services, context, maxMessageBytes = defaultMaxMessageBytes } = options;
  const methods = new Map<string, BoundMethod<C>>();
  for (const service of services) {
    for (const method of service.methods) methods.set(`/${service.desc.typeName}/${method.desc.name}`, method);
  }
  const describeCall = ({ desc }: BoundMethod<C>, { headers }: { readonly headers: Headers }): LoggedCall => ({
    service: desc.parent.typeName,
    method: desc.name,
    trace: continueTrace(headers.get("traceparent")),
  });

  const createCall = async (
    request: Request,
    trace: Trace,
    { env, execution }: { readonly env: E; readonly execution: ExecutionContext },
  ): Promise<CallContext> => {
    const { headers, signal } = request;
    const client = readClientInfo(headers);
    return {
      identity: await options.identityVerifier(env).verify(headers.get(identityHeader), Date.now()),
      trace,
      ...(client === undefined ? {} : { client }),
      // The caller measures the deadline and aborts the request. A second timer would only cost time.
      signal,
      now: systemClock,
      defer: (work) => execution.waitUntil(work),
    };
  };

  const universal = createUniversalHandler<E, C>({
    services,
    createContext: context,
    createCall,
    describeCall,
    maxMessageBytes,
  });

  const callUnary = async (
    method: UnaryMethod<C>,
    request: Request,
    env: E,
    execution: ExecutionContext,
  ): Promise<Response> => {
    const callHeaders = createCallHeaders(request);
    try {
      const described = describeCall(method, request);
      const body = await logCall(described, async () => {
        const creating = createCall(request, described.trace, { env, execution });
        const [call, bytes] = await Promise.all([creating, request.arrayBuffer()]);
        if (bytes.byteLength > maxMessageBytes) throw tooLarge(maxMessageBytes);
        const message = decode(method, new Uint8Array(bytes));
        const response = await method.call(message, call, context(env, call, callHeaders));
        return toBinary(method.desc.output, response) as Uint8Array<ArrayBuffer>;
      });
      return new Response(body, { headers: callHeaders.toResponseHeaders("application/proto") });
    } catch (error) {
      return errorResponse(toConnectError(error), callHeaders.toResponseHeaders("application/json"));
    }
  };

  return async (request, env, execution) => {
    const method = methods.get(pathOf(request.url));
    if (method === undefined) {
      // A client that is still sending would see a closed connection and no response.
      await request.body?.pipeTo(new WritableStream()).catch(() => undefined);
      return new Response("Unknown method\n", { status: 404 });
    }
    const isFast = method.kind === "unary" && isBinaryPost(request) && readFastPaths(env).connect;
    return isFast ? callUnary(method, request, env, execution) : universal(request, env, execution);
  };
}

/** Returns whether a call has the form that Workers send to each other: no own deadline and no compression. */
function isBinaryPost({ method, headers }: Request): boolean {
  return (
    method === "POST" &&
    headers.get("content-type") === "application/proto" &&
    !headers.has("connect-timeout-ms") &&
    !headers.has("content-encoding")
  );
}

interface FastCallHeaders extends CallHeaders {
  /** Returns the response headers. The Connect protocol sends the trailers of a unary call as prefixed headers. */
  toResponseHeaders(contentType: string): HeadersInit;
}

/** Creates the response's Headers objects only when a method uses them, which is rare. */
function createCallHeaders({ headers: requestHeader }: Request): FastCallHeaders {
  let header: Headers | undefined;
  let trailer: Headers | undefined;
  return {
    requestHeader,
    get responseHeader() {
      header ??= new Headers();
      return header;
    },
    get responseTrailer() {
      trailer ??= new Headers();
      return trailer;
    },
    timeoutMs: () => undefined,
    toResponseHeaders(contentType) {
      for (const [name, value] of trailer ?? []) this.responseHeader.append(`trailer-${name}`, value);
      if (header === undefined) return { "content-type": contentType };
      header.set("content-type", contentType);
      return header;
    },
  };
}

function decode<C>(method: UnaryMethod<C>, bytes: Uint8Array): MessageShape<DescMessage> {
  try {
    return fromBinary(method.desc.input, bytes);
  } catch {
    throw invalid("MALFORMED_REQUEST", `The body is not a valid ${method.desc.input.typeName}`);
  }
}

/** Returns the path of a URL without the cost of parsing the URL. */
function pathOf(url: string): string {
  const begin = url.indexOf("/", url.indexOf("//") + 2);
  const end = url.indexOf("?", begin);
  return end < 0 ? url.slice(begin) : url.slice(begin, end);
}
