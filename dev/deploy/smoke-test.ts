import { setTimeout as wait } from "node:timers/promises";
import type { PageWorkerName } from "../build/bundle.ts";
import type { WorkerConfig } from "../local/worker-config.ts";

/** Selects versions of the current deployment for one request, also those that get 0 % of the requests. */
const overridesHeader = "cloudflare-workers-version-overrides";
const timeoutMs = 15_000;
/** A change of a deployment takes seconds to reach all data centres. */
const propagationMs = 30_000;
const pollMs = 1_000;
const query = "{ products(first: 1) { edges { node { id } } } }";

export interface SmokeTest {
  /** The origin of the gateway. */
  readonly url: string;
  /** The origins of the Workers that render pages, by their names. */
  readonly pageUrls: Readonly<Record<PageWorkerName, string>>;
  /** The versions to test, by the name of the Worker in the account. Empty for those that get the requests now. */
  readonly versions: ReadonlyMap<string, string>;
  /** The names of the Workers in the account, by their name in `/readyz` and `pageUrls`. */
  readonly scripts: Readonly<Record<string, string>>;
  /** `REDIS_BUDGET_MS`: sign-in and checkout are closed when Redis responds later. */
  readonly redisBudgetMs: number;
}

export interface SmokeResult {
  /** Empty when the shop works. */
  readonly problems: readonly string[];
  /** Workers whose new version the requests did not reach. */
  readonly unreached: readonly string[];
}

/** The options of a command that name the Workers that are not at their routes. */
export const urlOptions = {
  url: { type: "string" },
  "storefront-url": { type: "string" },
  "console-url": { type: "string" },
} as const;

/** Returns the addresses of the Workers that people reach: those of the options, and otherwise their routes. */
export function getUrls(
  configs: Readonly<Record<"gateway" | PageWorkerName, Pick<WorkerConfig, "routes">>>,
  options: { readonly [name in keyof typeof urlOptions]?: string | undefined },
): Pick<SmokeTest, "url" | "pageUrls"> {
  return {
    url: options.url ?? getRouteUrl(configs.gateway),
    pageUrls: {
      storefront: options["storefront-url"] ?? getRouteUrl(configs.storefront),
      console: options["console-url"] ?? getRouteUrl(configs.console),
    },
  };
}

function getRouteUrl({ routes = [] }: Pick<WorkerConfig, "routes">): string {
  const [route] = routes;
  return `https://${typeof route === "string" ? route : route?.pattern}`;
}

/** How often the time of Redis is measured at most. The first request of an isolate opens a connection, which takes longer. */
const maxMeasurements = 3;
/** `/readyz` reuses a report for a second. */
const reportTtlMs = 1_100;

interface Dependency {
  readonly status: string;
  readonly ms?: number;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, Dependency>>;
}

interface Readiness {
  readonly ready?: boolean;
  readonly canSell?: boolean;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, Dependency>>;
}

/** Returns the smallest budget of the Workers that sign-in and checkout need. */
export function getRedisBudgetMs(configs: Readonly<Record<"gateway" | "account", Pick<WorkerConfig, "vars">>>): number {
  return Math.min(...[configs.gateway, configs.account].map(({ vars }) => Number(vars.REDIS_BUDGET_MS)));
}

/**
 * Requests the health report, the keys of access tokens, a list of products and the health of the Workers that render pages, from
 * the versions to test. Waits until the platform knows these versions.
 */
export async function runSmokeTest(test: SmokeTest): Promise<SmokeResult> {
  const deadline = Date.now() + propagationMs;
  for (;;) {
    const result = await attempt(test);
    const isReached = result.unreached.length === 0;
    if ((isReached && result.problems.length === 0) || Date.now() > deadline) return result;
    // A problem of the version itself does not end by waiting.
    if (isReached && test.versions.size > 0) return result;
    if (test.versions.size === 0) return result;
    await wait(pollMs);
  }
}

async function attempt({ url, pageUrls, versions, scripts, redisBudgetMs }: SmokeTest): Promise<SmokeResult> {
  const overrides = [...versions].map(([script, id]) => `${script}="${id}"`).join(", ");
  const headers: Record<string, string> = overrides === "" ? {} : { [overridesHeader]: overrides };
  const problems: string[] = [];
  const check = async <T>(
    path: string,
    init: RequestInit,
    verify: (body: T) => string | undefined,
    { origin = url, title = path }: { readonly origin?: string; readonly title?: string } = {},
  ) => {
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await fetch(new URL(path, origin), {
        ...init,
        headers: { ...headers, ...init.headers },
        signal,
      });
      const body = (await response.json().catch(() => undefined)) as T | undefined;
      const problem = !response.ok ? `status ${response.status}` : body === undefined ? "no JSON" : verify(body);
      if (problem !== undefined) problems.push(`${title}: ${problem}`);
      return body;
    } catch (error) {
      problems.push(`${title}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
  const readReport = () =>
    check<Readiness>("/readyz", {}, ({ ready, canSell }) =>
      ready === true && canSell === true ? undefined : `ready ${String(ready)}, canSell ${String(canSell)}`,
    );
  const report = await readReport();
  let slow = report === undefined ? [] : findSlowRedis(report, redisBudgetMs);
  for (let count = 1; slow.length > 0 && count < maxMeasurements; count++) {
    await wait(reportTtlMs);
    slow = findSlowRedis((await readReport()) ?? {}, redisBudgetMs).filter((name) => slow.includes(name));
  }
  // Without the time, so that a deployment recognizes the problem of before.
  for (const name of slow) problems.push(`/readyz: ${name} needs more than half of REDIS_BUDGET_MS to reach Redis`);
  await check<{ readonly keys?: readonly unknown[] }>("/.well-known/jwks.json", {}, ({ keys = [] }) =>
    keys.length > 0 ? undefined : "no keys",
  );
  const headersOfQuery = { "content-type": "application/json" };
  await check<{ readonly data?: unknown; readonly errors?: readonly { readonly message: string }[] }>(
    "/graphql",
    { method: "POST", headers: headersOfQuery, body: JSON.stringify({ query }) },
    ({ errors }) => errors?.map(({ message }) => message).join("; "),
  );
  const reached = new Map(Object.entries(report?.dependencies ?? {}).map(([name, { version }]) => [name, version]));
  reached.set("gateway", report?.version);
  for (const [name, origin] of Object.entries(pageUrls)) {
    const verify = ({ status }: Dependency) => (status === "ready" ? undefined : `status ${String(status)}`);
    const health = await check<Dependency>("/healthz", {}, verify, { origin, title: `/healthz of ${name}` });
    reached.set(name, health?.version);
  }
  return { problems, unreached: findUnreached(reached, versions, scripts) };
}

/** Returns the Workers that reach Redis in more than half of the budget. A busy hour would close the shop. */
function findSlowRedis({ dependencies }: Readiness, budgetMs: number): readonly string[] {
  const times = { gateway: dependencies?.redis?.ms, account: dependencies?.account?.dependencies?.redis?.ms };
  return Object.entries(times).flatMap(([name, ms = 0]) => (ms > budgetMs / 2 ? [name] : []));
}

/** Returns the Workers whose version is not the one that the request selected. */
function findUnreached(
  reached: ReadonlyMap<string, string | undefined>,
  versions: SmokeTest["versions"],
  scripts: SmokeTest["scripts"],
): readonly string[] {
  return Object.entries(scripts).flatMap(([name, script]) => {
    const expected = versions.get(script);
    const version = reached.get(name);
    // A Worker that no report names cannot be checked.
    return expected === undefined || version === undefined || version === expected ? [] : [name];
  });
}
