import { type DocumentNode, Kind, visit } from "graphql";
import type { Plugin, YogaInitialContext } from "graphql-yoga";
import type { GatewayContext } from "../../context.ts";

const documentsWithoutDefer = new WeakMap<DocumentNode, DocumentNode>();

/**
 * Removes `@defer` and `@stream` for clients that do not accept incremental delivery. A server may ignore both, so the
 * same document works for every client.
 */
export function useIgnoreDefer(): Plugin<GatewayContext, GatewayContext> {
  return {
    onExecute: ({ args }) => {
      const { request } = args.contextValue as YogaInitialContext;
      if (!/multipart\/mixed|text\/event-stream/i.test(request.headers.get("accept") ?? "")) {
        args.document = withoutDefer(args.document);
      }
    },
  };
}

function withoutDefer(document: DocumentNode): DocumentNode {
  const known = documentsWithoutDefer.get(document);
  if (known !== undefined) return known;
  const stripped: DocumentNode = visit(document, {
    [Kind.DIRECTIVE]: ({ name: { value } }) => (value === "defer" || value === "stream" ? null : undefined),
  });
  documentsWithoutDefer.set(document, stripped);
  return stripped;
}
