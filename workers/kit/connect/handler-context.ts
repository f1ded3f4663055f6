import type { HandlerContext } from "@connectrpc/connect";

/**
 * What HTTP says beside the messages of a call: headers in, headers and trailers out, and how much of the caller's time
 * is left. For a contract that is about them; Stoa's own are about messages.
 */
export type CallHeaders = Pick<HandlerContext, "requestHeader" | "responseHeader" | "responseTrailer" | "timeoutMs">;
