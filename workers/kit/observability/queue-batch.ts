import { describeError } from "./log.ts";
import { endOperation, type Operation, runInOperation, startOperation } from "./operation.ts";
import { createSpan, parseTraceparent, type Trace, type TraceParent, toTraceparent } from "./trace.ts";

type Messages = MessageBatch["messages"];

/** Returns the span that sent a message. CloudEvents have it in their `traceparent`. */
export function findSender({ body }: { readonly body: unknown }): TraceParent | undefined {
  return typeof body === "object" && body !== null && "traceparent" in body
    ? parseTraceparent(body.traceparent)
    : undefined;
}

/**
 * Returns the span of a batch. It is a part of the trace of its messages when they have one in common. Otherwise it begins a
 * trace, and its line links to those of the messages.
 */
export function createBatchSpan(messages: Messages): Trace {
  const [first, ...others] = messages.map(findSender);
  return createSpan(others.every((other) => other?.traceId === first?.traceId) ? first : undefined);
}

/** Runs the handler of a batch and writes one line about it. The handler returns the error for which the batch is retried. */
export async function runBatch(
  { queue, messages }: Pick<MessageBatch, "queue" | "messages">,
  trace: Trace,
  handle: () => Promise<unknown>,
): Promise<void> {
  const operation = startOperation("batch", trace);
  const failure = await runInOperation(operation, async () => {
    try {
      return await handle();
    } catch (error) {
      writeLine(operation, { queue, messages }, error);
      throw error;
    }
  });
  writeLine(operation, { queue, messages }, failure);
}

function writeLine(
  operation: Operation<"batch">,
  { queue, messages }: Pick<MessageBatch, "queue" | "messages">,
  failure: unknown,
): void {
  const links = messages.flatMap((message) => {
    const sender = findSender(message);
    return sender === undefined || sender.traceId === operation.trace.traceId ? [] : [toTraceparent(sender)];
  });
  const oldest = Math.min(...messages.map(({ timestamp }) => timestamp.getTime()));
  Object.assign(operation.fields, {
    queue,
    messages: messages.length,
    attempts: Math.max(...messages.map(({ attempts }) => attempts)),
    lateness: Math.max(operation.startedAt - oldest, 0),
    outcome: failure === undefined ? "ok" : "retry",
    ...(links.length === 0 ? {} : { links }),
    ...(failure === undefined ? {} : { error: describeError(failure) }),
  });
  endOperation(operation, failure === undefined ? "info" : "warn");
}
