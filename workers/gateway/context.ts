import { MethodOptions_IdempotencyLevel as Idempotency } from "@bufbuild/protobuf/wkt";
import type { GraphQLParams } from "graphql-yoga";
import { Permission } from "../../proto/gen/common/v1/permission_pb.js";
import type { Identity } from "../kit/auth/identity.ts";
import { hasPermission } from "../kit/auth/permissions.ts";
import type { ClientInfo } from "../kit/connect/call-context.ts";
import { createRpcClient, type Rpc } from "../kit/connect/client.ts";
import type { Trace } from "../kit/observability/trace.ts";
import type { RedisConnection } from "../kit/storage/redis.ts";
import { type Caller, callerFromOwnToken } from "./auth/access-token.ts";
import { authenticate } from "./auth/authenticate.ts";
import { invalidateRevocationCheck, requireUnrevoked } from "./auth/revocation.ts";
import { readSessionCookies, type SessionCookies } from "./auth/session-cookies.ts";
import { signedIdentityHeader } from "./auth/signed-identity.ts";
import { readConfig } from "./config.ts";
import { invalidateTree } from "./data/category-tree.ts";
import { createLoaders, type Loaders } from "./data/loaders.ts";
import type { Deadline } from "./http/deadline.ts";
import type { FailMode } from "./policies/limits.ts";
import type { Permit } from "./policies/load-shedding.ts";
import type { QuotaSubject } from "./policies/quota.ts";
import { getRedisServices } from "./redis.ts";
import type { CacheHints } from "./response-cache/cached-response.ts";
import type { ResponseCache } from "./response-cache/tiered-cache.ts";
import { createLifetime, type SubscriptionLifetime } from "./subscriptions/lifetime.ts";
import { createStreamClient, type StreamClient } from "./subscriptions/stream-client.ts";

/** The caller of the request. */
export interface CallerContext {
  readonly identity: Identity;
  /** Throws UNAUTHENTICATED when the caller's token was revoked. Looked up once, however often it is called. */
  readonly requireUnrevoked: () => Promise<void>;
  /** Discards cached revocation checks of the caller, after a mutation that revokes the token. */
  readonly invalidateRevocationCheck: () => void;
}

/** Clients of the services. They send the caller's identity and end with the request's deadline. */
export interface Services {
  readonly account: Rpc;
  readonly catalog: Rpc;
  readonly order: Rpc;
  /** Server streams. They have no deadline; they end with the subscription's lifetime. */
  readonly streams: { readonly catalog: StreamClient; readonly order: StreamClient };
}

/** The part of the context that depends on the caller. */
interface CallerScope {
  readonly caller: CallerContext;
  readonly services: Services;
  readonly loaders: Loaders;
}

/** What the request may still use. */
export interface RequestBudget {
  readonly permit: Permit;
  readonly deadline: Deadline;
  /** Consumes points of the quota of the caller's account, or of the client's IP. Throws as `Quota` does. */
  readonly consumeQuota: (points: number, failMode: FailMode) => Promise<void>;
}

/** Used by operations of type subscription only. */
export interface SubscriptionContext extends SubscriptionLifetime {
  /** The account or IP whose open subscriptions are counted together. */
  readonly owner: string;
  /** The ID of the last event that a reconnecting client has received. */
  readonly lastEventId: string | undefined;
  /** Creates the context of the next event: the same caller, a new deadline and empty loaders. */
  readonly forNextEvent: () => Promise<GatewayContext>;
}

/** The context of one request, which resolvers and plugins receive. */
export interface GatewayContext extends CallerScope {
  readonly trace: Trace;
  /** Parses the request's body; undefined for a GET. Throws when the body is not JSON. */
  readonly body: (() => GraphQLParams) | undefined;
  /** The browser's cookies in cookie mode; undefined when the client stores its tokens itself. */
  readonly cookies: SessionCookies | undefined;
  readonly budget: RequestBudget;
  readonly redis: RedisConnection;
  readonly cacheHints: CacheHints;
  /** Headers that are added to the response. */
  readonly responseHeaders: Record<string, string>;
  readonly subscription: SubscriptionContext;
  /**
   * Switches the request to the account that has just signed in, so that the rest of the document runs as this account:
   * `caller`, `services` and `loaders` are replaced.
   */
  readonly signIn: (accessToken: string) => Promise<void>;
}

