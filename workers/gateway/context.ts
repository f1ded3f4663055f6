import { MethodOptions_IdempotencyLevel as Idempotency } from "@bufbuild/protobuf/wkt";
import type { GraphQLParams } from "graphql-yoga";
import { AccountService } from "../../proto/gen/account/v1/account_pb.js";
import { Permission } from "../../proto/gen/common/v1/permission_pb.js";
import { anonymous, type Identity, signIdentity } from "../kit/auth/identity.ts";
import { hasPermission } from "../kit/auth/permissions.ts";
import type { ClientInfo } from "../kit/connect/call-context.ts";
import { type Rpc, rpcTo } from "../kit/connect/client.ts";
import { Failure } from "../kit/errors/failure.ts";
import type { Trace } from "../kit/observability/trace.ts";
import type { RedisConnection } from "../kit/storage/redis.ts";
import { type Caller, callerFromOwnToken, createVerifier, type Verifier } from "./auth/access-token.ts";
import { invalidateRevocationCheck, requireUnrevoked } from "./auth/revocation.ts";
import { readSessionCookies, type SessionCookies } from "./auth/session-cookies.ts";
import { type GatewayConfig, readConfig } from "./config.ts";
import { forgetTree } from "./data/category-tree.ts";
import { createLoaders, type Loaders } from "./data/loaders.ts";
import type { Deadline } from "./http/deadline.ts";
import type { FailMode } from "./policies/limits.ts";
import type { Permit } from "./policies/load-shedding.ts";
import { getRedisServices } from "./redis.ts";
import type { CacheHints } from "./response-cache/cached-response.ts";
import type { ResponseCache } from "./response-cache/tiered-cache.ts";
import { createLifetime, type SubscriptionLifetime } from "./subscriptions/lifetime.ts";
import { createStreamClient, type StreamClient } from "./subscriptions/stream-client.ts";

/** What resolvers work with: who asks, and the services as that caller may use them. */
export interface GatewayContext {
  readonly identity: Identity;
  readonly trace: Trace;
  /** What the body of the request says, where it has one. Throws where that is not JSON. */
  readonly body: (() => GraphQLParams) | undefined;
  readonly permit: Permit;
  readonly deadline: Deadline;
  /** Takes points of the caller's quota: their account's, or their address's. Throws as `Quota` does. */
  readonly consumeQuota: (points: number, withoutRedis: FailMode) => Promise<void>;
  readonly redis: RedisConnection;
  /** What is known of the answer so far. */
  readonly cacheHints: CacheHints;
  /** Headers of the answer that are known on the way. */
  readonly headers: Record<string, string>;
  readonly account: Rpc;
  readonly catalog: Rpc;
  readonly order: Rpc;
  readonly loaders: Loaders;
  /** The services' streams. They have no deadline but the age that a subscription may reach. */
  readonly streams: { readonly catalog: StreamClient; readonly order: StreamClient };
  /** Whose subscriptions are counted together. */
  readonly subscriptionOwner: string;
  /** What a client that comes back has already. */
  readonly lastEventId: string | undefined;
  /** When a subscription is over. */
  readonly closed: SubscriptionLifetime["closed"];
  readonly close: SubscriptionLifetime["close"];
  /** The same caller with another deadline and nothing read yet: for the next event of a subscription. */
  readonly forNextEvent: () => Promise<GatewayContext>;
  /** Where the session lives in the browser's cookies; undefined where the client keeps its tokens itself. */
  readonly cookies: SessionCookies | undefined;
  /** Throws unless the caller's token is still good for changes. Asked as often as one likes, looked up once. */
  readonly requireUnrevoked: () => Promise<void>;
  /** The same request as whoever has just signed in: what is shown of their account is shown to its owner. */
  readonly asUser: (accessToken: string) => Promise<GatewayContext>;
  /** Says that the caller's session is over, or its rights have changed, by what they just did. */
  readonly invalidateRevocationCheck: () => void;
}

let verifier: Verifier | undefined;

const nobody: Caller = { identity: anonymous, epoch: 0, until: Number.POSITIVE_INFINITY };

interface IdentifyOptions {
  readonly trace: Trace;
  readonly config: GatewayConfig;
  readonly cookies: SessionCookies | undefined;
}

/**
 * Who asks: whom the bearer token speaks for, or the cookie in its place. Nobody in particular without either. A token
 * that is not valid is refused; a cookie that is not is as none, since the client cannot take it back.
 */
