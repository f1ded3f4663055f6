import { describeError, log } from "./log.ts";

/**
 * - `degraded`: a dependency is down that the Worker can work without.
 * - `down`: the Worker or dependency does not respond, or a dependency is down that it cannot work without.
 */
export type HealthStatus = "up" | "degraded" | "down";

/** The status of a dependency and how long its check took. It has no error details, because it is public. */
export interface HealthReport {
  readonly status: HealthStatus;
  readonly ms: number;
  /** The id of the deployed version of a Worker. */
  readonly version?: string;
  /** The dependencies of the dependency. */
  readonly dependencies?: Readonly<Record<string, HealthReport>>;
}

export type DependencyReport = Pick<HealthReport, "status" | "version" | "dependencies">;

export interface Dependency {
  /** Returns the dependency's own report if it has one. Throws or does not resolve when the dependency is down. */
  readonly check: (signal: AbortSignal) => Promise<DependencyReport | undefined>;
  /** The status of the Worker when the dependency is down. */
  readonly whenDown: "degraded" | "down";
}

type Dependencies = Readonly<Record<string, Dependency>>;

/** The binding that names the deployed version of a Worker. */
export interface VersionEnv {
  readonly CF_VERSION_METADATA: WorkerVersionMetadata;
}

type FetchHandler<E> = (request: Request, env: E, execution: ExecutionContext) => Response | Promise<Response>;

/** A new connection needs three round trips, also to a database on another continent. */
const defaultTimeoutMs = 1_000;

/** Checks all dependencies concurrently, each with the same timeout, and returns the status of the Worker. */
export async function checkHealth(
  dependencies: Dependencies,
  timeoutMs = defaultTimeoutMs,
): Promise<{ readonly status: HealthStatus; readonly dependencies: Readonly<Record<string, HealthReport>> }> {
  const reports = await Promise.all(
    Object.entries(dependencies).map(
      async ([name, { check, whenDown }]) => [name, await getReport(name, check, timeoutMs), whenDown] as const,
    ),
  );
  const effects = reports.map(([, { status }, whenDown]) => (status === "down" ? whenDown : status));
  const status = (["down", "degraded"] as const).find((worst) => effects.includes(worst)) ?? "up";
  return { status, dependencies: Object.fromEntries(reports.map(([name, report]) => [name, report])) };
}

/**
 * Wraps a Worker's fetch handler. Responds to `/ready`, which the gateway requests, with a health report: 200, or 503
 * when the Worker is down. All other requests go to the handler.
 */
export function withReadiness<E extends VersionEnv>(
  handler: FetchHandler<E>,
  getDependencies: (env: E, execution: ExecutionContext) => Dependencies,
): FetchHandler<E> {
  return (request, env, execution) =>
    // The name of an RPC method is in PascalCase, so no other path ends like this.
    request.url.endsWith("/ready")
      ? readinessResponse(getDependencies(env, execution), env.CF_VERSION_METADATA.id)
      : handler(request, env, execution);
}

async function readinessResponse(dependencies: Dependencies, version: string): Promise<Response> {
  const report = await checkHealth(dependencies);
  return Response.json({ ...report, version }, { status: report.status === "down" ? 503 : 200 });
}

async function getReport(name: string, check: Dependency["check"], timeoutMs: number): Promise<HealthReport> {
  const startedAt = Date.now();
  const elapsed = () => Date.now() - startedAt;
  const signal = AbortSignal.timeout(timeoutMs);
  const timeout = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  try {
    const report = await Promise.race([check(signal), timeout]);
    return { status: "up", ...report, ms: elapsed() };
  } catch (error) {
    log("warn", "dependency down", { dependency: name, error: describeError(error) });
    return { status: "down", ms: elapsed() };
  }
}
