import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from "graphql";
import type { GatewayContext } from "../context.ts";
import { acquireSubscription } from "./limit.ts";

/** Beside a result: what a client that comes back says it has. Survives copies of the result, and is not in its JSON. */
export const eventId: unique symbol = Symbol("event id");

export type SubscriptionResult = ExecutionResult & { readonly [eventId]?: string };

/** What a subscription's resolver yields: the field, and the id of the event where there is one to come back to. */
interface SourceEvent {
  readonly [eventId]?: string;
}

/**
 * Runs a subscription. Each event is a query of its own: with its own deadline, and with nothing in its loaders that
 * was read for an event before. When the source breaks off the results do too, without an end: the client comes back.
 */
export async function subscribe(args: ExecutionArgs): Promise<AsyncIterable<SubscriptionResult> | ExecutionResult> {
  const { subscriptionOwner: subscriber, closed: gone } = args.contextValue as GatewayContext;
  acquireSubscription(subscriber, gone());
  const source = await createSourceEventStream(args);
  return Symbol.asyncIterator in source ? results(args, source as AsyncIterable<SourceEvent>) : source;
}

async function* results(
  args: ExecutionArgs,
  source: AsyncIterable<SourceEvent>,
): AsyncGenerator<SubscriptionResult, void, undefined> {
  const { forNextEvent: renew } = args.contextValue as GatewayContext;
  try {
    for await (const event of source) {
      const result = await execute({ ...args, rootValue: event, contextValue: await renew() });
      const id = event[eventId];
      yield id === undefined ? result : { ...result, [eventId]: id };
    }
  } catch (error) {
    // The one kind of error that nobody on the way turns into a result.
    throw new DOMException(error instanceof Error ? error.message : "broke off", "AbortError");
  }
}
