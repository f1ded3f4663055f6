import type { Context } from "hono";
import { createRpcClient } from "../../kit/connect/client.ts";
import { isCountry } from "../../kit/domain/countries.ts";
import { readFastPaths } from "../../kit/fast-paths.ts";
import { readConfig } from "../config.ts";
import { findMarketOfCountry, firstMarket, loadMarketDirectory, type RequestMarket } from "../data/market-directory.ts";
import { findCountry } from "../http/page-request.ts";
import type { GatewayEnv } from "./request-context.ts";
import { isOnBehalfOfVisitor } from "./storefront-visitor.ts";

/** Names the market of a request by its slug. */
const marketHeader = "x-stoa-market";

/** Time limit for the catalog. After it, the request uses the first market. */
const loadMs = 1_000;

/**
 * Returns the market of a request: the one that its header names, or that of the visitor's country, or the first one.
 * Returns undefined if the markets must be loaded. The country of a storefront's server is not that of its visitor.
 */
export function findMarket(request: Request, now: number): RequestMarket | undefined {
  const requested = request.headers.get(marketHeader)?.trim() ?? "";
  if (requested !== "") return { slug: requested, requested };
  const country = visitorCountryOf(request);
  if (country === undefined) return firstMarket;
  const found = findMarketOfCountry(country, now);
  return found?.state === "current" ? { slug: found.slug } : undefined;
}

/** Returns the market of a request as `findMarket`. Loads the markets if necessary, in the background if possible. */
export async function resolveMarket(c: Context<GatewayEnv>): Promise<RequestMarket> {
  const request = c.req.raw;
  const now = Date.now();
  const known = findMarket(request, now);
  if (known !== undefined) return known;
  const country = visitorCountryOf(request) ?? "";
  const found = findMarketOfCountry(country, now);
  const loading = load(c, now).catch(() => undefined);
  if (found?.state === "stale") {
    c.executionCtx.waitUntil(loading);
    return { slug: found.slug };
  }
  await loading;
  return { slug: findMarketOfCountry(country, now)?.slug ?? firstMarket.slug };
}

function visitorCountryOf(request: Request): string | undefined {
  const country = findCountry(request);
  return country !== null && isCountry(country) && !isOnBehalfOfVisitor(request) ? country : undefined;
}

async function load({ env, get }: Context<GatewayEnv>, now: number): Promise<void> {
  const catalog = createRpcClient(env.CATALOG, {
    trace: get("trace"),
    identity: await readConfig(env).identitySigner.signService(now),
    timeoutMs: loadMs,
    fastPath: readFastPaths(env).connect,
  });
  await loadMarketDirectory(catalog, now);
}
