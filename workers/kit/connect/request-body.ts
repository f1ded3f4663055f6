import { Code, ConnectError } from "@connectrpc/connect";
import type { UniversalServerRequest } from "@connectrpc/connect/protocol";
import { parseTimeout } from "@connectrpc/connect/protocol-connect";
import { parseTimeout as parseGrpcTimeout } from "@connectrpc/connect/protocol-grpc";

type Body = UniversalServerRequest["body"];

/** The longest that a body may be on its way: as long as the gateway gives a whole request. */
const mostMs = 10_000;

/** As much as a client sends in one go, and as long as that may take. */
const mostUnreadBytes = 64 * 1024;
const mostUnreadMs = 1_000;

/** The body of a request that has a time to come in: what its caller gives the call, and never more than ten seconds. */
export function withReadTimeout(body: Body, headers: Headers): Body {
  if (!isStream(body)) return body;
  const told =
    parseTimeout(headers.get("connect-timeout-ms"), mostMs).timeoutMs ??
    parseGrpcTimeout(headers.get("grpc-timeout"), mostMs).timeoutMs;
  return comingWithin(body, Math.min(told ?? mostMs, mostMs));
}

/**
 * Takes in the body of a request that was refused by its headers. The platform closes a connection whose request nobody
 * has read, and a client that is still writing finds it closed, with the answer lost. One that does not write is not
 * waited for.
 */
export async function drain(body: Body): Promise<void> {
  if (!isStream(body)) return;
  let left = mostUnreadBytes;
  try {
    for await (const chunk of comingWithin(body, mostUnreadMs)) {
      left -= chunk.byteLength;
      if (left <= 0) return;
    }
  } catch {
    // It is answered whether or not it says all that it announced.
  }
}

function isStream(body: Body): body is AsyncIterable<Uint8Array> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}

/** Throws DEADLINE_EXCEEDED once the time is up, counted from the first look at the body. */
async function* comingWithin(body: AsyncIterable<Uint8Array>, ms: number): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = body[Symbol.asyncIterator]();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const tooLate = new ConnectError("the request did not come in time", Code.DeadlineExceeded);
  const timer = setTimeout(() => reject(tooLate), ms);
  // When nothing is waited for, nobody hears it.
  late.catch(() => undefined);
  try {
    for (;;) {
      const next = await Promise.race([chunks.next(), late]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    clearTimeout(timer);
    // Not awaited: it ends only with what is being waited for.
    chunks.return?.()?.catch(() => undefined);
  }
}
