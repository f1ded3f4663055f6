import type { ConnectError } from "@connectrpc/connect";
import { codeToString } from "@connectrpc/connect/protocol-connect";
import { isDurableObjectUnavailable, toConnectError, unavailable } from "../errors/failure.ts";
import { describeError, log } from "../observability/log.ts";
import { isDatabaseUnavailable } from "../storage/postgres.ts";

/** The call that a log line describes. */
export interface LoggedCall {
  readonly service: string;
  readonly method: string;
  readonly traceId: string | undefined;
}

/** Runs a call and writes one log line about it. Throws errors in the form for the wire. */
export async function logCall<T>(call: LoggedCall, work: () => Promise<T>): Promise<T> {
  const startedAt = Date.now();
  try {
    const result = await work();
    write(call, startedAt);
    return result;
  } catch (error) {
    const wireError = toWireError(error);
    write(call, startedAt, { wireError, error });
    throw wireError;
  }
}

/**
 * As `logCall`, for a stream. The line has the number of messages, and the code `canceled` when the caller disconnected
 * before the end.
 */
export async function* logStream<T>(
  call: LoggedCall,
  signal: AbortSignal,
  open: () => Promise<AsyncIterable<T>>,
): AsyncGenerator<T, void, undefined> {
  const startedAt = Date.now();
  let messages = 0;
  let failure: LoggedFailure | undefined;
  try {
    for await (const message of await open()) {
      messages++;
      yield message;
    }
  } catch (error) {
    failure = { wireError: toWireError(error), error };
    throw failure.wireError;
  } finally {
    write(call, startedAt, failure, { messages, ...(signal.aborted ? { code: "canceled" } : {}) });
  }
}

function toWireError(error: unknown): ConnectError {
  if (isDatabaseUnavailable(error)) return toConnectError(unavailable("The database is unavailable", error));
  return toConnectError(
    isDurableObjectUnavailable(error) ? unavailable("The Durable Object is temporarily unavailable", error) : error,
  );
}

interface LoggedFailure {
  readonly wireError: ConnectError;
  readonly error: unknown;
}

function write(
  { service, method, traceId }: LoggedCall,
  startedAt: number,
  failure?: LoggedFailure,
  fields: { readonly messages?: number; readonly code?: string } = {},
): void {
  const code = failure === undefined ? "ok" : codeToString(failure.wireError.code);
  log(code === "internal" || code === "unknown" ? "error" : "info", "rpc", {
    service,
    method,
    code,
    ms: Date.now() - startedAt,
    traceId,
    error: failure === undefined ? undefined : describeError(failure.error),
    ...fields,
  });
}
