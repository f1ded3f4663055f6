import { Code } from "@connectrpc/connect";
import { Failure } from "../../kit/errors/failure.ts";
import { limits } from "../policies/limits.ts";

const open = new Map<string, number>();
let all = 0;

/**
 * Counts a subscription in this isolate until it is `gone`. Throws RATE_LIMITED for one too many of its subscriber, and
 * UNAVAILABLE for one too many of all: each keeps a connection and a stream, however quiet it is.
 */
export function acquireSubscription(subscriber: string, gone: AbortSignal): void {
  const own = open.get(subscriber) ?? 0;
  if (own >= limits.subscriptions.each) {
    throw new Failure(Code.ResourceExhausted, "TOO_MANY_SUBSCRIPTIONS", "close a subscription before another one");
  }
  if (all >= limits.subscriptions.all) {
    throw new Failure(Code.Unavailable, "OVERLOADED", "too many subscriptions are open: try again soon");
  }
  open.set(subscriber, own + 1);
  all++;
  const leave = (): void => {
    all--;
    const left = (open.get(subscriber) ?? 1) - 1;
    if (left > 0) open.set(subscriber, left);
    else open.delete(subscriber);
  };
  if (gone.aborted) leave();
  else gone.addEventListener("abort", leave, { once: true });
}