export interface RequestContextInit {
  readonly trace: Trace;
  readonly body: GatewayContext["body"];
  /** Whether the response cache may share the response with other callers. */
  readonly cacheable: boolean;
  readonly permit: Permit;
  readonly deadline: Deadline;
  /** Starts the deadline of one event of a subscription. */
  readonly startEventDeadline: () => Deadline;
  readonly client: ClientInfo;
}

/** Creates the context of a request. Throws UNAUTHENTICATED for an invalid bearer token. */
export async function createContext(env: Env, request: Request, init: RequestContextInit): Promise<GatewayContext> {
  const { trace, body, permit, client } = init;
  const config = readConfig(env);
  const cookies = readSessionCookies(request, config.allowedOrigins);
  const authenticated = await authenticate(request, env, { trace, config, cookies });
  const { redis, quota, responseCache } = getRedisServices(config);
  const responseHeaders: Record<string, string> = {};
  const { closed, close } = createLifetime(request.signal, authenticated.expiresAt);
  const quotaSubject = quotaSubjectOf(authenticated, client);

  const createScope = async (caller: Caller, deadline: Deadline, hints: CacheHints): Promise<CallerScope> => {
    const { identity } = caller;
    const options = {
      trace,
      signal: deadline.signal,
      identity: await signedIdentityHeader(identity, config.identityKey),
      fastPath: config.fastPaths.connect,
    };
    const account = createRpcClient(env.ACCOUNT, { ...options, client });
    const catalog = invalidateOnWrite(createRpcClient(env.CATALOG, options), responseCache);
    const order = createRpcClient(env.ORDER, options);
    const streamsOf =
      (service: Fetcher): StreamClient =>
      (method, message) =>
        createStreamClient(service, { ...options, signal: closed() })(method, message);
    // A shared response must be fresh, and a catalog manager expects to read their own writes.
    const allowStale = !init.cacheable && !hasPermission(identity, Permission.CATALOG_WRITE);
    let unrevoked: Promise<void> | undefined;
    return {
      caller: {
        identity,
        requireUnrevoked: () => {
          unrevoked ??= requireUnrevoked(caller, redis, Date.now());
          return unrevoked;
        },
        invalidateRevocationCheck: () => invalidateRevocationCheck(caller),
      },
      services: {
        account,
        catalog,
        order,
        streams: { catalog: streamsOf(env.CATALOG), order: streamsOf(env.ORDER) },
      },
      loaders: createLoaders({ account, catalog, order }, { tags: hints.tags, allowStale }),
    };
  };

  const create = async (caller: Caller, deadline: Deadline): Promise<GatewayContext> => {
    const cacheHints: CacheHints = { tags: new Set() };
    let scope = await createScope(caller, deadline, cacheHints);
    return {
      get caller() {
        return scope.caller;
      },
      get services() {
        return scope.services;
      },
      get loaders() {
        return scope.loaders;
      },
      trace,
      body,
      cookies,
      budget: {
        permit,
        deadline,
        consumeQuota: async (points, failMode) => {
          if (!config.limitsEnabled) return;
          Object.assign(responseHeaders, await quota.consume(quotaSubject, points, failMode));
        },
      },
      redis,
      cacheHints,
      responseHeaders,
      subscription: {
        owner: `${quotaSubject.type} ${quotaSubject.id}`,
        lastEventId: request.headers.get("last-event-id") ?? undefined,
        closed,
        close,
        forNextEvent: () => create(caller, init.startEventDeadline()),
      },
      signIn: async (accessToken) => {
        scope = await createScope(callerFromOwnToken(accessToken), deadline, cacheHints);
      },
    };
  };
  return create(authenticated, init.deadline);
}

function quotaSubjectOf({ identity: { accountId } }: Caller, { ip }: ClientInfo): QuotaSubject {
  return accountId === undefined ? { type: "ip", id: ip } : { type: "account", id: accountId };
}

/** Invalidates cached categories and responses after each write to the catalog. */
function invalidateOnWrite(catalog: Rpc, responseCache: ResponseCache): Rpc {
  return async (method, request) => {
    const response = await catalog(method, request);
    if (method.idempotency !== Idempotency.NO_SIDE_EFFECTS) {
      invalidateTree();
      await responseCache.invalidateAll();
    }
    return response;
  };
}
