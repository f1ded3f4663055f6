import {
  type DescMessage,
  type DescMethodServerStreaming,
  isFieldSet,
  type MessageInitShape,
  type MessageShape,
} from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import {
  createAsyncIterable,
  readAllBytes,
  type UniversalClientFn,
  universalClientResponseFromFetch,
} from "@connectrpc/connect/protocol";
import { identityHeader } from "../../kit/auth/identity.ts";
import type { CallOptions, ServiceBinding } from "../../kit/connect/client.ts";
import { createLibraryTransport } from "../../kit/connect/library-client.ts";
import { Failure, fromConnectError } from "../../kit/errors/failure.ts";
import { toTraceparent } from "../../kit/observability/trace.ts";

/**
 * Calls one server-streaming method. Resolves when the service has accepted the call. Heartbeats are not yielded. The call
 * ends when the consumer leaves the loop, or when `CallOptions.signal` aborts. Throws a Failure, as a unary call does.
 */
export type StreamClient = <I extends DescMessage, O extends DescMessage>(
  method: DescMethodServerStreaming<I, O>,
  request: MessageInitShape<I>,
) => Promise<AsyncIterable<MessageShape<O>>>;

const maxRequestBytes = 64 * 1024;

/** Creates a client for server streams over a service binding. It uses connect-es's own transport. */
export function createStreamClient(service: ServiceBinding, options: CallOptions): StreamClient {
  const transport = createLibraryTransport(fetchFrom(service));
  const headers: Record<string, string> = { traceparent: toTraceparent(options.trace) };
  if (options.identity !== undefined) headers[identityHeader] = options.identity;

  return async (method, request) => {
    const controller = new AbortController();
    const signal =
      options.signal === undefined ? controller.signal : AbortSignal.any([controller.signal, options.signal]);
    const messages = await wrapErrors(method, async () => {
      const { message } = await transport.stream(method, signal, undefined, headers, createAsyncIterable([request]));
      const iterator = message[Symbol.asyncIterator]();
      // The first message means that the service has accepted the call.
      await iterator.next();
      return iterator;
    }).catch((error: unknown) => {
      controller.abort();
      throw error;
    });
    return (async function* () {
      try {
        for (;;) {
          const next = await wrapErrors(method, () => messages.next());
          if (next.done) return;
          if (!isHeartbeat(method, next.value)) yield next.value;
        }
      } finally {
        controller.abort();
      }
    })();
  };
}

function isHeartbeat<O extends DescMessage>(
  { output }: DescMethodServerStreaming<DescMessage, O>,
  message: MessageShape<O>,
): boolean {
  return output.fields.every((field) => !isFieldSet(message, field));
}

async function wrapErrors<T>({ name }: { readonly name: string }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ConnectError && cause.isWireError) throw fromConnectError(cause);
    throw new Failure(Code.Unavailable, "UNAVAILABLE", `${name} is unavailable, or its stream failed`, { cause });
  }
}

/** workerd does not support the redirect mode "error", and services never redirect. The request has one message. */
function fetchFrom(service: ServiceBinding): UniversalClientFn {
  return async ({ url, method, header, body, signal }) => {
    const bytes = (await readAllBytes(body ?? createAsyncIterable([]), maxRequestBytes)) as Uint8Array<ArrayBuffer>;
    const init = { method, headers: header, body: bytes, redirect: "manual" } as const;
    const response = await service.fetch(url, signal === undefined ? init : { ...init, signal });
    return universalClientResponseFromFetch(response);
  };
}
