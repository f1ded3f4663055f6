import { describe, expect, it } from "vitest";
import { Failure } from "../../kit/errors/failure.ts";
import type { PriorityClass } from "./limits.ts";
import { createLoadShedder, type LoadShedderOptions, type Permit } from "./load-shedding.ts";

interface Request {
  readonly class: PriorityClass;
  readonly arrivedAt: number;
  /** When its response was ready; undefined while it runs. */
  respondedAt?: number;
  isRejected?: boolean;
}

/** A request has slices of CPU time, with a wait for a service after each. */
const [slices, waitMs] = [5, 4] as const;

interface Simulation extends Pick<LoadShedderOptions, "maxInFlight"> {
  /** CPU time of a slice of a request. A rejection has a third of it. */
  readonly sliceMs?: number;
}

interface SimulatedIsolate {
  readonly requests: Request[];
  /** Requests per millisecond that use all of the CPU. */
  readonly capacity: number;
  /** Sends requests at a multiple of the capacity. The classes repeat in their order. */
  run(load: number, ms: number, classes?: readonly PriorityClass[]): void;
  /** Blocks the event loop for some time. */
  block(ms: number): void;
  now(): number;
}

/** Simulates an isolate: one thread that runs what is ready, in its order. */
function simulateIsolate({ maxInFlight, sliceMs = 1 }: Simulation): SimulatedIsolate {
  const capacity = 1 / (slices * sliceMs);
  const rejectionMs = 0.3 * sliceMs;
  let time = 0;
  const ready: (() => number)[] = [];
  let later: { readonly at: number; readonly run: () => number }[] = [];
  const requests: Request[] = [];
  const shedder = createLoadShedder({
    maxInFlight,
    now: () => time,
    schedule: (run) => {
      ready.push(() => {
        run();
        return 0;
      });
    },
  });
  const runSlice = (request: Request, permit: Permit, left: number): number => {
    if (left === 1) {
      permit.release();
      request.respondedAt = time + sliceMs;
    } else later.push({ at: time + sliceMs + waitMs, run: () => runSlice(request, permit, left - 1) });
    return sliceMs;
  };
  const start = (request: Request): number => {
    try {
      return runSlice(
        request,
        shedder.acquire(request.class, () => undefined),
        slices,
      );
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      request.isRejected = true;
      request.respondedAt = time + rejectionMs;
      return rejectionMs;
    }
  };
  const advance = (until: number): void => {
    while (time < until) {
      const due = later.filter(({ at }) => at <= time).toSorted((a, b) => a.at - b.at);
      later = later.filter(({ at }) => at > time);
      ready.push(...due.map(({ run }) => run));
      const next = ready.shift();
      if (next !== undefined) time += next();
      else time = Math.min(until, ...later.map(({ at }) => at));
    }
  };
  return {
    requests,
    capacity,
    now: () => time,
    run: (load, ms, classes = ["browse"]) => {
      const [startsAt, gap] = [time, 1 / (load * capacity)];
      for (let index = 0; index * gap < ms; index++) {
        const request: Request = {
          class: classes[index % classes.length] ?? "browse",
          arrivedAt: startsAt + index * gap,
        };
        requests.push(request);
        later.push({ at: request.arrivedAt, run: () => start(request) });
      }
      advance(startsAt + ms);
    },
    block: (ms) => {
      later.push({ at: time, run: () => ms });
      advance(time + ms);
    },
  };
}

const latency = ({ arrivedAt, respondedAt = Number.POSITIVE_INFINITY }: Request) => respondedAt - arrivedAt;

/** Returns the share of the capacity that was served in time. */
function goodputOf(requests: readonly Request[], ms: number, { capacity }: SimulatedIsolate): number {
  const timely = requests.filter((request) => request.isRejected !== true && latency(request) <= 500);
  return timely.length / (ms * capacity);
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
}

describe("load shedding at twice the capacity of the CPU", () => {
  it.each([
    { name: "serves at least 85 percent of the peak, and rejects within 50 ms", sliceMs: 1, maxServedMs: 200 },
    { name: "does the same when the CPU is five times slower", sliceMs: 5, maxServedMs: 500 },
  ])("$name", ({ sliceMs, maxServedMs }) => {
    const isolate = simulateIsolate({ maxInFlight: 200, sliceMs });
    isolate.run(1, 5_000);
    const peak = goodputOf(isolate.requests.splice(0), 5_000, isolate);
    isolate.run(2, 2_000); // The limit settles.
    isolate.requests.splice(0);
    isolate.run(2, 10_000);
    const overloaded = isolate.requests.splice(0);
    const rejections = overloaded.filter(({ isRejected }) => isRejected).map(latency);
    const served = overloaded.filter(({ isRejected, respondedAt }) => !isRejected && respondedAt !== undefined);
    expect(peak).toBeGreaterThan(0.95);
    expect(goodputOf(overloaded, 10_000, isolate) / peak).toBeGreaterThan(0.85);
    expect(percentile(rejections, 0.99)).toBeLessThan(50);
    expect(percentile(served.map(latency), 0.99)).toBeLessThan(maxServedMs);
  });

  it("would serve nothing in time if only the number of requests were limited", () => {
    const isolate = simulateIsolate({ maxInFlight: Number.POSITIVE_INFINITY });
    isolate.run(2, 2_000);
    isolate.requests.splice(0);
    isolate.run(2, 10_000);
    expect(goodputOf(isolate.requests, 10_000, isolate)).toBeLessThan(0.05);
  });

  it("serves the checkouts, and rejects searches first", () => {
    const isolate = simulateIsolate({ maxInFlight: 200 });
    const classes = ["search", "browse", "search", "browse", "cart", "browse", "search", "checkout"] as const;
    isolate.run(2, 2_000, classes);
    isolate.requests.splice(0);
    isolate.run(2, 10_000, classes);
    const rejectedShare = (name: PriorityClass) => {
      const own = isolate.requests.filter((request) => request.class === name);
      return own.filter(({ isRejected }) => isRejected).length / own.length;
    };
    expect(rejectedShare("checkout")).toBeLessThan(0.02);
    expect(rejectedShare("cart")).toBeLessThan(rejectedShare("browse"));
    expect(rejectedShare("browse")).toBeLessThan(rejectedShare("search"));
  });

  it("rejects nothing any more three seconds after the overload", () => {
    const isolate = simulateIsolate({ maxInFlight: 200 });
    isolate.run(3, 5_000);
    isolate.run(0.5, 3_000);
    isolate.requests.splice(0);
    isolate.run(0.5, 3_000);
    expect(isolate.requests.filter(({ isRejected }) => isRejected)).toEqual([]);
  });
});

describe("load shedding below the capacity", () => {
  it("rejects nothing at 90 percent of the capacity", () => {
    const isolate = simulateIsolate({ maxInFlight: 200 });
    isolate.run(0.9, 10_000);
    expect(isolate.requests.filter(({ isRejected }) => isRejected)).toEqual([]);
  });

  it("rejects nothing when single tasks block the event loop", () => {
    const isolate = simulateIsolate({ maxInFlight: 200 });
    for (let second = 0; second < 10; second++) {
      isolate.run(0.5, 1_000);
      isolate.block(80);
    }
    isolate.run(0.5, 1_000);
    expect(isolate.requests.filter(({ isRejected }) => isRejected)).toEqual([]);
  });
});
