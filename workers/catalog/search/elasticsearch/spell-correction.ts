import type { estypes } from "@elastic/elasticsearch";

/** Less like it than this is another word. */
const leastAlike = 0.6;

/** Asks for the words of the index that a word which is in none of its products may stand for. */
export function spellCheckRequest(text: string): estypes.SearchSuggester {
  return {
    text,
    spelling: { term: { field: "spelling", suggest_mode: "missing", max_edits: 2, prefix_length: 1, size: 1 } },
  };
}

/** The text with those words in place of the ones that nothing has. */
export function corrected(text: string, { suggest }: estypes.SearchResponse<unknown>): string {
  let spelling = text;
  // From the end, so that the places further on stay what they were.
  for (const { offset, length, options } of (suggest?.spelling ?? []).toReversed()) {
    const [best] = [options].flat() as readonly estypes.SearchTermSuggestOption[];
    if (best === undefined || best.score < leastAlike) continue;
    spelling = spelling.slice(0, offset) + best.text + spelling.slice(offset + length);
  }
  return spelling;
}
