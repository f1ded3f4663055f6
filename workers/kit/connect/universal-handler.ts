import { createRegistry } from "@bufbuild/protobuf";
import { base64Decode } from "@bufbuild/protobuf/wire";
import {
  Code,
  ConnectError,
  type ConnectRouter,
  type ContextKey,
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
import { file_common_v1_failure } from "../../../proto/gen/common/v1/failure_pb.js";
import type { Trace } from "../observability/trace.ts";
import { type LoggedCall, logCall, logStream } from "./access-log.ts";
import type { CallContext } from "./call-context.ts";
import { compressions } from "./compressions.ts";
import { errorResponse } from "./error-response.ts";
import type { CallHeaders } from "./handler-context.ts";
import { drain, withReadTimeout } from "./request-body.ts";
import type { BoundMethod, BoundService } from "./service.ts";

interface Invocation<E> {
  readonly request: Request;
  readonly env: E;
  readonly execution: ExecutionContext;
}

export interface UniversalHandlerOptions<E, C extends CallContext> {
  readonly services: readonly BoundService<C>[];
  readonly createContext: (env: E, call: CallContext, callHeaders: CallHeaders) => C;
  readonly createCall: (
    request: Request,
    trace: Trace,
    bindings: { readonly env: E; readonly execution: ExecutionContext },
  ) => Promise<CallContext>;
  readonly describeCall: (method: BoundMethod<C>, request: { readonly headers: Headers }) => LoggedCall;
  readonly maxMessageBytes: number;
}

/** Maximum deadline that a caller can set. */
const maxTimeoutMs = 30_000;

/**
 * Creates the library's own handlers for the same methods: streams, JSON, GET and gRPC-Web. Native gRPC needs HTTP/2
 * trailers, which a Worker cannot send. The handlers are created on first use.
 */
export function createUniversalHandler<E, C extends CallContext>(
  options: UniversalHandlerOptions<E, C>,
): (request: Request, env: E, execution: ExecutionContext) => Promise<Response> {
  const invocationKey = createContextKey<Invocation<E> | undefined>(undefined);
  let handlers: ReadonlyMap<string, UniversalHandler> | undefined;

  return async (request, env, execution) => {
    handlers ??= buildHandlers(options, invocationKey);
    const { pathname, searchParams } = new URL(request.url);
    const handler = handlers.get(pathname);
    if (handler === undefined) return new Response("Unknown method\n", { status: 404 });
    if (!hasValidMessage(searchParams)) {
      return errorResponse(new ConnectError("The message is not valid base64", Code.InvalidArgument));
    }
    const contextValues = createContextValues().set(invocationKey, { request, env, execution });
    const universal = universalServerRequestFromFetch(request, {});
    const body = withReadTimeout(universal.body, request.headers);
    const header = new Headers(request.headers);
    // workerd compresses responses. With this header the library does not compress unary messages a second time.
    header.set("accept-encoding", "identity");
    const response = universalServerResponseToFetch(await handler({ ...universal, body, header, contextValues }));
    if (!request.bodyUsed) await drain(universal.body);
    return response;
  };
}

function buildHandlers<E, C extends CallContext>(
  options: UniversalHandlerOptions<E, C>,
  invocationKey: ContextKey<Invocation<E> | undefined>,
): ReadonlyMap<string, UniversalHandler> {
  const { services, maxMessageBytes } = options;
  const jsonOptions = {
    // JSON errors show their details, and messages of type Any their content.
    registry: createRegistry(file_common_v1_failure, ...services.map(({ desc }) => desc.file)),
    // Rejects JSON that is not UTF-8 with INVALID_ARGUMENT. The library's default stores replacement characters. Its types
    // do not name this option.
    textDecoder: new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }),
  };
  const router = createConnectRouter({
    grpc: false,
    grpcWeb: true,
    connect: true,
    maxTimeoutMs,
    readMaxBytes: maxMessageBytes,
    acceptCompression: compressions,
    jsonOptions,
  });
  for (const { methods } of services) for (const method of methods) addMethod(router, method, options, invocationKey);
  return new Map(router.handlers.map((handler) => [handler.requestPath, handler]));
}

function addMethod<E, C extends CallContext>(
  router: ConnectRouter,
  method: BoundMethod<C>,
  { createCall, createContext, describeCall }: UniversalHandlerOptions<E, C>,
  invocationKey: ContextKey<Invocation<E> | undefined>,
): void {
  type Work<T> = (call: CallContext, ctx: C) => Promise<T>;

  const run = <T>(handlerContext: HandlerContext, trace: Trace, work: Work<T>): Promise<T> =>
    withDeadline(handlerContext.signal, async () => {
      const invocation = handlerContext.values.get(invocationKey);
      if (invocation === undefined) throw new Error("The handler was called outside a request");
      const call = { ...(await createCall(invocation.request, trace, invocation)), signal: handlerContext.signal };
      return work(call, createContext(invocation.env, call, handlerContext));
    });
  const one = <T>(handlerContext: HandlerContext, work: Work<T>): Promise<T> => {
    const described = describeCall(method, { headers: handlerContext.requestHeader });
    return logCall(described, () => run(handlerContext, described.trace, work));
  };
  const many = <T>(handlerContext: HandlerContext, work: Work<AsyncIterable<T>>): AsyncIterable<T> => {
    const described = describeCall(method, { headers: handlerContext.requestHeader });
    return logStream(described, handlerContext.signal, () => run(handlerContext, described.trace, work));
  };

  switch (method.kind) {
    case "unary":
      router.rpc(method.desc, (request, context) => one(context, (call, ctx) => method.call(request, call, ctx)));
      break;
    case "client_streaming":
      router.rpc(method.desc, (requests, context) => one(context, (call, ctx) => method.call(requests, call, ctx)));
      break;
    case "server_streaming":
      router.rpc(method.desc, (request, context) => many(context, (call, ctx) => method.call(request, call, ctx)));
      break;
    case "bidi_streaming":
      router.rpc(method.desc, (requests, context) => many(context, (call, ctx) => method.call(requests, call, ctx)));
  }
}

/** Returns whether the message of a GET can be decoded. The library reports invalid base64 as an internal error. */
function hasValidMessage(params: URLSearchParams): boolean {
  if (params.get("base64") !== "1") return true;
  try {
    base64Decode(params.get("message") ?? "");
    return true;
  } catch {
    return false;
  }
}

/** Does not start work after the deadline. Work that fails after the deadline throws DEADLINE_EXCEEDED, not its own error. */
async function withDeadline<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    signal.throwIfAborted();
    return await work();
  } catch (error) {
    throw signal.aborted && signal.reason instanceof ConnectError ? signal.reason : error;
  }
}
