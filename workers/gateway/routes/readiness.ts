import { checkHealth, type Dependency, type DependencyReport } from "../../kit/observability/readiness.ts";
import { readConfig } from "../config.ts";
import { getRedisServices } from "../redis.ts";

/** The services look after what is behind them, each for half of this. */
const limitMs = 1_000;
/** Whoever asks again within this is told the same: nobody's questions are multiplied behind us. */
const keptMs = 1_000;

let last: { readonly report: Awaited<ReturnType<typeof checkHealth>>; until: number } | undefined;

/** How each dependency stands. 503 when one is away that no request can be served without. */
export async function readyz(env: Env): Promise<Response> {
  const now = Date.now();
  if (last === undefined || last.until <= now) {
    // Whoever comes meanwhile is told what was so.
    if (last !== undefined) last.until = now + limitMs;
    const report = await checkHealth(dependenciesOf(env), limitMs);
    last = { report, until: Date.now() + keptMs };
  }
  const { status, dependencies } = last.report;
  const ready = status !== "away";
  return Response.json({ ready, status, dependencies }, { status: ready ? 200 : 503 });
}

function dependenciesOf(env: Env): Readonly<Record<string, Dependency>> {
  const { redis } = getRedisServices(readConfig(env));
  return {
    account: { ask: askService(env.ACCOUNT), without: "away" },
    catalog: { ask: askService(env.CATALOG), without: "away" },
    order: { ask: askService(env.ORDER), without: "away" },
    redis: { ask: () => redis.client.ping().then(() => undefined), without: "degraded" },
  };
}

const askService =
  (service: Fetcher): Dependency["ask"] =>
  async (signal) => {
    const response = await service.fetch("http://service/ready", { signal });
    return (await response.json()) as DependencyReport;
  };
