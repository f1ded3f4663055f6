import type { estypes } from "@elastic/elasticsearch";

/** Corrections with a lower similarity score are different words. */
const minScore = 0.6;

/** Requests a similar indexed word for each word that no product contains. */
export function spellCheckRequest(text: string): estypes.SearchSuggester {
  return {
    text,
    spelling: { term: { field: "spelling", suggest_mode: "missing", max_edits: 2, prefix_length: 1, size: 1 } },
  };
}

/** Returns the text with the suggested corrections applied. */
export function corrected(text: string, { suggest }: estypes.SearchResponse<unknown>): string {
  let spelling = text;
  // From the end, so that earlier offsets stay valid.
  for (const { offset, length, options } of (suggest?.spelling ?? []).toReversed()) {
    const [best] = [options].flat() as readonly estypes.SearchTermSuggestOption[];
    if (best === undefined || best.score < minScore) continue;
    spelling = spelling.slice(0, offset) + best.text + spelling.slice(offset + length);
  }
  return spelling;
}
