/** Words that mean the same as each other, each a phrase. */
export type Rule = readonly (readonly string[])[];

/** The rules of `synonyms.txt`: lines of words that mean the same, with commas between; `#` begins a remark. */
export function parseSynonyms(file: string): readonly string[] {
  return file
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim().toLowerCase())
    .filter((line) => line !== "");
}

export function rulesOf(lines: readonly string[]): readonly Rule[] {
  return lines.map((line) => line.split(",").map((phrase) => phrase.match(/[\p{L}\p{N}]+/gu) ?? []));
}

/** A part of a question: its own words, and the phrases that mean the same. */
export interface Group {
  readonly words: readonly string[];
  readonly others: readonly (readonly string[])[];
}

/** A question cut into what the rules know and single words, the longest phrase first, whatever its plural. */
export function widen(words: readonly string[], rules: readonly Rule[]): readonly Group[] {
  const groups: Group[] = [];
  for (let at = 0; at < words.length; ) {
    const group = ruleAt(words.slice(at), rules) ?? { words: words.slice(at, at + 1), others: [] };
    groups.push(group);
    at += group.words.length;
  }
  return groups;
}

function ruleAt(words: readonly string[], rules: readonly Rule[]): Group | undefined {
  let best: Group | undefined;
  for (const rule of rules) {
    for (const phrase of rule) {
      const longer = phrase.length > (best?.words.length ?? 0);
      if (!longer || !phrase.every((word, index) => singular(word) === singular(words[index] ?? ""))) continue;
      best = { words: words.slice(0, phrase.length), others: rule.filter((other) => other !== phrase) };
    }
  }
  return best;
}

function singular(word: string): string {
  return word.replace(/(?<=..)ies$/, "y").replace(/(?<=s|x|z|ch|sh)es$|(?<=.[^s])s$/, "");
}
