import { Code } from "@connectrpc/connect";
import type { Context } from "hono";
import { Scope } from "../../../proto/gen/common/v1/permission_pb.js";
import type { Partner } from "../../kit/auth/identity.ts";
import { requireScope } from "../../kit/auth/permissions.ts";
import { createRpcClient } from "../../kit/connect/client.ts";
import { Failure, invalid } from "../../kit/errors/failure.ts";
import { readFastPaths } from "../../kit/fast-paths.ts";
import { authenticatePartner, cachedPartner } from "../auth/api-token.ts";
import { readConfig } from "../config.ts";
import { normaliseIp } from "../http/client-ip.ts";
import { enforceRateLimit, rateLimitByIp } from "./rate-limit.ts";
import type { GatewayEnv } from "./request-context.ts";

/** A storefront's server sends both headers with a request on behalf of a visitor: its own token, and the visitor's IP. */
const tokenHeader = "x-stoa-storefront";
const visitorHeader = "x-stoa-visitor";

/** Time limit for the account service. After it, the request counts for the server's own IP. */
const authenticateMs = 1_000;

export function isOnBehalfOfVisitor({ headers }: Request): boolean {
  return headers.has(tokenHeader);
}

export interface Visitor {
  readonly ip: string;
  /** The ID of the storefront's token; undefined for a request that counts for its own IP. */
  readonly storefrontId?: string;
}

/**
 * Returns the IP that a request counts for: the visitor's for a storefront's server with a valid token, otherwise the
 * client's. Throws RATE_LIMITED when the IP has sent too many requests. Throws UNAUTHENTICATED for an invalid token,
 * FORBIDDEN for a token without the scope or from a network that it does not allow, and INVALID_VISITOR for a missing or invalid visitor IP. While the account
 * service is unavailable, a token that is not cached counts for the server's own IP.
 */
export async function rateLimitVisitor(c: Context<GatewayEnv>): Promise<Visitor> {
  const token = c.req.header(tokenHeader);
  if (token === undefined) return { ip: await rateLimitByIp(c) };
  const cached = await cachedPartner({ token, request: c.req.raw, now: Date.now() });
  if (cached !== undefined) return visitorOf(c, cached);
  // An unknown token may be a guess, so the client's own IP is counted too.
  const ownIp = await rateLimitByIp(c);
  const server = await authenticateServer(c, token);
  return server === undefined ? { ip: ownIp } : visitorOf(c, server);
}

async function visitorOf({ req, env }: Context<GatewayEnv>, server: Partner): Promise<Visitor> {
  requireScope(server, Scope.STOREFRONT);
  const ip = normaliseIp(req.header(visitorHeader) ?? "");
  if (ip === undefined) throw invalid("INVALID_VISITOR", `\`${visitorHeader}\` must be the visitor's IP address`);
  await enforceRateLimit(env, ip);
  return { ip, storefrontId: server.tokenId };
}

/** Returns undefined when the account service is unavailable. */
async function authenticateServer({ env, get, req }: Context<GatewayEnv>, token: string): Promise<Partner | undefined> {
  const now = Date.now();
  const identity = await readConfig(env).identitySigner.signService(now);
  const account = createRpcClient(env.ACCOUNT, {
    trace: get("trace"),
    identity,
    timeoutMs: authenticateMs,
    fastPath: readFastPaths(env).connect,
  });
  try {
    return await authenticatePartner({ token, request: req.raw, now }, account);
  } catch (error) {
    if (error instanceof Failure && unavailableCodes.has(error.code)) return undefined;
    throw error;
  }
}

const unavailableCodes: ReadonlySet<Code> = new Set([Code.Unavailable, Code.DeadlineExceeded]);
