import type { ConnectError } from "@connectrpc/connect";
import { codeToString } from "@connectrpc/connect/protocol-connect";
import { isDurableObjectUnavailable, toConnectError, unavailable } from "../errors/failure.ts";
import { describeError } from "../observability/log.ts";
import { endOperation, type Operation, runInOperation, startOperation } from "../observability/operation.ts";
import type { Trace } from "../observability/trace.ts";
import { isDatabaseUnavailable } from "../storage/postgres.ts";

/** The call that a log line describes. */
export interface LoggedCall {
  /** The name in the contract: "catalog.v1.CatalogService". */
  readonly service: string;
  readonly method: string;
  readonly trace: Trace;
}

/** Runs a call and writes one log line about it. Throws errors in the form for the wire. */
export async function logCall<T>(call: LoggedCall, work: () => Promise<T>): Promise<T> {
  const operation = startOperation("rpc", call.trace);
  try {
    const result = await runInOperation(operation, work);
    write(call, operation);
    return result;
  } catch (error) {
    const wireError = toWireError(error);
    write(call, operation, { wireError, error });
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
  const operation = startOperation("rpc", call.trace);
  let messages = 0;
  let failure: LoggedFailure | undefined;
  try {
    for await (const message of await runInOperation(operation, open)) {
      messages++;
      yield message;
    }
  } catch (error) {
    failure = { wireError: toWireError(error), error };
    throw failure.wireError;
  } finally {
    operation.fields.messages = messages;
    write(call, operation, failure, signal.aborted ? "canceled" : undefined);
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
  { service, method }: LoggedCall,
  operation: Operation<"rpc">,
  failure?: LoggedFailure,
  code = failure === undefined ? "ok" : codeToString(failure.wireError.code),
): void {
  const { fields } = operation;
  fields.rpcService = service;
  fields.method = method;
  fields.rpcCode = code;
  if (failure !== undefined) fields.error = describeError(failure.error);
  endOperation(operation, code === "internal" || code === "unknown" ? "error" : "info");
}
