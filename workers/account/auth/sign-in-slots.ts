import { unavailable } from "../../kit/errors/failure.ts";

/** Sign-ins of one isolate that may wait for Argon2, which takes about 60 ms of CPU each. */
const maxWaiting = 20;

let waiting = 0;

/** Runs the verification of a sign-in. Throws UNAVAILABLE when too many others of this isolate are waiting. */
export async function withSignInSlot<T>(verify: () => Promise<T>): Promise<T> {
  if (waiting >= maxWaiting) throw unavailable("Too many sign-ins are waiting. Retry later.");
  waiting += 1;
  try {
    return await verify();
  } finally {
    waiting -= 1;
  }
}
