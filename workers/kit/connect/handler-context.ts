import type { HandlerContext } from "@connectrpc/connect";

/**
 * The metadata of a call: request headers, response headers and trailers, and the remaining time of the deadline. Only
 * the conformance service uses it. Stoa's own methods use messages only.
 */
export type CallHeaders = Pick<HandlerContext, "requestHeader" | "responseHeader" | "responseTrailer" | "timeoutMs">;
