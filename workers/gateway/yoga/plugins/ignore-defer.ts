import { type DocumentNode, Kind, visit } from "graphql";
import type { Plugin, YogaInitialContext } from "graphql-yoga";
import type { GatewayContext } from "../../context.ts";

const withoutDefer = new WeakMap<DocumentNode, DocumentNode>();

/**
 * Gives all at once to a client that does not say that it takes an answer in parts: to defer is a wish, which a server
 * may leave, and the same document is good for every client.
 */
export function ignoreDefer(): Plugin<GatewayContext, GatewayContext> {
  return {
    onExecute: ({ args }) => {
      const { request } = args.contextValue as YogaInitialContext;
      if (!/multipart\/mixed|text\/event-stream/i.test(request.headers.get("accept") ?? "")) {
        args.document = stripDefer(args.document);
      }
    },
  };
}

function stripDefer(document: DocumentNode): DocumentNode {
  const known = withoutDefer.get(document);
  if (known !== undefined) return known;
  const whole: DocumentNode = visit(document, {
    [Kind.DIRECTIVE]: ({ name: { value } }) => (value === "defer" || value === "stream" ? null : undefined),
  });
  withoutDefer.set(document, whole);
  return whole;
}
