import { type ExecutionResult, GraphQLError } from "graphql";
import type { Plugin, YogaInitialContext } from "graphql-yoga";
import { heartbeat, withHeartbeats } from "../../kit/connect/heartbeat.ts";
import type { GatewayContext } from "../context.ts";
import { eventId, type SubscriptionResult, subscribe } from "./execute.ts";

const eventStream = "text/event-stream";
const encoder = new TextEncoder();

const headers = {
  "content-type": `${eventStream}; charset=utf-8`,
  "cache-control": "no-cache, no-transform",
  "content-encoding": "none",
};

/**
 * Operations over server-sent events, as graphql-sse's "distinct connections mode" has them, with the id of each event
 * that a client may come back to. Errors before the execution are events too: a browser cannot read another answer.
 */
export function overServerSentEvents(): Plugin<GatewayContext, GatewayContext> {
  return {
    onSubscribe: ({ args, setSubscribeFn, setResultAndStopExecution }) => {
      const { request } = args.contextValue as YogaInitialContext;
      // Nobody would ever close what nobody can read.
      if (acceptOf(request).includes(eventStream)) setSubscribeFn(subscribe);
      else setResultAndStopExecution({ errors: [notAcceptable()] });
    },
    onResultProcess: ({ request, result, serverContext, setResultProcessor }) => {
      const accept = acceptOf(request);
      if (!accept.includes(eventStream) || (accept.includes("json") && !isStream(result))) return;
      const { close: hangUp, closed: gone } = serverContext;
      setResultProcessor((processed) => {
        const events = isStream(processed) ? processed : once(processed as ExecutionResult);
        return new Response(bodyOf(events, { hangUp, gone: gone() }), { headers });
      }, eventStream);
    },
  };
}

function acceptOf({ headers: asked }: Request): string {
  return (asked.get("accept") ?? "").toLowerCase();
}

function notAcceptable(): GraphQLError {
  return new GraphQLError(`a subscription is answered as ${eventStream}: accept it`, {
    extensions: { code: "BAD_USER_INPUT", http: { status: 406, spec: false } },
  });
}

function isStream(result: unknown): result is AsyncIterable<SubscriptionResult> {
  return typeof result === "object" && result !== null && Symbol.asyncIterator in result;
}

async function* once(result: ExecutionResult): AsyncGenerator<ExecutionResult, void, undefined> {
  yield result;
}

function bodyOf(
  results: AsyncIterable<SubscriptionResult>,
  { hangUp, gone }: { readonly hangUp: () => void; readonly gone: AbortSignal },
): ReadableStream<Uint8Array> {
  const events = withHeartbeats(results, gone);
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { done, value } = await events.next();
        if (!done) return controller.enqueue(encoder.encode(value === heartbeat ? ":\n\n" : textOf(value)));
        if (!gone.aborted) controller.enqueue(encoder.encode("event: complete\ndata:\n\n"));
      } catch {
        // Broken off: without a "complete" the client knows that there is more, and comes back for it.
      }
      hangUp();
      controller.close();
    },
    cancel: hangUp,
  });
}

function textOf(result: SubscriptionResult): string {
  const id = result[eventId];
  const { errors, ...rest } = result;
  const shown = errors === undefined ? rest : { ...rest, errors: errors.map(withoutInternals) };
  return `event: next\n${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(shown)}\n\n`;
}

/** What the server's own parts tell each other about an error is not for callers. */
function withoutInternals(error: unknown): object {
  if (!(error instanceof GraphQLError)) return { message: "something went wrong on our side" };
  const { http: _, unexpected: __, ...extensions } = error.extensions;
  return { ...error.toJSON(), extensions };
}
