import { categoriesTag, invalidateTags, listsTag, pricesTag } from "../../kit/storage/cache-tags.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";
import { type OutboxConsumer, pricesSubject } from "../outbox/consumer.ts";

/** Invalidates the gateway's cached responses that contain the changed products, categories and prices of markets. */
export function responseCacheInvalidator(cache: RedisConnection): OutboxConsumer {
  return {
    name: "response cache",
    handle: async (changes) => {
      await invalidateTags(cache, [...new Set([...changes.map(({ subjectId }) => tagOf(subjectId)), listsTag])]);
      return new Map();
    },
  };
}

function tagOf(subjectId: string): string {
  if (subjectId === pricesSubject) return pricesTag;
  return subjectId.startsWith("cat_") ? categoriesTag : subjectId;
}
