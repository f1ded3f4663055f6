import { describeError, log } from "./log.ts";

/** `degraded`: works, but not all of what it needs does. `away`: does not answer, or cannot do what it is there for. */
export type HealthStatus = "up" | "degraded" | "away";

/** How a dependency stands, and how long that took to find out. Says no more: anybody may read it. */
export interface HealthReport {
  readonly status: HealthStatus;
  readonly ms: number;
  /** Its own. */
  readonly dependencies?: Readonly<Record<string, HealthReport>>;
}

export type DependencyReport = Pick<HealthReport, "status" | "dependencies">;

export interface Dependency {
  /** Answers with a report of its own where it has one. Throws, or does not answer, when it is away. */
  readonly ask: (signal: AbortSignal) => Promise<DependencyReport | undefined>;
  /** What whoever needs it is without it. */
  readonly without: "degraded" | "away";
}

type Dependencies = Readonly<Record<string, Dependency>>;

const budgetMs = 500;

/** How a Worker stands, by what it needs. All are asked at once, and each has so many milliseconds. */
export async function checkHealth(
  dependencies: Dependencies,
  limitMs = budgetMs,
): Promise<{ readonly status: HealthStatus; readonly dependencies: Readonly<Record<string, HealthReport>> }> {
  const reports = await Promise.all(
    Object.entries(dependencies).map(
      async ([name, { ask, without }]) => [name, await reportOf(name, ask, limitMs), without] as const,
    ),
  );
  const effects = reports.map(([, { status }, without]) => (status === "away" ? without : status));
  const status = (["away", "degraded"] as const).find((worst) => effects.includes(worst)) ?? "up";
  return { status, dependencies: Object.fromEntries(reports.map(([name, report]) => [name, report])) };
}

/** What a Worker answers to the gateway's question whether it can do its work: 503 when it cannot. */
export async function readinessResponse(dependencies: Dependencies): Promise<Response> {
  const report = await checkHealth(dependencies);
  return Response.json(report, { status: report.status === "away" ? 503 : 200 });
}

async function reportOf(name: string, ask: Dependency["ask"], limitMs: number): Promise<HealthReport> {
  const startedAt = Date.now();
  const passed = () => Date.now() - startedAt;
  const signal = AbortSignal.timeout(limitMs);
  const late = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  try {
    const own = await Promise.race([ask(signal), late]);
    return { status: "up", ...own, ms: passed() };
  } catch (error) {
    log("warn", "not ready", { dependency: name, error: describeError(error) });
    return { status: "away", ms: passed() };
  }
}
