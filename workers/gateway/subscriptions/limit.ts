import { Code } from "@connectrpc/connect";
import { Failure } from "../../kit/errors/failure.ts";
import { limits } from "../policies/limits.ts";
import type { SubscriptionLifetime } from "./lifetime.ts";

/** The caller whose open subscriptions are counted. */
export interface Subscriber {
  readonly accountId: string | undefined;
  readonly ip: string;
  /** True for guests and anonymous callers. */
  readonly isGuest: boolean;
}

interface OpenSubscription extends Subscriber {
  readonly lifetime: SubscriptionLifetime;
}

/** The subscriptions of this isolate, oldest first. */
const open = new Set<OpenSubscription>();

/** How long a subscriber at a limit waits for subscriptions whose clients have disconnected. */
const waitForClosedMs = 1_000;
const pollMs = 50;

/**
 * Counts a subscription of this isolate until it is closed. Throws RATE_LIMITED when the account or the address has too
 * many, and UNAVAILABLE when the isolate has too many: each holds a connection and a stream, even when no event arrives.
 * In a full isolate, the oldest subscription of a guest is closed for a caller who has signed in.
 */
export async function acquireSubscription(subscriber: Subscriber, lifetime: SubscriptionLifetime): Promise<void> {
  const signal = lifetime.closed();
  await dropDisconnected(subscriber, signal);
  if (signal.aborted) return;
  const failure = findExceededLimit(subscriber);
  if (failure !== undefined) throw failure;
  const subscription = { ...subscriber, lifetime };
  open.add(subscription);
  signal.addEventListener("abort", () => open.delete(subscription), { once: true });
  if (open.size > limits.subscriptions.total) closeOldestOfGuest();
}

function findExceededLimit(subscriber: Subscriber): Failure | undefined {
  const { perAccount, perAddress, total } = limits.subscriptions;
  if (subscriber.accountId !== undefined && countOf(subscriber, "accountId") >= perAccount) return tooMany(perAccount);
  if (countOf(subscriber, "ip") >= perAddress) return tooMany(perAddress);
  if (open.size < total || (!subscriber.isGuest && findOldestOfGuest() !== undefined)) return undefined;
  return new Failure(Code.Unavailable, "OVERLOADED", "Too many subscriptions are open. Retry later.");
}

function tooMany(max: number): Failure {
  const message = `At most ${max} subscriptions may be open. Close one first.`;
  return new Failure(Code.ResourceExhausted, "TOO_MANY_SUBSCRIPTIONS", message);
}

function countOf(subscriber: Subscriber, key: "accountId" | "ip"): number {
  let count = 0;
  for (const other of open) if (other[key] === subscriber[key]) count++;
  return count;
}

const findOldestOfGuest = (): OpenSubscription | undefined => [...open].find(({ isGuest }) => isGuest);

function closeOldestOfGuest(): void {
  findOldestOfGuest()?.lifetime.close();
}

/**
 * The runtime notices that a client has disconnected when it writes to the connection. At a limit, writes to all
 * connections that count, and waits for those to close that have no client.
 */
async function dropDisconnected(subscriber: Subscriber, signal: AbortSignal): Promise<void> {
  if (findExceededLimit(subscriber) === undefined) return;
  for (const { accountId, ip, lifetime } of open) {
    const counts = ip === subscriber.ip || (accountId !== undefined && accountId === subscriber.accountId);
    if (counts || open.size >= limits.subscriptions.total) lifetime.probe();
  }
  const endsAt = Date.now() + waitForClosedMs;
  while (findExceededLimit(subscriber) !== undefined && Date.now() < endsAt && !signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
