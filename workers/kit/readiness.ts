import { describeError, log } from "./log.ts";

const budgetMs = 500;

/**
 * Whether a Worker can do its work: 200 when every dependency answers within 500 ms, else 503. The body names each
 * dependency with true or false, and says no more than that.
 */
export async function readiness(
  checks: Readonly<Record<string, (signal: AbortSignal) => Promise<unknown>>>,
): Promise<Response> {
  const dependencies = await Promise.all(
    Object.entries(checks).map(async ([name, check]): Promise<[string, boolean]> => {
      try {
        await check(AbortSignal.timeout(budgetMs));
        return [name, true];
      } catch (error) {
        log("warn", "not ready", { dependency: name, error: describeError(error) });
        return [name, false];
      }
    }),
  );
  const ready = dependencies.every(([, answers]) => answers);
  return Response.json({ ready, dependencies: Object.fromEntries(dependencies) }, { status: ready ? 200 : 503 });
}
