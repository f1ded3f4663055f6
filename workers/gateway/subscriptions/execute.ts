import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute, GraphQLError } from "graphql";
import { Failure } from "../../kit/errors/failure.ts";
import type { GatewayContext } from "../context.ts";
import { analyseOperation, findPolicy } from "../policies/operation-info.ts";
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
      const contextValue = await subscription.forNextEvent();
      const revoked = isPrivate ? await findRevocation(contextValue) : undefined;
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
