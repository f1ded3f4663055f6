import { BREAK, type DocumentNode, GraphQLError, visit } from "graphql";
import type { GraphQLParams, Plugin, YogaInitialContext } from "graphql-yoga";
import type { RedisConnection } from "../../../kit/storage/redis.ts";
import type { GatewayContext } from "../../context.ts";
import { badRequest } from "../../graphql/errors.ts";

const keptSeconds = 30 * 24 * 3_600;
const maxDocuments = 1_000;
/** Longer ones are run, but not kept. */
const mostLetters = 10_000;

const documents = new Map<string, string>();

/**
 * Automatic persisted queries: a client sends the SHA-256 of its document in place of the document, which makes a GET
 * of it short. One that is not known yet is asked for once.
 */
export function persistedOperations(): Plugin<GatewayContext, GatewayContext> {
  return {
    onParams: async ({ params, setParams, context }) => {
      const hash = hashOf(params);
      if (hash === undefined) return;
      if (typeof params.query === "string") {
        if ((await sha256(params.query)) !== hash) throw badRequest("the hash is not that of the query");
        return;
      }
      const query = documents.get(hash) ?? (await find(context.redis, hash));
      if (query === undefined) throw notFound();
      setParams({ ...params, query });
    },
    // Only what may be run is kept: this is no place for texts of any kind.
    onExecute: ({ args }) => registerDocument(args.document, args.contextValue),
    onSubscribe: ({ args }) => registerDocument(args.document, args.contextValue),
  };
}

/** What a request asks for that names its document by a hash, where this isolate knows it. Found before it is parsed. */
export function documentByHash(text: string): string | undefined {
  const hash = /"sha256Hash"\s*:\s*"([0-9a-f]{64})"/.exec(text)?.[1];
  return hash === undefined ? undefined : documents.get(hash);
}

type Context = GatewayContext & YogaInitialContext;

function registerDocument(document: DocumentNode, { params, redis }: Context): Promise<void> | undefined {
  const hash = hashOf(params);
  const { query } = params;
  if (hash === undefined || typeof query !== "string" || documents.get(hash) === query) return undefined;
  return hasInlineStrings(document) ? undefined : keep(redis, hash, query);
}

/** Whether a change has texts of its own in place of variables. One of them may be a password. */
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
  const asked = extensions?.persistedQuery as { readonly version?: unknown; readonly sha256Hash?: unknown } | undefined;
  if (asked === undefined || asked === null) return undefined;
  const { version, sha256Hash } = asked;
  if (version !== 1 || typeof sha256Hash !== "string" || !/^[0-9a-f]{64}$/.test(sha256Hash)) {
    throw badRequest("persistedQuery has a version, which is 1, and a sha256Hash in hexadecimal");
  }
  return sha256Hash;
}

const keyOf = (hash: string): string => `operation:${hash}`;

async function find(redis: RedisConnection, hash: string): Promise<string | undefined> {
  const found = await redis.run((client) => client.get<string>(keyOf(hash))).catch(() => null);
  if (found !== null) remember(hash, found);
  return found ?? undefined;
}

async function keep(redis: RedisConnection, hash: string, query: string): Promise<void> {
  if (query.length > mostLetters) return;
  remember(hash, query);
  await redis.run((client) => client.set(keyOf(hash), query, { ex: keptSeconds })).catch(() => undefined);
}

function remember(hash: string, query: string): void {
  if (documents.size >= maxDocuments) documents.clear();
  documents.set(hash, query);
}

async function sha256(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** As Apollo's clients know it: they send the document then. */
function notFound(): GraphQLError {
  return new GraphQLError("PersistedQueryNotFound", { extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } });
}
