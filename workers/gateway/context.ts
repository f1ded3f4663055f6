import type { GraphQLParams } from "graphql-yoga";
import { Permission } from "../../proto/gen/common/v1/permission_pb.js";
import { anonymous, type Identity } from "../kit/auth/identity.ts";
import { hasPermission } from "../kit/auth/permissions.ts";
import type { ClientInfo } from "../kit/connect/call-context.ts";
import { toSubscriberNetwork } from "../kit/domain/ip-network.ts";
import { Failure } from "../kit/errors/failure.ts";
import type { Trace } from "../kit/observability/trace.ts";
import type { RedisConnection } from "../kit/storage/redis.ts";
import { type Caller, callerFromOwnToken } from "./auth/access-token.ts";
import { authenticate } from "./auth/authenticate.ts";
import { acceptUncheckedRead, invalidateRevocationCheck, requireUnrevoked } from "./auth/revocation.ts";
import { readSessionCookies, type SessionCookies } from "./auth/session-cookies.ts";
import { type GatewayConfig, readConfig } from "./config.ts";
import { type DependencyHealthReport, getDependencyReport } from "./data/dependency-health.ts";
import { createLoaders, type Loaders } from "./data/loaders.ts";
import type { RequestMarket } from "./data/market-directory.ts";
import { createServiceClients, type ServiceClients } from "./data/service-clients.ts";
import type { Deadline } from "./http/deadline.ts";
import { type Audit, createAudit } from "./policies/audit.ts";
import type { FailMode } from "./policies/limits.ts";
import type { Permit } from "./policies/load-shedding.ts";
import type { QuotaSubject } from "./policies/quota.ts";
import { getRedisServices, type RedisServices } from "./redis.ts";
import type { CacheHints } from "./response-cache/cached-response.ts";
import type { DocumentStore } from "./response-cache/document-store.ts";
import { createLifetime, type SubscriptionLifetime } from "./subscriptions/lifetime.ts";
import type { Subscriber } from "./subscriptions/limit.ts";

/** The caller of the request. */
export interface CallerContext {
  readonly identity: Identity;
  /** Whether the account had a tax id when its access token was issued. */
  readonly hasTaxId: boolean;
  /** Throws UNAUTHENTICATED when the caller's token was revoked. Looks the token up once per request. */
  readonly requireUnrevoked: () => Promise<void>;
  /** As `requireUnrevoked`, before a read of private data. While Redis is unavailable, only staff are rejected. */
  readonly requireUnrevokedForRead: () => Promise<void>;
  /** Discards cached revocation checks of the caller, after a mutation that revokes the token. */
  readonly invalidateRevocationCheck: () => void;
}

/** The part of the context that depends on the caller. */
interface CallerScope {
  readonly caller: CallerContext;
  readonly services: ServiceClients;
  readonly loaders: Loaders;
}

/** The resources that the request may still use. */
export interface RequestBudget {
  readonly permit: Permit;
  readonly deadline: Deadline;
  /** Consumes points of the quota of the caller's account, or of the client's IP. Throws as `Quota` does. */
  readonly consumeQuota: (points: number, failMode: FailMode) => Promise<void>;
}

/** Used by operations of type subscription only. */
export interface SubscriptionContext extends SubscriptionLifetime {
  readonly subscriber: Subscriber;
  /** The ID of the last event that a reconnecting client has received. */
  readonly lastEventId: string | undefined;
  /** Creates the context of the next event: the same caller, a new deadline and empty loaders. */
  readonly forNextEvent: () => Promise<GatewayContext>;
}

/** The context of one request, which resolvers and plugins receive. */
export interface GatewayContext extends CallerScope {
  /** The origin of the address that the client used. */
  readonly origin: string;
  readonly trace: Trace;
  /** Parses the request's body; undefined for a GET. Throws when the body is not JSON. */
  readonly body: (() => GraphQLParams) | undefined;
  /** The browser's cookies in cookie mode; undefined when the client stores its tokens itself. */
  readonly cookies: SessionCookies | undefined;
  readonly budget: RequestBudget;
  readonly redis: RedisConnection;
  /** The documents of automatic persisted queries. */
  readonly documents: DocumentStore;
  readonly client: ClientInfo;
  readonly market: RequestMarket;
  /** The origin of the zone that resizes pictures. Undefined without one. */
  readonly pictureOrigin: string | undefined;
  readonly audit: Audit;
  readonly cacheHints: CacheHints;
  /** Headers that are added to the response. */
  readonly responseHeaders: Record<string, string>;
  readonly subscription: SubscriptionContext;
  /** Returns the health of all dependencies, at most a few seconds old. */
  readonly dependencyReport: () => Promise<DependencyHealthReport>;
  /** Replaces `caller`, `services` and `loaders`, so that the rest of the document runs as the account that signed in. */
  readonly signIn: (accessToken: string) => Promise<void>;
}

export interface RequestContextInit {
  readonly trace: Trace;
  readonly body: GatewayContext["body"];
  readonly market: RequestMarket;
  /** Whether the response cache may share the response with other callers. */
  readonly cacheable: boolean;
  readonly permit: Permit;
  readonly deadline: Deadline;
  /** Starts the deadline of one event of a subscription. */
  readonly startEventDeadline: () => Deadline;
  readonly client: ClientInfo;
  /** Continues work after the response. */
  readonly defer: (work: Promise<unknown>) => void;
}

/** What all contexts of one request share. A subscription has a context for each event. */
interface SharedState extends RequestContextInit, RedisServices {
  readonly env: Env;
  readonly config: GatewayConfig;
  readonly cookies: SessionCookies | undefined;
  readonly lifetime: SubscriptionLifetime;
  readonly quotaSubjects: readonly QuotaSubject[];
  readonly lastEventId: string | undefined;
  readonly url: string;
  readonly responseHeaders: Record<string, string>;
}

