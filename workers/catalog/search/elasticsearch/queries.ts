import type { estypes } from "@elastic/elasticsearch";
import type { Intent } from "../intent.ts";

type Query = NonNullable<estypes.QueryDslQueryContainer>;

/** Where a word counts how much. They share an analyzer, so that the words of a question may be spread over them. */
const fields = ["name^4", "leaf^3", "attributes^2", "brand^2", "path^1.5"];

const spread = (text: string, more: Partial<estypes.QueryDslMultiMatchQuery> = {}): Query => ({
  multi_match: { query: text, type: "cross_fields", fields, ...more },
});

/** What has all the words, or the SKU. */
function strictly(text: string): Query {
  return {
    bool: {
      should: [
        spread(text, { operator: "and", boost: 2 }),
        { match: { "name.joined": { query: text, operator: "and" } } },
        { match: { skus: { query: text, operator: "and", boost: 10 } } },
      ],
      minimum_should_match: 1,
    },
  };
}

/** Better when the words stand together in the name as they were typed. */
const asTyped = (text: string): Query => ({ match_phrase: { "name.exact": { query: text, boost: 2 } } });

/** Everything where nothing is asked for. */
export function strictQuery(text: string): Query {
  if (text === "") return { match_all: {} };
  return { bool: { must: [strictly(text)], should: [asTyped(text)] } };
}

/** How many products have the words: see `intentOf`. */
export const matchesAllTerms = (words: readonly string[]): Query => spread(words.join(" "), { operator: "and" });

const hasAny = (word: string, boost: number): Query => ({ constant_score: { filter: spread(word), boost } });

/**
 * What has all the words that are known, first; then what else is of the kind that is asked for, that which fits the
 * description before the rest. Where no kind can be told, whatever has any of the words; where one word is known, what
 * has that, and where none is, whatever is spelt like one. The constants keep these apart whatever the words weigh.
 */
export function relaxedQuery(text: string, { known, category, naming, describing }: Intent): Query {
  if (known.length === 0) {
    const spelling = { fuzziness: "AUTO:4,8", prefix_length: 1 };
    return {
      multi_match: { query: text, type: "most_fields", fields: ["name", "leaf", "attributes", "brand"], ...spelling },
    };
  }
  const mended = known.join(" ");
  const all: Query = { constant_score: { filter: strictly(mended), boost: 1000 } };
  if (known.length === 1) return { bool: { must: [all], should: [strictQuery(mended)] } };
  const others: Query[] =
    category === undefined
      ? [spread(mended), { match: { description: { query: mended, boost: 0.2 } } }]
      : [
          {
            bool: {
              must: [{ constant_score: { filter: { term: { shelves: category } }, boost: 200 } }],
              should: [...describing.map((word) => hasAny(word, 20)), ...naming.map((word) => hasAny(word, 3))],
            },
          },
        ];
  return { bool: { should: [all, strictQuery(mended), ...others], minimum_should_match: 1 } };
}
