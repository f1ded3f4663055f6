import type { ConnectError } from "@connectrpc/connect";
import { codeToHttpStatus, errorToJsonBytes } from "@connectrpc/connect/protocol-connect";

/** Returns the response to a unary call that failed, in the form of the Connect protocol. */
export function errorResponse(
  error: ConnectError,
  headers: HeadersInit = { "content-type": "application/json" },
): Response {
  const body = errorToJsonBytes(error, undefined) as Uint8Array<ArrayBuffer>;
  return new Response(body, { status: codeToHttpStatus(error.code), headers });
}
