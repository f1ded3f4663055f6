import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute, GraphQLError } from "graphql";
import { Failure } from "../../kit/errors/failure.ts";
import type { GatewayContext, SubscriptionContext } from "../context.ts";
import { analyseOperation, findPolicy } from "../policies/operation-info.ts";
import { acquireSubscription } from "./limit.ts";
import { createPacer } from "./pacer.ts";

/** The SSE event ID of a result, from which a client resumes. As a symbol it survives copies and is not in the JSON. */
export const eventId: unique symbol = Symbol("event id");

export type SubscriptionResult = ExecutionResult & { readonly [eventId]?: string };

/** An event of a subscription's source stream: the field, and the event's ID if the client can resume from it. */
interface SourceEvent {
  readonly [eventId]?: string;
}

/**
 * An event reaches all of its subscriptions in an isolate at the same time. If they were executed together, the isolate would
 * be busy for longer than Redis may take to check their sessions. A later subscription of a session finds the check of an
 * earlier one in the cache.
 */
const takeTurn = createPacer(1);

/** A session that cannot be checked is checked again after this time, in which the circuit of Redis is open. */
const recheckMs = 1_000;
const maxChecks = 8;

/**
 * Executes a subscription. Each event is executed like a query of its own, with a new deadline and empty loaders. When the
 * source stream fails, the response ends without a "complete" event, so that the client reconnects. When the caller's token
 * was revoked, the next event of a private subscription is an error, and the response ends.
 */
export async function subscribe(args: ExecutionArgs): Promise<AsyncIterable<SubscriptionResult> | ExecutionResult> {
  const { subscription } = args.contextValue as GatewayContext;
  await acquireSubscription(subscription.subscriber, subscription);
  const source = await createSourceEventStream(args);
  return Symbol.asyncIterator in source ? executeEvents(args, source as AsyncIterable<SourceEvent>) : source;
}

async function* executeEvents(
  args: ExecutionArgs,
  source: AsyncIterable<SourceEvent>,
): AsyncGenerator<SubscriptionResult, void, undefined> {
  const { subscription } = args.contextValue as GatewayContext;
  const { rootFields } = analyseOperation(args.document, args.operationName);
  const isPrivate = [...rootFields].some((field) => findPolicy("Subscription", field)?.revokedTokens === "reject");
  try {
    for await (const event of source) {
      const { contextValue, revoked } = await prepareEvent(subscription, isPrivate);
      if (revoked !== undefined) {
        yield { errors: [revoked] };
        return;
      }
      const result = await execute({ ...args, rootValue: event, contextValue });
      const id = event[eventId];
      yield id === undefined ? result : { ...result, [eventId]: id };
    }
  } catch (error) {
    // Yoga turns every other error into a result.
    throw new DOMException(error instanceof Error ? error.message : "The stream failed", "AbortError");
  }
}

interface PreparedEvent {
  readonly contextValue: GatewayContext;
  /** The error for a revoked token. */
  readonly revoked?: GraphQLError | undefined;
}

/** Waits until it is the event's turn, and until the session is checked. Throws when a member of staff cannot be checked. */
async function prepareEvent({ closed, forNextEvent }: SubscriptionContext, isPrivate: boolean): Promise<PreparedEvent> {
  for (let checks = 1; ; checks++) {
    const waitMs = takeTurn();
    if (waitMs > 0) await sleep(waitMs);
    const contextValue = await forNextEvent();
    if (!isPrivate) return { contextValue };
    try {
      return { contextValue, revoked: await findRevocation(contextValue) };
    } catch (error) {
      if (checks === maxChecks || closed().aborted) throw error;
      await sleep(recheckMs);
    }
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Returns the error for a revoked token. Throws when a member of staff cannot be checked. */
async function findRevocation({ caller }: GatewayContext): Promise<GraphQLError | undefined> {
  try {
    await caller.requireUnrevokedForRead();
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure && error.reason === "UNAUTHENTICATED")) throw error;
    return new GraphQLError(error.message, { originalError: error });
  }
}
