import type { CallContext } from "../../kit/connect/call-context.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import { CircuitOpenError, createCircuitBreaker } from "../../kit/storage/circuit-breaker.ts";
import { isDatabaseUnavailable } from "../../kit/storage/postgres.ts";
import { ElasticsearchError } from "./elasticsearch/client.ts";
import type { SearchPort } from "./port.ts";

/** Timeout of one search, including all requests that it makes to the search engine. */
const timeoutMs = 300;

/** A result. `degraded` is true when the database produced it because the search engine failed. */
export interface SearchResult<T> {
  readonly value: T;
  readonly degraded: boolean;
}

/** Runs an operation on the search engine, or on the database when there is no engine or it fails. */
export type Search = <T>(operation: (port: SearchPort, signal: AbortSignal) => Promise<T>) => Promise<SearchResult<T>>;

/** Shared by all calls of an isolate. */
const breaker = createCircuitBreaker({ failureThreshold: 3, openMs: 2_000 });

export function createSearch(
  call: Pick<CallContext, "signal" | "trace">,
  database: SearchPort,
  engine: SearchPort | undefined,
): Search {
  return async (operation) => {
    const runOnDatabase = async (degraded: boolean) => ({ value: await operation(database, call.signal), degraded });
    if (engine === undefined) return runOnDatabase(false);
    // An aborted call or a failed database is not a failure of the search engine.
    const isSearchFailure = (error: unknown) => !call.signal.aborted && !isDatabaseUnavailable(error);
    try {
      const value = await breaker.run(
        () => operation(engine, AbortSignal.any([call.signal, AbortSignal.timeout(timeoutMs)])),
        (error) => isSearchFailure(error) && !isRejectedQuery(error),
      );
      return { value, degraded: false };
    } catch (error) {
      if (error instanceof CircuitOpenError) return runOnDatabase(true);
      if (!isSearchFailure(error)) throw error;
      const fields = { service: "catalog", traceId: call.trace.traceId, error: describeError(error) };
      log("warn", isRejectedQuery(error) ? "search engine rejected the query" : "search engine unavailable", fields);
      return runOnDatabase(true);
    }
  };
}

/** Returns whether the query caused the error. Such errors must not open the circuit, which would affect other callers. */
function isRejectedQuery(error: unknown): boolean {
  return error instanceof ElasticsearchError && error.status >= 400 && error.status < 500 && error.status !== 429;
}
