/** Words that attackers try first at any shop. A shop's own name and domain are added. */
const commonWords = ["shop", "store", "webshop", "storefront"] as const;

/**
 * Returns the words that are no passwords of this shop, even with digits and punctuation at their ends: the common words, the
 * shop's name, and the host of its storefront with its parts.
 */
export function createShopWords({ name, host }: { readonly name: string; readonly host: string }): ReadonlySet<string> {
  const labels = host.split(".");
  const parts = labels.slice(0, Math.max(labels.length - 1, 1));
  const words = [name, name.replaceAll(/\s+/g, ""), host, ...parts].map((word) => trimWord(word));
  const combined = words.flatMap((word) => [word, `${word}shop`, `${word}store`]);
  return new Set([...commonWords, ...combined].filter((word) => word.length >= 3));
}

/** Returns whether a password is one of these words plus digits, punctuation and spaces at its ends, in any case. */
export function isShopWord(password: string, words: ReadonlySet<string>): boolean {
  return words.has(trimWord(password));
}

function trimWord(text: string): string {
  const characters = [...text.normalize("NFC").toLowerCase()];
  const isAlphabetic = (char: string) => /[\p{L}\p{M}]/u.test(char);
  return characters.slice(characters.findIndex(isAlphabetic), characters.findLastIndex(isAlphabetic) + 1).join("");
}
