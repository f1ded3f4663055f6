import { createRegistry } from "@bufbuild/protobuf";
import { base64Decode } from "@bufbuild/protobuf/wire";
import {
  Code,
  ConnectError,
  type ConnectRouter,
  createConnectRouter,
  createContextKey,
  createContextValues,
  type HandlerContext,
} from "@connectrpc/connect";
import {
  type UniversalHandler,
  universalServerRequestFromFetch,
  universalServerResponseToFetch,
} from "@connectrpc/connect/protocol";
import { codeToHttpStatus, errorToJsonBytes } from "@connectrpc/connect/protocol-connect";
import { file_common_v1_failure } from "../../../proto/gen/common/v1/failure_pb.js";
import { findTraceId } from "../observability/trace.ts";
import { type LoggedCall, logged, loggedStream } from "./access-log.ts";
import type { CallContext } from "./call-context.ts";
import { compressions } from "./compressions.ts";
import type { CallHeaders } from "./handler-context.ts";
import { drain, withReadTimeout } from "./request-body.ts";
import type { BoundMethod, BoundService } from "./service.ts";

interface Scope<E> {
  readonly request: Request;
  readonly env: E;
  readonly execution: ExecutionContext;
}

interface Fallback<E, C extends CallContext> {
  readonly context: (env: E, call: CallContext, exchange: CallHeaders) => C;
  readonly openCall: (request: Request, env: E, execution: ExecutionContext) => Promise<CallContext>;
  readonly named: (method: BoundMethod<C>, traceId: string | undefined) => LoggedCall;
  readonly mostBytes: number;
}

/** The longest time that a caller may give a call. */
const maxTimeoutMs = 30_000;

/**
 * The stock Connect handlers over the same methods: streams, JSON and GET for people with curl, gRPC-Web for other
 * clients. Native gRPC needs HTTP/2 trailers, which a Worker cannot send. Built on first use.
 */
export function connectFallback<E, C extends CallContext>(
  services: readonly BoundService<C>[],
  { context, openCall, named, mostBytes }: Fallback<E, C>,
): (request: Request, env: E, execution: ExecutionContext) => Promise<Response> {
  const scopeKey = createContextKey<Scope<E> | undefined>(undefined);
  let handlers: Map<string, UniversalHandler> | undefined;

  const build = (): Map<string, UniversalHandler> => {
    const router = createConnectRouter({
      grpc: false,
      grpcWeb: true,
      connect: true,
      maxTimeoutMs,
      readMaxBytes: mostBytes,
      acceptCompression: compressions,
      // What is packed into a message is told in JSON too.
      jsonOptions: { registry: createRegistry(file_common_v1_failure, ...services.map(({ desc }) => desc.file)) },
    });
    for (const service of services) for (const method of service.methods) addMethod(router, method);
    return new Map(router.handlers.map((handler) => [handler.requestPath, handler]));
  };

  const scopeOf = ({ values }: HandlerContext): Scope<E> => {
    const scope = values.get(scopeKey);
    if (scope === undefined) throw new Error("a handler was called outside a request");
    return scope;
  };

  /** Lets the caller in: the call, and what its method works with. */
  const open = async (exchange: HandlerContext): Promise<[CallContext, C]> => {
    const { request, env, execution } = scopeOf(exchange);
    const call = { ...(await openCall(request, env, execution)), signal: exchange.signal };
    return [call, context(env, call, exchange)];
  };

  const addMethod = (router: ConnectRouter, method: BoundMethod<C>): void => {
    const one = <T>(exchange: HandlerContext, work: (call: CallContext, ctx: C) => Promise<T>): Promise<T> =>
      logged(describe(exchange), () => inTime(exchange.signal, async () => work(...(await open(exchange)))));
    const many = <T>(exchange: HandlerContext, work: (call: CallContext, ctx: C) => Promise<AsyncIterable<T>>) =>
      loggedStream(describe(exchange), exchange.signal, () =>
        inTime(exchange.signal, async () => work(...(await open(exchange)))),
      );
    const describe = ({ requestHeader }: HandlerContext): LoggedCall =>
      named(method, findTraceId(requestHeader.get("traceparent")));
    switch (method.kind) {
      case "unary":
        router.rpc(method.desc, (request, exchange) => one(exchange, (call, ctx) => method.call(request, call, ctx)));
        break;
      case "client_streaming":
        router.rpc(method.desc, (requests, exchange) => one(exchange, (call, ctx) => method.call(requests, call, ctx)));
        break;
      case "server_streaming":
        router.rpc(method.desc, (request, exchange) => many(exchange, (call, ctx) => method.call(request, call, ctx)));
        break;
      case "bidi_streaming":
        router.rpc(method.desc, (requests, exchange) =>
          many(exchange, (call, ctx) => method.call(requests, call, ctx)),
        );
    }
  };

  return async (request, env, execution) => {
    handlers ??= build();
    const { pathname, searchParams } = new URL(request.url);
    const handler = handlers.get(pathname);
    if (handler === undefined) return new Response("no such method\n", { status: 404 });
    if (!isDecodable(searchParams)) {
      const refusal = new ConnectError("the message is not base64", Code.InvalidArgument);
      const body = errorToJsonBytes(refusal, undefined) as Uint8Array<ArrayBuffer>;
      const headers = { "content-type": "application/json" };
      return new Response(body, { status: codeToHttpStatus(refusal.code), headers });
    }
    const contextValues = createContextValues().set(scopeKey, { request, env, execution });
    const universal = universalServerRequestFromFetch(request, {});
    const body = withReadTimeout(universal.body, request.headers);
    const header = new Headers(request.headers);
    // The platform compresses what a Worker answers; the body of a message would be compressed twice.
    header.set("accept-encoding", "identity");
    const response = universalServerResponseToFetch(await handler({ ...universal, body, header, contextValues }));
    if (!request.bodyUsed) await drain(universal.body);
    return response;
  };
}

/** Whether the message of a GET can be taken apart: the stock handlers take what cannot for a bug of theirs. */
function isDecodable(params: URLSearchParams): boolean {
  if (params.get("base64") !== "1") return true;
  try {
    base64Decode(params.get("message") ?? "");
    return true;
  } catch {
    return false;
  }
}

/** Nothing is begun whose time is up; what fails because it is fails for that reason, whatever noticed it first. */
async function inTime<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    signal.throwIfAborted();
    return await work();
  } catch (error) {
    throw signal.aborted && signal.reason instanceof ConnectError ? signal.reason : error;
  }
}
