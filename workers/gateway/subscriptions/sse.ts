import { type ExecutionResult, GraphQLError } from "graphql";
import type { Plugin, YogaInitialContext } from "graphql-yoga";
import { heartbeat, withHeartbeats } from "../../kit/connect/heartbeat.ts";
import type { GatewayContext } from "../context.ts";
import { eventId, type SubscriptionResult, subscribe } from "./execute.ts";
import type { SubscriptionLifetime } from "./lifetime.ts";

const eventStream = "text/event-stream";
const encoder = new TextEncoder();
const comment = encoder.encode(":\n\n");

const headers = {
  "content-type": `${eventStream}; charset=utf-8`,
  "cache-control": "no-cache, no-transform",
  "content-encoding": "none",
};

/**
 * Sends results as server-sent events, in the "distinct connections mode" of graphql-sse, with event IDs from which a
 * client resumes. Errors before the execution are events too, because `EventSource` cannot read another response.
 */
export function useServerSentEvents(): Plugin<GatewayContext, GatewayContext> {
  return {
    onSubscribe: ({ args, setSubscribeFn, setResultAndStopExecution }) => {
      const { request } = args.contextValue as YogaInitialContext;
      // Without a reader, the source stream would never be closed.
      if (acceptOf(request).includes(eventStream)) setSubscribeFn(subscribe);
      else setResultAndStopExecution({ errors: [notAcceptable()] });
    },
    onResultProcess: ({ request, result, serverContext, setResultProcessor }) => {
      const accept = acceptOf(request);
      if (!accept.includes(eventStream) || (accept.includes("json") && !isStream(result))) return;
      const { subscription } = serverContext;
      setResultProcessor((processed) => {
        const results = isStream(processed) ? processed : once(processed as ExecutionResult);
        return new Response(toEventStream(results, subscription), { headers });
      }, eventStream);
    },
  };
}

function acceptOf({ headers: requestHeaders }: Request): string {
  return (requestHeaders.get("accept") ?? "").toLowerCase();
}

function notAcceptable(): GraphQLError {
  return new GraphQLError(`Subscriptions require \`Accept: ${eventStream}\``, {
    extensions: { code: "BAD_USER_INPUT", http: { status: 406, spec: false } },
  });
}

function isStream(result: unknown): result is AsyncIterable<SubscriptionResult> {
  return typeof result === "object" && result !== null && Symbol.asyncIterator in result;
}

async function* once(result: ExecutionResult): AsyncGenerator<ExecutionResult, void, undefined> {
  yield result;
}

function toEventStream(
  results: AsyncIterable<SubscriptionResult>,
  { close, closed, setProbe }: SubscriptionLifetime,
): ReadableStream<Uint8Array> {
  const signal = closed();
  const events = withHeartbeats(results, signal);
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      setProbe(() => {
        if (!signal.aborted) controller.enqueue(comment);
      });
    },
    pull: async (controller) => {
      try {
        const { done, value } = await events.next();
        if (!done) return controller.enqueue(value === heartbeat ? comment : encoder.encode(formatEvent(value)));
        if (!signal.aborted) controller.enqueue(encoder.encode("event: complete\ndata:\n\n"));
      } catch {
        // Without a "complete" event, the client knows that the stream failed, and reconnects.
      }
      close();
      controller.close();
    },
    cancel: close,
  });
}

function formatEvent(result: SubscriptionResult): string {
  const id = result[eventId];
  const { errors, ...rest } = result;
  const payload = errors === undefined ? rest : { ...rest, errors: errors.map(toPublicError) };
  return `event: next\n${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(payload)}\n\n`;
}

/** Removes the extensions that are meant for Yoga. */
function toPublicError(error: unknown): object {
  if (!(error instanceof GraphQLError)) return { message: "Internal server error" };
  const { http: _, unexpected: __, ...extensions } = error.extensions;
  return { ...error.toJSON(), extensions };
}
