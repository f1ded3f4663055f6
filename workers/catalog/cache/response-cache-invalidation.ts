import { categoriesTag, invalidateTags, listsTag } from "../../kit/storage/cache-tags.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";
import type { OutboxConsumer } from "../outbox/consumer.ts";

/** Invalidates the gateway's cached responses that contain the changed products and categories. */
export function responseCacheInvalidator(cache: RedisConnection): OutboxConsumer {
  return {
    name: "response cache",
    handle: async (changes) => {
      const tags = changes.map(({ subjectId }) => (subjectId.startsWith("cat_") ? categoriesTag : subjectId));
      await invalidateTags(cache, [...new Set([...tags, listsTag])]);
      return new Map();
    },
  };
}
