import { BREAK, type DocumentNode, GraphQLError, visit } from "graphql";
import type { GraphQLParams, Plugin, YogaInitialContext } from "graphql-yoga";
import { sha256Hex } from "../../../kit/encoding.ts";
import type { GatewayContext } from "../../context.ts";
import { badRequest } from "../../graphql/errors.ts";
import { type DocumentStore, findDocumentInMemory } from "../../response-cache/document-store.ts";

/**
 * Automatic persisted queries: a client sends the SHA-256 of its document in place of the document, so that a GET has a
 * short URL. When the document is unknown, the client sends it with its hash, and the gateway registers it in Redis. A
 * document that was not requested by its hash before is not registered: clients of the protocol request it first.
 *
 * `@graphql-yoga/plugin-apq` 3.6.2 cannot replace this file: it requires `@graphql-tools/utils` 10 where Yoga has 12, and it
 * stores each document before validation, in a store that gets neither the request's Redis nor the parsed document.
 */
export function usePersistedQueries(): Plugin<GatewayContext, GatewayContext> {
  return {
    onParams: async ({ params, setParams, context }) => {
      const hash = hashOf(params);
      if (hash === undefined) return;
      if (typeof params.query === "string") {
        if ((await sha256Hex(params.query)) !== hash) throw badRequest("sha256Hash does not match the query");
        return;
      }
      const query = await context.documents.find(hash);
      if (query === undefined) throw persistedQueryNotFound();
      setParams({ ...params, query });
    },
    // Only valid documents are registered, so that clients cannot store arbitrary strings.
    onExecute: ({ args }) => registerDocument(args.document, args.contextValue),
    onSubscribe: ({ args }) => registerDocument(args.document, args.contextValue),
  };
}

/** Returns the document that a request names by hash, if this isolate knows it. Works on a body that is not parsed yet. */
export function documentByHash(body: string): string | undefined {
  const hash = /"sha256Hash"\s*:\s*"([0-9a-f]{64})"/.exec(body)?.[1];
  return hash === undefined ? undefined : findDocumentInMemory(hash);
}

/**
 * Registers the document of a request whose response was cached: it was executed before, so it is valid and has the hash
 * that the request names. Does nothing for a request without a document or without a hash.
 */
export async function registerCachedDocument(body: string, documents: DocumentStore, ip: string): Promise<void> {
  if (!body.includes('"sha256Hash"')) return;
  const params = JSON.parse(body) as GraphQLParams;
  const hash = hashOf(params);
  if (hash !== undefined && typeof params.query === "string") await documents.register(hash, params.query, ip);
}

function registerDocument(
  document: DocumentNode,
  { params, documents, client }: GatewayContext & YogaInitialContext,
): Promise<void> | undefined {
  const hash = hashOf(params);
  const { query } = params;
  if (hash === undefined || typeof query !== "string") return undefined;
  return hasInlineStrings(document) ? undefined : documents.register(hash, query, client.ip);
}

/** Whether a mutation has string literals in place of variables. One of them may be a password. */
function hasInlineStrings(document: DocumentNode): boolean {
  if (!document.definitions.some((node) => "operation" in node && node.operation === "mutation")) return false;
  let found = false;
  visit(document, {
    StringValue: () => {
      found = true;
      return BREAK;
    },
  });
  return found;
}

function hashOf({ extensions }: GraphQLParams): string | undefined {
  const persistedQuery: unknown = extensions?.persistedQuery;
  if (persistedQuery === undefined || persistedQuery === null) return undefined;
  const { version, sha256Hash } = persistedQuery as { readonly version?: unknown; readonly sha256Hash?: unknown };
  if (version !== 1 || typeof sha256Hash !== "string" || !/^[0-9a-f]{64}$/.test(sha256Hash)) {
    throw badRequest("extensions.persistedQuery must have version 1 and a sha256Hash of 64 hexadecimal digits");
  }
  return sha256Hash;
}

/** Apollo's clients send the document when they receive this error. */
function persistedQueryNotFound(): GraphQLError {
  return new GraphQLError("PersistedQueryNotFound", { extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } });
}
