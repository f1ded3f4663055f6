import { BREAK, type DocumentNode, GraphQLError, visit } from "graphql";
import type { GraphQLParams, Plugin, YogaInitialContext } from "graphql-yoga";
import { sha256Hex } from "../../../kit/encoding.ts";
import { createMemoryCache } from "../../../kit/storage/memory-cache.ts";
import type { RedisConnection } from "../../../kit/storage/redis.ts";
import type { GatewayContext } from "../../context.ts";
import { badRequest } from "../../graphql/errors.ts";

const ttlSeconds = 30 * 24 * 3_600;
/** Longer documents are executed, but not registered. */
const maxCharacters = 10_000;

/** Documents by hash, in the memory of this isolate. */
const documents = createMemoryCache<string, string>({ max: 1_000 });

/**
 * Automatic persisted queries: a client sends the SHA-256 of its document in place of the document, so that a GET has a
 * short URL. The client sends an unknown document once, with its hash, and the gateway registers it in Redis.
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
      const query = documents.get(hash) ?? (await findDocument(context.redis, hash));
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
  return hash === undefined ? undefined : documents.get(hash);
}

function registerDocument(
  document: DocumentNode,
  { params, redis }: GatewayContext & YogaInitialContext,
): Promise<void> | undefined {
  const hash = hashOf(params);
  const { query } = params;
  if (hash === undefined || typeof query !== "string" || documents.get(hash) === query) return undefined;
  return hasInlineStrings(document) ? undefined : storeDocument(redis, hash, query);
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

const redisKey = (hash: string): string => `operation:${hash}`;

async function findDocument(redis: RedisConnection, hash: string): Promise<string | undefined> {
  const query = await redis.run((client) => client.get<string>(redisKey(hash))).catch(() => null);
  if (query === null) return undefined;
  documents.set(hash, query);
  return query;
}

async function storeDocument(redis: RedisConnection, hash: string, query: string): Promise<void> {
  if (query.length > maxCharacters) return;
  documents.set(hash, query);
  await redis.run((client) => client.set(redisKey(hash), query, { ex: ttlSeconds })).catch(() => undefined);
}

/** Apollo's clients send the document when they receive this error. */
function persistedQueryNotFound(): GraphQLError {
  return new GraphQLError("PersistedQueryNotFound", { extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } });
}
