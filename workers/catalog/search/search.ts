import { systemClock } from "../../kit/clock.ts";
import type { CallContext } from "../../kit/connect/call-context.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import { isDatabaseUnavailable } from "../../kit/storage/postgres.ts";
import { type Breaker, createBreaker } from "./circuit-breaker.ts";
import type { SearchPort } from "./port.ts";

/** What is waited for the search engine, whatever it is asked. */
const budgetMs = 300;

/** An answer, and whether the database gave it in the place of the search engine. */
export interface Answered<T> {
  readonly value: T;
  readonly degraded: boolean;
}

/** Asks the search engine, and the database where there is none or it is away. */
export type Search = <T>(ask: (port: SearchPort, signal: AbortSignal) => Promise<T>) => Promise<Answered<T>>;

/** One for all calls of an isolate: what one learns the next one knows. */
const breaker = createBreaker(systemClock);

export function openSearch(
  call: Pick<CallContext, "signal" | "trace">,
  database: SearchPort,
  engine: SearchPort | undefined,
): Search {
  return async (ask) => {
    const instead = async (degraded: boolean) => ({ value: await ask(database, call.signal), degraded });
    if (engine === undefined) return instead(false);
    if (!breaker.allows()) return instead(true);
    try {
      const value = await ask(engine, AbortSignal.any([call.signal, AbortSignal.timeout(budgetMs)]));
      breaker.succeeded();
      return { value, degraded: false };
    } catch (error) {
      // It is not the engine that failed.
      if (call.signal.aborted || isDatabaseUnavailable(error)) throw error;
      note(breaker, error, call);
      return instead(true);
    }
  };
}

function note({ failed }: Breaker, error: unknown, { trace }: Pick<CallContext, "trace">): void {
  failed();
  log("warn", "search engine away", { service: "catalog", traceId: trace.traceId, error: describeError(error) });
}
