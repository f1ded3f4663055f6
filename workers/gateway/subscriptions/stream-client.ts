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
import { createTransport } from "@connectrpc/connect/protocol-connect";
import { identityHeader } from "../../kit/auth/identity.ts";
import type { CallOptions, ServiceBinding } from "../../kit/connect/client.ts";
import { Failure, fromConnectError } from "../../kit/errors/failure.ts";
import { traceparentOf } from "../../kit/observability/trace.ts";

/**
 * Listens to one method. Answers once the callee has let the caller in, with what it says; its heartbeats are left out.
 * Leaving the loop, or the end of `Outgoing.signal`, ends the call. Throws a Failure, as a call does.
 */
export type StreamClient = <I extends DescMessage, O extends DescMessage>(
  method: DescMethodServerStreaming<I, O>,
  request: MessageInitShape<I>,
) => Promise<AsyncIterable<MessageShape<O>>>;

const mostRequestBytes = 64 * 1024;

/** A client for server streams over a service binding: the stock transport of the Connect protocol. */
export function createStreamClient(callee: ServiceBinding, outgoing: CallOptions): StreamClient {
  const transport = createTransport({
    httpClient: fetchFrom(callee),
    baseUrl: "http://service",
    useBinaryFormat: true,
    interceptors: [],
    acceptCompression: [],
    sendCompression: null,
    compressMinBytes: 1024,
    readMaxBytes: 0xffffffff,
    writeMaxBytes: 0xffffffff,
  });
  const headers: Record<string, string> = { traceparent: traceparentOf(outgoing.trace) };
  if (outgoing.identity !== undefined) headers[identityHeader] = outgoing.identity;

  return async (method, request) => {
    const left = new AbortController();
    const signal = outgoing.signal === undefined ? left.signal : AbortSignal.any([left.signal, outgoing.signal]);
    const messages = await orFailure(method, async () => {
      const { message } = await transport.stream(method, signal, undefined, headers, createAsyncIterable([request]));
      const iterator = message[Symbol.asyncIterator]();
      // The first one says that the caller was let in.
      await iterator.next();
      return iterator;
    }).catch((error: unknown) => {
      left.abort();
      throw error;
    });
    return (async function* () {
      try {
        for (;;) {
          const next = await orFailure(method, () => messages.next());
          if (next.done) return;
          if (!isHeartbeat(method, next.value)) yield next.value;
        }
      } finally {
        left.abort();
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

async function orFailure<T>({ name }: { readonly name: string }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ConnectError && cause.isWireError) throw fromConnectError(cause);
    throw new Failure(Code.Unavailable, "UNAVAILABLE", `${name} could not be reached, or broke off`, { cause });
  }
}

/** workerd knows no redirect mode "error"; a service never redirects. The one message of the request goes as a whole. */
function fetchFrom(callee: ServiceBinding): UniversalClientFn {
  return async ({ url, method, header, body, signal }) => {
    const whole = (await readAllBytes(body ?? createAsyncIterable([]), mostRequestBytes)) as Uint8Array<ArrayBuffer>;
    const init = { method, headers: header, body: whole, redirect: "manual" } as const;
    const response = await callee.fetch(url, signal === undefined ? init : { ...init, signal });
    return universalClientResponseFromFetch(response);
  };
}
