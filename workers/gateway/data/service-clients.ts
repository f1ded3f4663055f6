import { MethodOptions_IdempotencyLevel as Idempotency } from "@bufbuild/protobuf/wkt";
import type { ClientInfo } from "../../kit/connect/call-context.ts";
import { type CallOptions, createRpcClient, type Rpc } from "../../kit/connect/client.ts";
import type { ResponseCache } from "../response-cache/tiered-cache.ts";
import { createStreamClient, type StreamClient } from "../subscriptions/stream-client.ts";
import { invalidateTree } from "./category-tree.ts";
import { clearMarketDirectory } from "./market-directory.ts";

/** Clients of the services. They send the caller's identity and end with the request's deadline. */
export interface ServiceClients {
  readonly account: Rpc;
  readonly catalog: Rpc;
  readonly order: Rpc;
  /** Server streams. They have no deadline. They end when the subscription is closed. */
  readonly streams: { readonly catalog: StreamClient; readonly order: StreamClient };
}

interface ServiceClientsOptions extends CallOptions {
  /** The services that limit uses by network address receive it. */
  readonly client: ClientInfo;
  /** Returns the signal that ends the streams. */
  readonly closed: () => AbortSignal;
  readonly responseCache: ResponseCache;
}

export function createServiceClients(
  env: Env,
  { client, closed, responseCache, ...options }: ServiceClientsOptions,
): ServiceClients {
  const streamsOf =
    (service: Fetcher): StreamClient =>
    (method, message) =>
      createStreamClient(service, { ...options, signal: closed() })(method, message);
  return {
    account: createRpcClient(env.ACCOUNT, { ...options, client }),
    catalog: invalidateOnWrite(createRpcClient(env.CATALOG, options), responseCache),
    order: createRpcClient(env.ORDER, { ...options, client }),
    streams: { catalog: streamsOf(env.CATALOG), order: streamsOf(env.ORDER) },
  };
}

/** Invalidates the cached category tree, the market directory and all cached responses after each write to the catalog. */
function invalidateOnWrite(catalog: Rpc, responseCache: ResponseCache): Rpc {
  return async (method, request) => {
    const response = await catalog(method, request);
    if (method.idempotency !== Idempotency.NO_SIDE_EFFECTS) {
      invalidateTree();
      clearMarketDirectory();
      await responseCache.invalidateAll();
    }
    return response;
  };
}
