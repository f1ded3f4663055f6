import { type ConnectRouter, createConnectRouter, createContextKey, createContextValues } from "@connectrpc/connect";
import {
  type UniversalHandler,
  universalServerRequestFromFetch,
  universalServerResponseToFetch,
} from "@connectrpc/connect/protocol";
import type { Call } from "./call.ts";
import { toConnectError } from "./failure.ts";
import type { BoundService } from "./service.ts";

type OpenCall<E> = (request: Request, env: E, execution: ExecutionContext) => Promise<Call>;

interface Scope<E> {
  readonly env: E;
  readonly call: Call;
}

/**
 * The stock Connect handlers over the same methods: JSON and GET for people with curl, gRPC-Web for other clients.
 * Native gRPC needs HTTP/2 trailers, which a Worker cannot send. Built on first use, since siblings never need it.
 */
export function connectFallback<E, C extends Call>(
  services: readonly BoundService<C>[],
  context: (env: E, call: Call) => C,
  openCall: OpenCall<E>,
): (request: Request, env: E, execution: ExecutionContext) => Promise<Response> {
  const scopeKey = createContextKey<Scope<E> | undefined>(undefined);
  let handlers: Map<string, UniversalHandler> | undefined;

  const build = (): Map<string, UniversalHandler> => {
    const router = createConnectRouter({ grpc: false, grpcWeb: true, connect: true, maxTimeoutMs: 30_000 });
    for (const service of services) addService(router, service);
    return new Map(router.handlers.map((handler) => [handler.requestPath, handler]));
  };

  const addService = (router: ConnectRouter, service: BoundService<C>): void => {
    for (const method of service.methods) {
      router.rpc(method.desc, async (request, handlerContext) => {
        const scope = handlerContext.values.get(scopeKey);
        if (scope === undefined) throw new Error("a handler was called outside a request");
        const call = { ...scope.call, signal: handlerContext.signal };
        try {
          return await method.call(request, call, context(scope.env, call));
        } catch (error) {
          throw toConnectError(error);
        }
      });
    }
  };

  return async (request, env, execution) => {
    handlers ??= build();
    const handler = handlers.get(new URL(request.url).pathname);
    if (handler === undefined) return new Response("no such method\n", { status: 404 });
    const call = await openCall(request, env, execution).catch(() => undefined);
    if (call === undefined) return new Response("the caller's identity is not valid\n", { status: 401 });
    const contextValues = createContextValues().set(scopeKey, { env, call });
    const universal = universalServerRequestFromFetch(request, { httpVersion: "1.1" });
    return universalServerResponseToFetch(await handler({ ...universal, contextValues }));
  };
}