async function identify(request: Request, env: Env, { trace, config, cookies }: IdentifyOptions): Promise<Caller> {
  const header = request.headers.get("authorization");
  const token = header === null ? cookies?.accessToken : header.replace(/^Bearer /i, "");
  if (token === undefined) return nobody;
  const account = rpcTo(env.ACCOUNT, { trace });
  const fetchKeys = async () => JSON.parse((await account(AccountService.method.getSigningKeys, {})).jwksJson);
  verifier ??= createVerifier(config.issuer);
  try {
    return await verifier.verify(token, fetchKeys, Date.now());
  } catch (error) {
    if (header === null && error instanceof Failure && error.reason === "UNAUTHENTICATED") return nobody;
    throw error;
  }
}

const signedFor = new WeakMap<Identity, { readonly header: Promise<string>; readonly until: number }>();
const reuseMs = 30_000;

/** The identity as the other Workers trust it. One that was just signed is used again. */
function sign(identity: Identity, key: string): Promise<string> {
  const now = Date.now();
  const known = signedFor.get(identity);
  if (known !== undefined && known.until > now) return known.header;
  const header = signIdentity(identity, key, now);
  signedFor.set(identity, { header, until: now + reuseMs });
  return header;
}

/** Has answers forgotten that a change of the catalog makes old. */
function invalidateOnWrite(catalog: Rpc, shelf: ResponseCache): Rpc {
  return async (method, request) => {
    const response = await catalog(method, request);
    if (method.idempotency !== Idempotency.NO_SIDE_EFFECTS) {
      forgetTree();
      await shelf.forgetAll();
    }
    return response;
  };
}

interface RequestContextInit {
  readonly trace: Trace;
  readonly body: GatewayContext["body"];
  /** Whether the answer may be kept for others. */
  readonly keeping: boolean;
  readonly admission: Permit;
  readonly deadline: Deadline;
  /** Begins another one: of one event of a subscription. */
  readonly renewDeadline: () => Deadline;
  readonly client: ClientInfo;
}

/** Opens what a request works with. Throws UNAUTHENTICATED for a token that is not valid. */
export async function createContext(env: Env, request: Request, opening: RequestContextInit): Promise<GatewayContext> {
  const { trace, body, admission, client } = opening;
  const config = readConfig(env);
  const cookies = readSessionCookies(request, config.origins);
  const arrived = await identify(request, env, { trace, config, cookies });
  const { redis, quota, responseCache: shelf } = getRedisServices(config);
  const headers: Record<string, string> = {};
  const live = createLifetime(request.signal, arrived.until);
  const payer =
    arrived.identity.accountId === undefined
      ? ({ kind: "address", id: client.address } as const)
      : ({ kind: "account", id: arrived.identity.accountId } as const);

  const open = async (caller: Caller, deadline: Deadline): Promise<GatewayContext> => {
    const { identity } = caller;
    // What is kept has to be as new as it is said to be; and whoever changes the catalog wants to see it.
    const recent = !opening.keeping && !hasPermission(identity, Permission.CATALOG_WRITE);
    let unrevoked: Promise<void> | undefined;
    const signed = await sign(identity, config.identityKey);
    const making: CacheHints = { tags: new Set() };
    const outgoing = { trace, signal: deadline.signal, identity: signed };
    const account = rpcTo(env.ACCOUNT, { ...outgoing, client });
    const catalog = invalidateOnWrite(rpcTo(env.CATALOG, outgoing), shelf);
    const order = rpcTo(env.ORDER, outgoing);
    const listenAt =
      (callee: Fetcher): StreamClient =>
      (method, message) =>
        createStreamClient(callee, { ...outgoing, signal: live.closed() })(method, message);
    return {
      identity,
      trace,
      body,
      permit: admission,
      deadline,
      consumeQuota: async (points, withoutRedis) => {
        if (config.limits) Object.assign(headers, await quota.consume(payer, points, withoutRedis));
      },
      redis,
      cacheHints: making,
      headers,
      account,
      catalog,
      order,
      streams: { catalog: listenAt(env.CATALOG), order: listenAt(env.ORDER) },
      subscriptionOwner: `${payer.kind} ${payer.id}`,
      lastEventId: request.headers.get("last-event-id") ?? undefined,
      closed: live.closed,
      close: live.close,
      forNextEvent: () => open(caller, opening.renewDeadline()),
      cookies,
      loaders: createLoaders({ account, catalog, order }, { tags: making.tags, recent }),
      requireUnrevoked: () => {
        unrevoked ??= requireUnrevoked(caller, redis, Date.now());
        return unrevoked;
      },
      asUser: (accessToken) => open(callerFromOwnToken(accessToken), deadline),
      invalidateRevocationCheck: () => invalidateRevocationCheck(caller),
    };
  };
  return open(arrived, opening.deadline);
}
