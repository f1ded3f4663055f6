import { Code, ConnectError } from "@connectrpc/connect";
import type { UniversalServerRequest } from "@connectrpc/connect/protocol";
import { parseTimeout } from "@connectrpc/connect/protocol-connect";
import { parseTimeout as parseGrpcTimeout } from "@connectrpc/connect/protocol-grpc";

type Body = UniversalServerRequest["body"];

/** Maximum time for a body to arrive: the deadline that the gateway sets for a whole request. */
const maxReadMs = 10_000;

/** Limits for a body that is discarded: about what a client sends in one write, and the time for it. */
const maxDrainBytes = 64 * 1024;
const maxDrainMs = 1_000;

/** Limits the time in which the body of a request must arrive to the deadline of the call, and to at most ten seconds. */
export function withReadTimeout(body: Body, headers: Headers): Body {
  if (!isStream(body)) return body;
  const deadlineMs =
    parseTimeout(headers.get("connect-timeout-ms"), maxReadMs).timeoutMs ??
    parseGrpcTimeout(headers.get("grpc-timeout"), maxReadMs).timeoutMs;
  return readWithin(body, Math.min(deadlineMs ?? maxReadMs, maxReadMs));
}

/**
 * Reads and discards the body of a request that was rejected because of its headers. workerd closes a connection whose
 * request was not read, and a client that is still writing would lose the response. A client that does not write is not
 * waited for.
 */
export async function drain(body: Body): Promise<void> {
  if (!isStream(body)) return;
  let remaining = maxDrainBytes;
  try {
    for await (const chunk of readWithin(body, maxDrainMs)) {
      remaining -= chunk.byteLength;
      if (remaining <= 0) return;
    }
  } catch {
    // The response is sent even if the body is incomplete.
  }
}

function isStream(body: Body): body is AsyncIterable<Uint8Array> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}

/** Throws DEADLINE_EXCEEDED after `ms` milliseconds, which start with the first read. */
async function* readWithin(body: AsyncIterable<Uint8Array>, ms: number): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = body[Symbol.asyncIterator]();
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const error = new ConnectError("The request body did not arrive in time", Code.DeadlineExceeded);
  const timer = setTimeout(() => reject(error), ms);
  // Prevents an unhandled rejection when no read is pending.
  timeout.catch(() => undefined);
  try {
    for (;;) {
      const next = await Promise.race([chunks.next(), timeout]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    clearTimeout(timer);
    // Not awaited: it settles only after the pending read.
    chunks.return?.()?.catch(() => undefined);
  }
}