/** Creates the context of a request. Throws UNAUTHENTICATED for an invalid bearer token. */
export async function createContext(env: Env, request: Request, init: RequestContextInit): Promise<GatewayContext> {
  const { trace, client, deadline } = init;
  const config = readConfig(env);
  const cookies = readSessionCookies(request, config.allowedOrigins);
  const onInvalidCookie = ({ metadata }: Failure) => {
    if (metadata.expired !== undefined) return;
    createAudit(env, { trace, ip: client.ip, identity: () => anonymous, defer: init.defer }).denied(
      "TOKEN_REFUSED",
      `${request.method} /graphql`,
    );
  };
  const caller = await authenticate(request, env, { trace, config, cookies, onInvalidCookie });
  const shared: SharedState = {
    ...init,
    ...getRedisServices(config),
    env,
    config,
    cookies,
    lifetime: createLifetime(request.signal, caller.expiresAt),
    quotaSubjects: toQuotaSubjects(caller, client),
    lastEventId: request.headers.get("last-event-id") ?? undefined,
    url: request.url,
    responseHeaders: {},
  };
  return createContextFor(caller, deadline, shared);
}

async function createContextFor(caller: Caller, deadline: Deadline, shared: SharedState): Promise<GatewayContext> {
  const { trace, body, cookies, redis, documents, client, market, responseHeaders } = shared;
  const { permit, lifetime, lastEventId } = shared;
  const cacheHints: CacheHints = { tags: new Set() };
  const { env, defer } = shared;
  const audit = createAudit(env, { trace, ip: client.ip, identity: () => scope.caller.identity, defer });
  const createScope = (owner: Caller) => createCallerScope(owner, { deadline, cacheHints, shared });
  let scope = await createScope(caller);
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
    get origin() {
      return new URL(shared.url).origin;
    },
    trace,
    body,
    cookies,
    budget: { permit, deadline, consumeQuota: (points, failMode) => consumeQuota(shared, audit, points, failMode) },
    redis,
    documents,
    client,
    market,
    pictureOrigin: shared.config.pictureOrigin,
    audit,
    cacheHints,
    responseHeaders,
    // Created when it is used: most requests have no subscription.
    get subscription() {
      return {
        ...lifetime,
        subscriber: toSubscriber(caller, client),
        lastEventId,
        forNextEvent: () => createContextFor(caller, shared.startEventDeadline(), shared),
      };
    },
    dependencyReport: () => getDependencyReport(env),
    signIn: async (accessToken) => {
      scope = await createScope(callerFromOwnToken(accessToken));
    },
  };
}

/** Returns whose quotas a request consumes: see `quotas`. The holder of a storefront token chooses the IPs of its visitors. */
function toQuotaSubjects({ identity: { accountId } }: Caller, { ip, storefrontId }: ClientInfo): QuotaSubject[] {
  const network = toSubscriberNetwork(ip);
  const ofNetwork: QuotaSubject[] = network === undefined ? [] : [{ type: "network", id: network }];
  return [
    ...(accountId === undefined
      ? [{ type: "ip", id: ip } as const, ...ofNetwork]
      : [{ type: "account", id: accountId } as const]),
    ...(storefrontId === undefined ? [] : [{ type: "storefront", id: storefrontId } as const]),
  ];
}

function toSubscriber({ identity: { accountId, roles } }: Caller, { ip }: ClientInfo): Subscriber {
  return { accountId, ip, isGuest: accountId === undefined || roles.includes("GUEST") };
}

interface ScopeOptions {
  readonly deadline: Deadline;
  readonly cacheHints: CacheHints;
  readonly shared: SharedState;
}

async function createCallerScope(caller: Caller, { deadline, cacheHints, shared }: ScopeOptions): Promise<CallerScope> {
  const { identity } = caller;
  const { env, config, redis, trace, client, lifetime, responseCache, cacheable } = shared;
  const services = createServiceClients(env, {
    trace,
    signal: deadline.signal,
    identity: await config.identitySigner.sign(identity, Date.now()),
    fastPath: config.fastPaths.connect,
    client,
    closed: lifetime.closed,
    responseCache,
  });
  // A shared response must be fresh, and a catalog manager expects to read their own writes.
  const allowStale = !cacheable && !hasPermission(identity, Permission.CATALOG_WRITE);
  return {
    caller: createCallerContext(caller, redis),
    services,
    loaders: createLoaders(services, { cacheHints, allowStale, market: shared.market }),
  };
}

function createCallerContext(caller: Caller, redis: RedisConnection): CallerContext {
  let unrevoked: Promise<void> | undefined;
  const check = () => {
    unrevoked ??= requireUnrevoked(caller, redis, Date.now());
    return unrevoked;
  };
  return {
    identity: caller.identity,
    hasTaxId: caller.hasTaxId === true,
    requireUnrevoked: check,
    requireUnrevokedForRead: () => check().catch((error: unknown) => acceptUncheckedRead(caller, error)),
    invalidateRevocationCheck: () => invalidateRevocationCheck(caller),
  };
}

async function consumeQuota(
  { config, quota, quotaSubjects, responseHeaders }: SharedState,
  audit: Audit,
  points: number,
  failMode: FailMode,
): Promise<void> {
  if (!config.limitsEnabled) return;
  try {
    Object.assign(responseHeaders, await quota.consume(quotaSubjects, points, failMode));
  } catch (error) {
    if (error instanceof Failure) audit.deniedBy(error, "quota");
    throw error;
  }
}
