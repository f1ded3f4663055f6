import { Code } from "@connectrpc/connect";
import { Failure } from "../../kit/errors/failure.ts";
import { type PriorityClass, priorityClasses } from "./limits.ts";
import { operations } from "./operations.ts";

/** A request that was let in. */
export interface Permit {
  /** Holds the request to the class that it turned out to be of. Throws as `admit` does. */
  reclassify(found: PriorityClass): void;
  /** To be called once, when the request is answered. */
  release(): void;
}

export interface LoadShedder {
  /** Throws UNAVAILABLE when there is more to do than can be done, and requests of this class are not let in now. */
  acquire(claimed: PriorityClass): Permit;
}

/** Lets requests into an isolate: at most so many at once, and the lower their class, the fewer. */
export function createLoadShedder(mostInFlight: number): LoadShedder {
  let inFlight = 0;
  const requireRoom = (name: PriorityClass, taken: number): void => {
    if (taken < priorityClasses[name].share * mostInFlight) return;
    throw new Failure(Code.Unavailable, "OVERLOADED", "there is too much to do at the moment: try again soon", {
      metadata: { retryAfterSeconds: "1" },
    });
  };
  return {
    acquire: (claimed) => {
      requireRoom(claimed, inFlight);
      inFlight++;
      return {
        reclassify: (found) => {
          if (priorityClasses[found].share < priorityClasses[claimed].share) requireRoom(found, inFlight - 1);
        },
        release: () => {
          inFlight--;
        },
      };
    },
  };
}

const named = (wanted: PriorityClass): RegExp => {
  const all = [...Object.entries(operations.Query), ...Object.entries(operations.Mutation)];
  const names = all.filter(([, policy]) => policy.class === wanted).map(([name]) => name);
  return new RegExp(`\\b(?:${names.join("|")})\\b`);
};

const patterns = (["checkout", "cart", "search"] as const).map((name) => [name, named(name)] as const);

/**
 * The class that a request seems to be of, by the words in its text. Good enough to turn it away before anybody parses
 * it; whoever only mentions a higher class is held to their own afterwards.
 */
export function classOf(text: string): PriorityClass {
  return patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? "browse";
}
