import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from "graphql";
import type { GatewayContext } from "../context.ts";
import { acquireSubscription } from "./limit.ts";

/** The SSE event ID of a result, from which a client resumes. As a symbol it survives copies and is not in the JSON. */
export const eventId: unique symbol = Symbol("event id");

export type SubscriptionResult = ExecutionResult & { readonly [eventId]?: string };

/** An event of a subscription's source stream: the field, and the event's ID if the client can resume from it. */
interface SourceEvent {
  readonly [eventId]?: string;
}

/**
 * Executes a subscription. Each event is executed like a query of its own, with a new deadline and empty loaders. When the
 * source stream fails, the response ends without a "complete" event, so that the client reconnects.
 */
export async function subscribe(args: ExecutionArgs): Promise<AsyncIterable<SubscriptionResult> | ExecutionResult> {
  const { subscription } = args.contextValue as GatewayContext;
  acquireSubscription(subscription.owner, subscription.closed());
  const source = await createSourceEventStream(args);
  return Symbol.asyncIterator in source ? executeEvents(args, source as AsyncIterable<SourceEvent>) : source;
}

async function* executeEvents(
  args: ExecutionArgs,
  source: AsyncIterable<SourceEvent>,
): AsyncGenerator<SubscriptionResult, void, undefined> {
  const { subscription } = args.contextValue as GatewayContext;
  try {
    for await (const event of source) {
      const result = await execute({ ...args, rootValue: event, contextValue: await subscription.forNextEvent() });
      const id = event[eventId];
      yield id === undefined ? result : { ...result, [eventId]: id };
    }
  } catch (error) {
    // Yoga turns every other error into a result.
    throw new DOMException(error instanceof Error ? error.message : "The stream failed", "AbortError");
  }
}
