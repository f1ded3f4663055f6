import { categoriesTag, invalidateTags, listsTag } from "../../kit/storage/cache-tags.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";
import type { OutboxConsumer } from "../outbox/consumer.ts";

/** Lets the gateway know that answers made of these products and categories are not good any more. */
export function responseCacheInvalidator(cache: RedisConnection): OutboxConsumer {
  return {
    name: "answers",
    handle: async (changes) => {
      const tags = changes.map(({ subjectId }) => (subjectId.startsWith("cat_") ? categoriesTag : subjectId));
      await invalidateTags(cache, [...new Set([...tags, listsTag])]);
      return new Map();
    },
  };
}
