/**
 * The rule by which text is split into words, for the index and for queries. It has three forms, which must stay equal:
 * these functions, the functions `search_text` and `search_words` in Postgres (test/contract/search-text.test.ts compares
 * them), and the character filters of Elasticsearch, which are built from the same expressions.
 *
 * 1. Fold: Unicode form NFKC, lower case, no combining marks. The voice marks of Kana and the vowel signs of Indic
 *    scripts stay, because words differ by them.
 * 2. Separate: the possessive 's is removed. Punctuation, symbols and spaces separate words.
 * 3. Split runs of Han, Hiragana, Katakana and Hangul into overlapping bigrams. These scripts have no spaces.
 */

/** Marks and invisible characters that are removed. The content of a character class, as are the next two. */
const removed =
  "\\u00ad\\u0300-\\u036f\\u0483-\\u0487\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7\\u0610-\\u061a\\u0640" +
  "\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed\\u1ab0-\\u1aff\\u1dc0-\\u1dff" +
  "\\u200b-\\u200d\\u2060\\u20d0-\\u20f0\\ufe00-\\ufe0f\\ufe20-\\ufe2f\\ufeff";
/** Punctuation, symbols, spaces and control characters, listed so that every engine knows the same ones. */
const separators =
  "\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00bf\\u00d7\\u00f7\\u02c2-\\u02c5\\u02d2-\\u02eb\\u02ed" +
  "\\u02ef-\\u02ff\\u0375\\u037e\\u0384-\\u0385\\u0387\\u03f6\\u0482\\u055a-\\u055f\\u0589-\\u058f\\u05be\\u05c0\\u05c3" +
  "\\u05c6\\u05f3-\\u060f\\u061b-\\u061f\\u066a-\\u066d\\u06d4\\u06dd-\\u06de\\u06e9\\u06fd-\\u06fe\\u0964-\\u0965\\u0970" +
  "\\u0e3f\\u0e4f\\u0e5a-\\u0e5b\\u1400\\u166d-\\u166e\\u1680\\u2000-\\u20cf\\u20f1-\\u212e\\u213a-\\u214d\\u214f" +
  "\\u218a-\\u245f\\u249c-\\u24e9\\u2500-\\u2775\\u2794-\\u2bff\\u2e00-\\u2e2e\\u2e30-\\u3004\\u3008-\\u3020\\u3030" +
  "\\u3036-\\u3037\\u303d-\\u303f\\u30a0\\u30fb\\ufe10-\\ufe1f\\ufe30-\\ufe6f\\uff00-\\uff65\\uffbf-\\uffff" +
  "\\u{1f000}-\\u{1f0ff}\\u{1f10d}-\\u{1faff}";
/** Han, Hiragana, Katakana and Hangul. */
const cjk =
  "\\u1100-\\u11ff\\u3005-\\u3007\\u3021-\\u3029\\u3031-\\u3035\\u303b\\u3041-\\u3096\\u3099\\u309a\\u309d-\\u309f" +
  "\\u30a1-\\u30fa\\u30fc-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff" +
  "\\u{20000}-\\u{3ffff}";

/** Lower-case characters that have no decomposition, and their plain forms. */
const plainForms: Readonly<Record<string, string>> = {
  ς: "σ",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  ħ: "h",
  ı: "i",
  ŧ: "t",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  þ: "th",
};

/** A regular expression that all three forms of the rule understand, and its replacement. */
interface Replacement {
  readonly pattern: string;
  readonly replacement: string;
}

const separate: readonly Replacement[] = [
  { pattern: `['\\u2019]s(?=[${separators}]|$)`, replacement: " " },
  { pattern: `[${separators}]+`, replacement: " " },
];
const splitRuns: readonly Replacement[] = [
  { pattern: `(?<=[${cjk}])(?=[^${cjk} ])|(?<=[^${cjk} ])(?=[${cjk}])`, replacement: " " },
];
const toBigrams: readonly Replacement[] = [{ pattern: `(?<=[${cjk}])([${cjk}])(?=[${cjk}])`, replacement: "$1 $1" }];

