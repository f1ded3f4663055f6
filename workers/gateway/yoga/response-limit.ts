import type { FetchAPI } from "graphql-yoga";
import { limits } from "../policies/limits.ts";

const encoder = new TextEncoder();
const maxBytesPerCharacter = 3;

/**
 * A response whose body of text has a maximum size. A longer body is replaced by the error QUERY_TOO_COSTLY. The page of
 * GraphiQL, which only local development serves, has no maximum.
 */
class LimitedResponse extends Response {
  constructor(body?: BodyInit | null, init?: ResponseInit) {
    if (typeof body !== "string" || !isTooLong(body) || isHtml(init)) super(body, init);
    else {
      const message = `The response has more than ${limits.response.bytes} bytes`;
      const errors = [{ message, extensions: { code: "QUERY_TOO_COSTLY" } }];
      super(JSON.stringify({ errors }), { ...init, status: 400 });
    }
  }
}

function isTooLong(body: string): boolean {
  if (body.length * maxBytesPerCharacter <= limits.response.bytes) return false;
  return body.length > limits.response.bytes || encoder.encode(body).length > limits.response.bytes;
}

function isHtml(init: ResponseInit | undefined): boolean {
  return new Headers(init?.headers).get("content-type")?.startsWith("text/html") ?? false;
}

/** Yoga creates responses with it. */
export const limitedFetchApi: Pick<FetchAPI, "Response"> = { Response: LimitedResponse };
