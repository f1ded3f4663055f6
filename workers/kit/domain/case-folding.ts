/**
 * Returns the text in NFC, with full case folding of Unicode: ς and σ are equal, and so are ß and ss. The Turkish ı and İ
 * differ from i. Lower case alone is not enough, because ẞ has no upper case, and depends on the position of Σ.
 */
export function foldCase(text: string): string {
  const folded = [...text.normalize("NFC")].map((char) =>
    char === "ı" ? char : mapEach(mapEach(char.toLowerCase(), upperCase), lowerCase),
  );
  return folded.join("").normalize("NFC");
}

const upperCase = (char: string): string => char.toUpperCase();
const lowerCase = (char: string): string => char.toLowerCase();

/** Maps each code point on its own, so that its position in the word has no effect. */
function mapEach(text: string, map: (char: string) => string): string {
  return [...text].map(map).join("");
}