const compile = (replacements: readonly Replacement[]) =>
  replacements.map(({ pattern, replacement }) => ({ pattern: new RegExp(pattern, "gu"), replacement }));
const apply = (text: string, replacements: ReturnType<typeof compile>) =>
  replacements.reduce((result, { pattern, replacement }) => result.replace(pattern, replacement), text);

const removedPattern = new RegExp(`[${removed}]`, "gu");
const plainPattern = new RegExp(`[${Object.keys(plainForms).join("")}]`, "gu");
const separatePatterns = compile(separate);
const splitPatterns = compile(splitRuns);
const bigramPatterns = compile(toBigrams);
const cjkPattern = new RegExp(`^[${cjk}]`, "u");

function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(removedPattern, "")
    .toLowerCase()
    .replace(plainPattern, (char) => plainForms[char] ?? char)
    .normalize("NFKC");
}

/** Returns the folded words of a text, separated by single spaces. Runs of Han, Kana and Hangul are not split. */
export function searchText(text: string): string {
  return apply(fold(text), separatePatterns).trim();
}

/** Returns the words of a text. A run of Han, Kana and Hangul is one word. */
export function splitWords(text: string): readonly string[] {
  return apply(searchText(text), splitPatterns)
    .split(" ")
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** Returns whether the word is a run of Han, Kana and Hangul, which is indexed as bigrams. */
export function isBigramWord(word: string): boolean {
  return cjkPattern.test(word);
}

/** Returns the terms under which a word is indexed: its bigrams, or the word itself. */
export function termsOf(word: string): readonly string[] {
  return apply(word, bigramPatterns).split(" ");
}

type CharacterFilter =
  | { readonly type: "mapping"; mappings: string[] }
  | { readonly type: "pattern_replace"; readonly pattern: string; readonly replacement: string };

/** Returns the rule as the character filters of an Elasticsearch analyzer, in their order. A space separates the terms. */
export function characterFilters(): readonly CharacterFilter[] {
  return [
    { type: "mapping", mappings: foldingRules() },
    ...[{ pattern: `[${removed}]`, replacement: "" }, ...separate, ...splitRuns, ...toBigrams].map(
      ({ pattern, replacement }) => ({
        type: "pattern_replace" as const,
        pattern: toJavaPattern(pattern),
        replacement,
      }),
    ),
  ];
}

/**
 * Returns an equal expression for Java, which tests the ranges of a class one after the other. A first test excludes
 * most characters, so that documents are indexed in half the time.
 */
function toJavaPattern(pattern: string): string {
  const cjkClass = `[[\\u1100-\\u{3ffff}]&&[${cjk}]]`;
  return pattern
    .replaceAll(`[^${cjk} ]`, `[^ ${cjkClass}]`)
    .replaceAll(`[${cjk}]`, cjkClass)
    .replaceAll(`[${separators}]`, `[[^a-z0-9]&&[${separators}]]`)
    .replace(/\\u\{([0-9a-f]+)\}/g, "\\x{$1}");
}

/** Returns `from => to` for each character that folding changes to a text with words. */
function foldingRules(): string[] {
  const rules: string[] = [];
  const add = (text: string) => {
    const folded = fold(text);
    if (folded !== text && splitWords(folded).length > 0) rules.push(`${text} => ${folded}`);
  };
  for (let code = 0x41; code < 0x30_000; code++) {
    // Surrogates are no characters. Hangul syllables are composed.
    if (code < 0xac00 || code > 0xdfff) add(String.fromCodePoint(code));
  }
  // A half-width Kana and its voice mark are two characters that fold to one.
  for (let code = 0xff66; code <= 0xff9d; code++)
    for (const mark of ["\uff9e", "\uff9f"]) add(String.fromCodePoint(code) + mark);
  return rules;
}
