/** Returns an error in the shape of a GraphQL response, for requests that are rejected before GraphQL runs. */
export function errorResponse(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Response {
  return Response.json({ errors: [{ message, extensions: { code } }] }, { status, headers });
}
