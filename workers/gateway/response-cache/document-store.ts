import { Ratelimit } from "@upstash/ratelimit";
import { createMemoryCache } from "../../kit/storage/memory-cache.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";
import { limits } from "../policies/limits.ts";

/** Documents of automatic persisted queries, by their SHA-256. */
export interface DocumentStore {
  /** Returns the document. Remembers the hash of an unknown one: only a document that was requested is registered. */
  find(hash: string): Promise<string | undefined>;
  /** Registers a document. Does nothing if it was not requested before, or if the address has registered too much. */
  register(hash: string, document: string, ip: string): Promise<void>;
}

export interface DocumentStoreOptions {
  /** For documents. It may evict keys. */
  readonly cacheRedis: RedisConnection;
  /** For limits. */
  readonly redis: RedisConnection;
  readonly limitsEnabled: boolean;
}

/** How long after its hash was requested a document is registered. */
const requestTtlSeconds = 600;

/** An entry expires, so that the use of a document is known to Redis before the document expires there. */
const documents = createMemoryCache<string, string>({ max: 1_000, ttlMs: 3_600_000 });

const documentKey = (hash: string): string => `operation:${hash}`;
const requestKey = (hash: string): string => `operation-request:${hash}`;

/** Returns the document if this isolate knows it. Needs no configuration. */
export const findDocumentInMemory = (hash: string): string | undefined => documents.get(hash);

export function createDocumentStore({ cacheRedis, redis, limitsEnabled }: DocumentStoreOptions): DocumentStore {
  const limiter = new Ratelimit({
    redis: redis.client,
    limiter: Ratelimit.fixedWindow(limits.documents.bytesPerHour, "1 h"),
    prefix: "documents:ip",
    ephemeralCache: false,
    timeout: 0,
  });
  const isWithinLimit = async (ip: string, bytes: number): Promise<boolean> =>
    !limitsEnabled || (await redis.run(() => limiter.limit(ip, { rate: bytes }))).success;
  const wasRequested = async (hash: string): Promise<boolean> =>
    (await cacheRedis.run((client) => client.exists(requestKey(hash)))) === 1;

  return {
    find: async (hash) => {
      const known = documents.get(hash);
      if (known !== undefined) return known;
      try {
        const document = await cacheRedis.run((client) =>
          client.getex<string>(documentKey(hash), { ex: limits.documents.seconds }),
        );
        if (document !== null) documents.set(hash, document);
        else await cacheRedis.run((client) => client.set(requestKey(hash), "1", { ex: requestTtlSeconds }));
        return document ?? undefined;
      } catch {
        return undefined;
      }
    },
    register: async (hash, document, ip) => {
      if (document.length > limits.documents.characters || documents.get(hash) === document) return;
      try {
        if (!(await wasRequested(hash))) return;
        if (!(await isWithinLimit(ip, new TextEncoder().encode(document).length))) return;
        await cacheRedis.run((client) => client.set(documentKey(hash), document, { ex: limits.documents.seconds }));
        documents.set(hash, document);
      } catch {
        // Without Redis, the document is executed and not registered.
      }
    },
  };
}
