import type { CallContext } from "../../kit/connect/call-context.ts";
import { unavailable } from "../../kit/errors/failure.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import { CircuitOpenError, createCircuitBreaker } from "../../kit/storage/circuit-breaker.ts";
import { isDatabaseUnavailable } from "../../kit/storage/postgres.ts";
import { ElasticsearchError } from "./elasticsearch/client.ts";
import type { SearchPort } from "./port.ts";

/** Timeout of one search, including all requests that it makes to the search engine. */
const timeoutMs = 300;
/** Timeout of a trial. It warms a search engine that was just started, whose first searches are slow. */
const trialTimeoutMs = 2_000;
/** Searches that the database does at a time in place of the search engine, in one isolate. */
const maxDegraded = 16;
/** A search that has not ended after this time never will: workerd drops it with its request. */
const maxDegradedMs = 10_000;

/** A result. `degraded` is true when the database produced it because the search engine failed. */
export interface SearchResult<T> {
  readonly value: T;
  readonly degraded: boolean;
}

type Operation<T> = (port: SearchPort, signal: AbortSignal) => Promise<T>;

/** Runs an operation on the search engine, or on the database when there is no engine or it fails. */
export type Search = <T>(operation: Operation<T>) => Promise<SearchResult<T>>;

export interface SearchPorts {
  readonly database: SearchPort;
  readonly engine: SearchPort | undefined;
  /** Returns the engine for a search that continues after the response. */
  readonly backgroundEngine: () => SearchPort | undefined;
}

/** Shared by all calls of an isolate. */
const breaker = createCircuitBreaker({
  dependency: "search",
  failureThreshold: 3,
  openMs: 2_000,
  slowCallMs: timeoutMs,
});
/** When the searches on the database have started. */
const degradedSince = new Map<symbol, number>();

/** Returns whether the database does searches in this isolate because the search engine failed. */
export function isSearchDegraded(): boolean {
  return breaker.state !== "closed";
}

/**
 * Creates a search. When the engine fails, the database does a cheaper search, so that the engine, which may run on the same
 * machine, is not slowed down by its replacement. While the circuit is open, one search at a time is tried on the engine. It
 * may take longer than the user waits. An engine that was just started is slow until it has run some searches: after a late
 * response, the next search is tried immediately.
 */
export function createSearch(
  call: Pick<CallContext, "signal" | "trace" | "defer">,
  { database, engine, backgroundEngine }: SearchPorts,
): Search {
  // An aborted call or a failed database is not a failure of the search engine.
  const isSearchFailure = (error: unknown) => !call.signal.aborted && !isDatabaseUnavailable(error);

  const runOnEngine = <T>(port: SearchPort, operation: Operation<T>): Promise<T> =>
    breaker.run(
      () => operation(port, AbortSignal.any([call.signal, AbortSignal.timeout(timeoutMs)])),
      (error) => isSearchFailure(error) && !isRejectedQuery(error),
    );

  const runTrial = <T>(port: SearchPort, operation: Operation<T>): Promise<T> => {
    const trial = breaker.run(
      () => operation(port, AbortSignal.timeout(trialTimeoutMs)),
      (error) => !isDatabaseUnavailable(error) && !isRejectedQuery(error),
    );
    call.defer(trial.catch(() => undefined));
    return Promise.race([trial, rejectAfter(timeoutMs)]);
  };

  return async (operation) => {
    if (engine === undefined) return { value: await operation(database, call.signal), degraded: false };
    try {
      const trialEngine = breaker.state === "closed" ? undefined : backgroundEngine();
      const value = await (trialEngine === undefined
        ? runOnEngine(engine, operation)
        : runTrial(trialEngine, operation));
      return { value, degraded: false };
    } catch (error) {
      if (!(error instanceof CircuitOpenError)) {
        if (!isSearchFailure(error)) throw error;
        const fields = { traceId: call.trace.traceId, error: describeError(error) };
        log("warn", isRejectedQuery(error) ? "search engine rejected the query" : "search engine unavailable", fields);
      }
      return { value: await runDegraded(() => operation(withoutCostlyParts(database), call.signal)), degraded: true };
    }
  };
}

/** The search engine responded after its timeout. */
class LateResponseError extends Error {
  override readonly name = "LateResponseError";
  constructor() {
    super(`The search engine took longer than ${timeoutMs} ms`);
  }
}

function rejectAfter(ms: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new LateResponseError()), ms);
  });
}

/** Returns a port whose searches have only the strict form of the query, and no counts of facets and of all hits. */
const withoutCostlyParts = (port: SearchPort): SearchPort => ({
  search: (query, signal) => port.search({ ...query, strictOnly: true, facets: false, summary: false }, signal),
  suggest: (query, signal) => port.suggest(query, signal),
});

async function runDegraded<T>(run: () => Promise<T>): Promise<T> {
  const now = Date.now();
  for (const [id, startedAt] of degradedSince) if (now - startedAt > maxDegradedMs) degradedSince.delete(id);
  if (degradedSince.size >= maxDegraded) throw unavailable("Too many searches are running. Retry later.");
  const id = Symbol();
  degradedSince.set(id, now);
  try {
    return await run();
  } finally {
    degradedSince.delete(id);
  }
}

/** Returns whether the query caused the error. Such errors must not open the circuit, which would affect other callers. */
function isRejectedQuery(error: unknown): boolean {
  return error instanceof ElasticsearchError && error.status >= 400 && error.status < 500 && error.status !== 429;
}
