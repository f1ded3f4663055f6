import { Code } from "@connectrpc/connect";
import { Failure } from "../../kit/errors/failure.ts";
import { limits } from "../policies/limits.ts";

const openByOwner = new Map<string, number>();
let openTotal = 0;

/**
 * Counts a subscription of this isolate until `closed` aborts. Throws RATE_LIMITED when the owner has too many, and
 * UNAVAILABLE when the isolate has too many: each holds a connection and a stream, even when no event arrives.
 */
export function acquireSubscription(owner: string, closed: AbortSignal): void {
  const open = openByOwner.get(owner) ?? 0;
  if (open >= limits.subscriptions.perOwner) {
    throw new Failure(
      Code.ResourceExhausted,
      "TOO_MANY_SUBSCRIPTIONS",
      `At most ${limits.subscriptions.perOwner} subscriptions may be open. Close one first.`,
    );
  }
  if (openTotal >= limits.subscriptions.total) {
    throw new Failure(Code.Unavailable, "OVERLOADED", "Too many subscriptions are open. Retry later.");
  }
  openByOwner.set(owner, open + 1);
  openTotal++;
  const release = (): void => {
    openTotal--;
    const left = (openByOwner.get(owner) ?? 1) - 1;
    if (left > 0) openByOwner.set(owner, left);
    else openByOwner.delete(owner);
  };
  if (closed.aborted) release();
  else closed.addEventListener("abort", release, { once: true });
}
