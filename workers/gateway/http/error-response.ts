import { noteErrorCode } from "../../kit/observability/operation.ts";

const jsonType = "application/json; charset=utf-8";

/** Returns an error in the shape of a GraphQL response, for requests that are rejected before GraphQL runs. */
export function errorResponse(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Response {
  noteErrorCode(code);
  return Response.json(
    { errors: [{ message, extensions: { code } }] },
    { status, headers: { "content-type": jsonType, "cache-control": "no-store", ...headers } },
  );
}

/** Sets the headers of an error response that another library or route has created. */
export function setErrorHeaders(headers: Headers): void {
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  if (headers.get("content-type") === "application/json") headers.set("content-type", jsonType);
}
