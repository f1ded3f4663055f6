import { type DescMessage, fromBinary, type MessageShape, toBinary } from "@bufbuild/protobuf";
import { codeToHttpStatus, codeToString, errorToJsonBytes } from "@connectrpc/connect/protocol-connect";
import type { Call } from "./call.ts";
import { systemClock } from "./clock.ts";
import { connectFallback } from "./connect-fallback.ts";
import { invalid, toConnectError, unavailable } from "./failure.ts";
import { identityHeader, verifyIdentity } from "./identity.ts";
import { describeError, log } from "./log.ts";
import { isDatabaseAway } from "./postgres.ts";
import type { BoundMethod, BoundService } from "./service.ts";
import { continueTrace, findTraceId } from "./trace.ts";

export interface ServerOptions<E, C extends Call> {
  /** Named in log lines: "catalog". */
  readonly name: string;
  readonly services: readonly BoundService<C>[];
  /** The key that signs identities between Workers. */
  readonly identityKey: (env: E) => string;
  /** The service's own context for one call: clients, stores, configuration. */
  readonly context: (env: E, call: Call) => C;
}

export type Handler<E> = (request: Request, env: E, execution: ExecutionContext) => Promise<Response>;

/**
 * Serves Connect services from a Worker. A unary call in the binary form, which is how siblings call, goes the short
 * way; every other form of the protocol (JSON, GET, gRPC-Web) goes through the stock handlers to the same methods.
 * Each call leaves one log line.
 */
export function serveConnect<E, C extends Call>(options: ServerOptions<E, C>): Handler<E> {
  const methods = new Map<string, BoundMethod<C>>();
  for (const service of options.services) {
    for (const method of service.methods) methods.set(`/${service.desc.typeName}/${method.desc.name}`, method);
  }

  const openCall = async (request: Request, env: E, execution: ExecutionContext): Promise<Call> => ({
    identity: await verifyIdentity(request.headers.get(identityHeader), options.identityKey(env), Date.now()),
    trace: continueTrace(request.headers.get("traceparent")),
    // Whoever calls keeps the time, and aborts when it is up: a second clock here would only cost.
    signal: request.signal,
    now: systemClock,
    defer: (work) => execution.waitUntil(work),
  });

  const run = async <T>(method: BoundMethod<C>, request: Request, work: () => Promise<T>): Promise<T> => {
    const startedAt = Date.now();
    let code = "ok";
    let failure: string | undefined;
    try {
      return await work();
    } catch (error) {
      const wire = toConnectError(isDatabaseAway(error) ? unavailable("the database does not answer", error) : error);
      code = codeToString(wire.code);
      failure = describeError(error);
      throw wire;
    } finally {
      log(code === "internal" || code === "unknown" ? "error" : "info", "rpc", {
        service: options.name,
        method: method.desc.name,
        code,
        ms: Date.now() - startedAt,
        traceId: findTraceId(request.headers.get("traceparent")),
        error: failure,
      });
    }
  };

  const fallback = connectFallback(options.services, options.context, openCall);

  return async (request, env, execution) => {
    const method = methods.get(pathOf(request.url));
    if (method === undefined) return new Response("no such method\n", { status: 404 });
    if (request.method !== "POST" || request.headers.get("content-type") !== "application/proto") {
      return fallback(request, env, execution);
    }
    try {
      const body = await run(method, request, async () => {
        const [call, bytes] = await Promise.all([openCall(request, env, execution), request.arrayBuffer()]);
        const message = decode(method, new Uint8Array(bytes));
        const response = await method.call(message, call, options.context(env, call));
        return toBinary(method.desc.output, response) as Uint8Array<ArrayBuffer>;
      });
      return new Response(body, { headers: { "content-type": "application/proto" } });
    } catch (error) {
      const wire = toConnectError(error);
      const body = errorToJsonBytes(wire, undefined) as Uint8Array<ArrayBuffer>;
      return new Response(body, {
        status: codeToHttpStatus(wire.code),
        headers: { "content-type": "application/json" },
      });
    }
  };
}

function decode<C>(method: BoundMethod<C>, bytes: Uint8Array): MessageShape<DescMessage> {
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
