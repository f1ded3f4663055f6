import type { ConnectError } from "@connectrpc/connect";
import { codeToString } from "@connectrpc/connect/protocol-connect";
import { isDurableObjectUnavailable, toConnectError, unavailable } from "../errors/failure.ts";
import { describeError, log } from "../observability/log.ts";
import { isDatabaseUnavailable } from "../storage/postgres.ts";

/** Which call a log line is about. */
export interface LoggedCall {
  readonly service: string;
  readonly method: string;
  readonly traceId: string | undefined;
}

/** Does what a call asks for and leaves one line about it. Throws what goes over the wire. */
export async function logged<T>(call: LoggedCall, work: () => Promise<T>): Promise<T> {
  const startedAt = Date.now();
  try {
    const result = await work();
    write(call, startedAt);
    return result;
  } catch (error) {
    const wire = onTheWire(error);
    write(call, startedAt, { wire, error });
    throw wire;
  }
}

/** The same of a stream: the line says how many messages it had, and `canceled` where its caller left before its end. */
export async function* loggedStream<T>(
  call: LoggedCall,
  signal: AbortSignal,
  open: () => Promise<AsyncIterable<T>>,
): AsyncGenerator<T, void, undefined> {
  const startedAt = Date.now();
  let messages = 0;
  let failure: { wire: ConnectError; error: unknown } | undefined;
  try {
    for await (const message of await open()) {
      messages++;
      yield message;
    }
  } catch (error) {
    failure = { wire: onTheWire(error), error };
    throw failure.wire;
  } finally {
    write(call, startedAt, failure, { messages, ...(signal.aborted ? { code: "canceled" } : {}) });
  }
}

function onTheWire(error: unknown): ConnectError {
  if (isDatabaseUnavailable(error)) return toConnectError(unavailable("the database does not answer", error));
  return toConnectError(
    isDurableObjectUnavailable(error) ? unavailable("that is out of reach for a moment", error) : error,
  );
}

function write(
  { service, method, traceId }: LoggedCall,
  startedAt: number,
  failure?: { readonly wire: ConnectError; readonly error: unknown },
  more: { readonly messages?: number; readonly code?: string } = {},
): void {
  const code = failure === undefined ? "ok" : codeToString(failure.wire.code);
  log(code === "internal" || code === "unknown" ? "error" : "info", "rpc", {
    service,
    method,
    code,
    ms: Date.now() - startedAt,
    traceId,
    error: failure === undefined ? undefined : describeError(failure.error),
    ...more,
  });
}
