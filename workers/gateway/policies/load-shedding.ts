import { Code } from "@connectrpc/connect";
import { Failure } from "../../kit/errors/failure.ts";
import { type AdmissionClass, classes } from "./limits.ts";
import { operations } from "./operations.ts";

/** A request that was let in. */
export interface Admission {
  /** Holds the request to the class that it turned out to be of. Throws as `admit` does. */
  settle(found: AdmissionClass): void;
  /** To be called once, when the request is answered. */
  leave(): void;
}

export interface Doorkeeper {
  /** Throws UNAVAILABLE when there is more to do than can be done, and requests of this class are not let in now. */
  admit(claimed: AdmissionClass): Admission;
}

/** Lets requests into an isolate: at most so many at once, and the lower their class, the fewer. */
export function openDoor(mostInFlight: number): Doorkeeper {
  let inFlight = 0;
  const requireRoom = (name: AdmissionClass, taken: number): void => {
    if (taken < classes[name].share * mostInFlight) return;
    throw new Failure(Code.Unavailable, "OVERLOADED", "there is too much to do at the moment: try again soon", {
      metadata: { retryAfterSeconds: "1" },
    });
  };
  return {
    admit: (claimed) => {
      requireRoom(claimed, inFlight);
      inFlight++;
      return {
        settle: (found) => {
          if (classes[found].share < classes[claimed].share) requireRoom(found, inFlight - 1);
        },
        leave: () => {
          inFlight--;
        },
      };
    },
  };
}

const named = (wanted: AdmissionClass): RegExp => {
  const all = [...Object.entries(operations.Query), ...Object.entries(operations.Mutation)];
  const names = all.filter(([, policy]) => policy.class === wanted).map(([name]) => name);
  return new RegExp(`\\b(?:${names.join("|")})\\b`);
};

const patterns = (["checkout", "cart", "search"] as const).map((name) => [name, named(name)] as const);

/**
 * The class that a request seems to be of, by the words in its text. Good enough to turn it away before anybody parses
 * it; whoever only mentions a higher class is held to their own afterwards.
 */
export function classOf(text: string): AdmissionClass {
  return patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? "browse";
}
