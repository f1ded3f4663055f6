import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { isPrintable } from "../../kit/domain/text.ts";
import { invalid } from "./fields.ts";
import { maxCounts, maxLengths } from "./limits.ts";

/** Words with the same meaning, each with the key under which search compares it. A key belongs to one group. */
export interface SynonymWords {
  readonly words: readonly string[];
  readonly keys: readonly string[];
}

/**
 * Returns the words in lower case and NFC, without spaces around them. Rejects fewer than two words, words that search ignores and
 * words that search cannot distinguish from another one of the group. `keyOf` returns the key of a word, or an empty string.
 */
export function parseSynonymWords(
  candidates: readonly string[],
  keyOf: (word: string) => string,
): Result<SynonymWords, DomainError> {
  if (candidates.length < 2 || candidates.length > maxCounts.synonyms) {
    return invalid("INVALID_SYNONYMS", `A group must have 2 to ${maxCounts.synonyms} words`, "words");
  }
  const words = candidates.map((candidate) => candidate.normalize("NFC").trim().toLowerCase());
  const keys = words.map(keyOf);
  for (const [index, word] of words.entries()) {
    const field = ["words", String(index)];
    if (word.length > maxLengths.synonym || !isPrintable(word) || keys[index] === "") {
      const message = `A word must be 1 to ${maxLengths.synonym} printable characters, one of them alphanumeric`;
      return invalid("INVALID_SYNONYMS", message, ...field);
    }
    const first = keys.indexOf(keys[index] ?? "");
    if (first < index) return invalid("DUPLICATE_SYNONYM", `"${word}" and "${words[first]}" are the same`, ...field);
  }
  return ok({ words, keys });
}
