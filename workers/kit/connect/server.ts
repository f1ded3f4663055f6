import { type DescMessage, fromBinary, type MessageShape, toBinary } from "@bufbuild/protobuf";
import { codeToHttpStatus, errorToJsonBytes } from "@connectrpc/connect/protocol-connect";
import { identityHeader, verifyIdentity } from "../auth/identity.ts";
import { systemClock } from "../clock.ts";
import { invalid, toConnectError, tooLarge } from "../errors/failure.ts";
import { continueTrace, findTraceId } from "../observability/trace.ts";
import { type LoggedCall, logged } from "./access-log.ts";
import type { CallContext } from "./call-context.ts";
import { readClient } from "./client-info.ts";
import type { CallHeaders } from "./handler-context.ts";
import type { BoundMethod, BoundService, BoundUnary } from "./service.ts";
import { connectFallback } from "./universal-handler.ts";

export interface ServerOptions<E, C extends CallContext> {
  /** Named in log lines: "catalog". */
  readonly name: string;
  readonly services: readonly BoundService<C>[];
  /** The key that signs identities between Workers. */
  readonly identityKey: (env: E) => string;
  /** The service's own context for one call: clients, stores, configuration. */
  readonly context: (env: E, call: CallContext, exchange: CallHeaders) => C;
  /** The most bytes that a message to the service may have, after decompression. */
  readonly mostBytes?: number;
}

/** More than the largest import of products, and far less than what a Worker has. */
const defaultMostBytes = 8 * 1024 * 1024;

export type Handler<E> = (request: Request, env: E, execution: ExecutionContext) => Promise<Response>;

/**
 * Serves Connect services from a Worker. A unary call in the binary form, which is how siblings call, goes the short
 * way; every other form of the protocol (streams, JSON, GET, gRPC-Web, compressed, with a deadline of its own) goes
 * through the stock handlers to the same methods. Each call leaves one log line.
 */
export function serveConnect<E, C extends CallContext>(options: ServerOptions<E, C>): Handler<E> {
  const methods = new Map<string, BoundMethod<C>>();
  for (const service of options.services) {
    for (const method of service.methods) methods.set(`/${service.desc.typeName}/${method.desc.name}`, method);
  }
  const named = ({ desc }: BoundMethod<C>, traceId: string | undefined): LoggedCall => ({
    service: options.name,
    method: desc.name,
    traceId,
  });

  const openCall = async (request: Request, env: E, execution: ExecutionContext): Promise<CallContext> => {
    const { headers, signal } = request;
    const client = readClient(headers);
    return {
      identity: await verifyIdentity(headers.get(identityHeader), options.identityKey(env), Date.now()),
      trace: continueTrace(headers.get("traceparent")),
      ...(client === undefined ? {} : { client }),
      // Whoever calls keeps the time, and aborts when it is up: a second clock here would only cost.
      signal,
      now: systemClock,
      defer: (work) => execution.waitUntil(work),
    };
  };

  const { services, context, mostBytes = defaultMostBytes } = options;
  const fallback = connectFallback(services, { context, openCall, named, mostBytes });

  return async (request, env, execution) => {
    const method = methods.get(pathOf(request.url));
    if (method === undefined) {
      // Whoever is still sending would find the connection closed, and no answer.
      await request.body?.pipeTo(new WritableStream()).catch(() => undefined);
      return new Response("no such method\n", { status: 404 });
    }
    if (method.kind !== "unary" || !isShort(request)) return fallback(request, env, execution);
    const exchange = openExchange(request);
    try {
      const traceId = findTraceId(request.headers.get("traceparent"));
      const body = await logged(named(method, traceId), async () => {
        const [call, bytes] = await Promise.all([openCall(request, env, execution), request.arrayBuffer()]);
        if (bytes.byteLength > mostBytes) throw tooLarge(mostBytes);
        const message = decode(method, new Uint8Array(bytes));
        const response = await method.call(message, call, context(env, call, exchange));
        return toBinary(method.desc.output, response) as Uint8Array<ArrayBuffer>;
      });
      return new Response(body, { headers: exchange.headers("application/proto") });
    } catch (error) {
      const wire = toConnectError(error);
      const body = errorToJsonBytes(wire, undefined) as Uint8Array<ArrayBuffer>;
      const headers = exchange.headers("application/json");
      return new Response(body, { status: codeToHttpStatus(wire.code), headers });
    }
  };
}

/** What siblings send. Whoever calls with a deadline or compresses what it says is not one. */
function isShort({ method, headers }: Request): boolean {
  return (
    method === "POST" &&
    headers.get("content-type") === "application/proto" &&
    !headers.has("connect-timeout-ms") &&
    !headers.has("content-encoding")
  );
}

interface OpenExchange extends CallHeaders {
  /** Of the response. Connect sends the trailers of a unary call as headers of a name of their own. */
  headers(contentType: string): HeadersInit;
}

/** Headers of the runtime's own are made where somebody says something in them, which is seldom. */
function openExchange({ headers: requestHeader }: Request): OpenExchange {
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
    headers(contentType) {
      for (const [name, value] of trailer ?? []) this.responseHeader.append(`trailer-${name}`, value);
      if (header === undefined) return { "content-type": contentType };
      header.set("content-type", contentType);
      return header;
    },
  };
}

function decode<C>(method: BoundUnary<C>, bytes: Uint8Array): MessageShape<DescMessage> {
  try {
    return fromBinary(method.desc.input, bytes);
  } catch {
    throw invalid("MALFORMED_REQUEST", `the body is not a ${method.desc.input.typeName}`);
  }
}

function pathOf(url: string): string {
  const begin = url.indexOf("/", url.indexOf("//") + 2);
  const end = url.indexOf("?", begin);
  return end < 0 ? url.slice(begin) : url.slice(begin, end);
}
