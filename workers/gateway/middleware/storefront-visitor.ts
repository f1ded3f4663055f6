import { Code } from "@connectrpc/connect";
import type { Context } from "hono";
import { Scope } from "../../../proto/gen/common/v1/permission_pb.js";
import type { Partner } from "../../kit/auth/identity.ts";
import { requireScope } from "../../kit/auth/permissions.ts";
import { serviceIdentity } from "../../kit/auth/service-identity.ts";
import { rpcTo } from "../../kit/connect/client.ts";
import { Failure, invalid } from "../../kit/errors/failure.ts";
import { authenticatePartner, cachedPartner } from "../auth/api-token.ts";
import { readConfig } from "../config.ts";
import { normaliseIp } from "../http/client-ip.ts";
import { enforceRateLimit, type GatewayEnv, rateLimitByIp } from "./request-context.ts";

/** What a shop's own server says with a request that it makes for a visitor of its pages: who it is, and where they are. */
const tokenHeader = "x-stoa-storefront";
const visitorHeader = "x-stoa-visitor";

/** How long the account service is waited for before a server counts as nobody in particular. */
const identifyMs = 1_000;

export function isOnBehalfOfVisitor({ headers }: Request): boolean {
  return headers.has(tokenHeader);
}

/**
 * The network that a request counts for: its visitor's, where a shop's own server asks with a token that lets it say so,
 * else the one that it came from. Throws RATE_LIMITED when there are too many from there; UNAUTHENTICATED, FORBIDDEN or
 * INVALID_VISITOR for a server that is none, may not, or does not say for whom it asks. While the account service is away,
 * a server that was not seen a moment ago counts as itself.
 */
export async function rateLimitVisitor(c: Context<GatewayEnv>): Promise<string> {
  const token = c.req.header(tokenHeader);
  if (token === undefined) return rateLimitByIp(c);
  const known = await cachedPartner(token, Date.now());
  if (known !== undefined) return visitorOf(c, known);
  // Whoever is not known may be guessing.
  const own = await rateLimitByIp(c);
  const server = await findServer(c, token);
  return server === undefined ? own : visitorOf(c, server);
}

async function visitorOf({ req, env }: Context<GatewayEnv>, server: Partner): Promise<string> {
  requireScope(server, Scope.STOREFRONT);
  const network = normaliseIp(req.header(visitorHeader) ?? "");
  if (network === undefined) throw invalid("INVALID_VISITOR", `${visitorHeader} must be the visitor's IP address`);
  await enforceRateLimit(env, network);
  return network;
}

/** Undefined when nobody can say. */
async function findServer({ env, get }: Context<GatewayEnv>, token: string): Promise<Partner | undefined> {
  const now = Date.now();
  const identity = await serviceIdentity("gateway", readConfig(env).identityKey, now);
  const account = rpcTo(env.ACCOUNT, { trace: get("trace"), identity, timeoutMs: identifyMs });
  try {
    return await authenticatePartner(token, account, now);
  } catch (error) {
    if (error instanceof Failure && awayCodes.has(error.code)) return undefined;
    throw error;
  }
}

const awayCodes: ReadonlySet<Code> = new Set([Code.Unavailable, Code.DeadlineExceeded]);
