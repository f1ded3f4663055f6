import { type Clock, systemClock } from "../clock.ts";
import { recordMetric } from "../observability/metrics.ts";

export type CircuitState = "closed" | "open" | "half-open";

export interface CircuitBreakerOptions {
  /** The name of the dependency in metrics. */
  readonly dependency: string;
  /** Number of consecutive failures that open the circuit. */
  readonly failureThreshold: number;
  /** How long the circuit stays open after a failure, in milliseconds. */
  readonly openMs: number;
  /** Number of trial calls in the half-open state. They can be repeated after `openMs` without a result. Default: 1. */
  readonly halfOpenCalls?: number;
  /**
   * A trial call that takes longer than this does not close the circuit. The dependency responded, so the next trial call can
   * start immediately. Default: no limit.
   */
  readonly slowCallMs?: number;
  readonly now?: Clock;
}

/** Rejects calls to a dependency that has just failed. */
export interface CircuitBreaker {
  readonly state: CircuitState;
  /** Time of the next trial calls, in milliseconds since the epoch. Only meaningful when the circuit is not closed. */
  readonly openUntil: number;
  /**
   * Runs a call. Throws CircuitOpenError without running it while the circuit is open. An error for which `isFailure`
   * returns false counts neither as a failure nor as a success of the dependency.
   */
  run<T>(call: () => Promise<T>, isFailure?: (error: unknown) => boolean): Promise<T>;
}

export class CircuitOpenError extends Error {
  override readonly name = "CircuitOpenError";
  constructor() {
    super("The circuit is open");
  }
}

export function createCircuitBreaker({
  dependency,
  failureThreshold,
  openMs,
  halfOpenCalls = 1,
  slowCallMs = Number.POSITIVE_INFINITY,
  now = systemClock,
}: CircuitBreakerOptions): CircuitBreaker {
  let state: CircuitState = "closed";
  let failures = 0;
  let openUntil = 0;
  let trialCalls = 0;
  let lastSuccessAt = 0;

  const setState = (changed: CircuitState): void => {
    if (state !== changed) recordMetric("stoa.breaker.change", 1, { dependency, state: changed });
    state = changed;
  };

  const tryAcquire = (): boolean => {
    if (state === "closed") return true;
    if (now() >= openUntil) {
      setState("half-open");
      trialCalls = 0;
      // A trial call may never settle: workerd drops it with its request.
      openUntil = now() + openMs;
    }
    if (state === "open" || trialCalls >= halfOpenCalls) return false;
    trialCalls++;
    return true;
  };

  const recordSuccess = (startedAt: number) => {
    lastSuccessAt = now();
    if (state !== "closed" && lastSuccessAt - startedAt > slowCallMs) {
      openUntil = lastSuccessAt;
      return;
    }
    setState("closed");
    failures = 0;
  };

  const recordFailure = (startedAt: number) => {
    // Another call succeeded in the meantime, so the dependency is up: this call alone was slow.
    if (lastSuccessAt > startedAt) return;
    failures++;
    if (state === "closed" && failures < failureThreshold) return;
    setState("open");
    openUntil = now() + openMs;
  };

  return {
    get state() {
      return state;
    },
    get openUntil() {
      return openUntil;
    },
    run: async (call, isFailure = () => true) => {
      if (!tryAcquire()) throw new CircuitOpenError();
      const startedAt = now();
      try {
        const result = await call();
        recordSuccess(startedAt);
        return result;
      } catch (error) {
        if (isFailure(error)) recordFailure(startedAt);
        throw error;
      }
    },
  };
}
