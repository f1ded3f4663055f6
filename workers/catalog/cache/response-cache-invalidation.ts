import { categoriesTag, listsTag, noteChanged } from "../../kit/storage/cache-tags.ts";
import type { RedisDoor } from "../../kit/storage/redis.ts";
import type { Follower } from "../outbox/consumer.ts";

/** Lets the gateway know that answers made of these products and categories are not good any more. */
export function followingAnswers(cache: RedisDoor): Follower {
  return {
    name: "answers",
    follow: async (changes) => {
      const tags = changes.map(({ subjectId }) => (subjectId.startsWith("cat_") ? categoriesTag : subjectId));
      await noteChanged(cache, [...new Set([...tags, listsTag])]);
      return new Map();
    },
  };
}
