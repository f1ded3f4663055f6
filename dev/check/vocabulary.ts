import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../build/root.ts";
import { type Finding, failed, passed } from "./finding.ts";
import { listTrackedFiles } from "./tracked-files.ts";

/** Words that have a standard term, and the term. They are matched in prose and inside camelCase identifiers. */
const refused: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/tell|tells|told|telling/, "format, report, return, publish, notify or expose"],
  [/whoever|whomever|whatever|nobody|somebody|anybody|everybody/, "the caller, the client, a user, no one, all users"],
  [/anew/, "rebuilt, recreated or reset"],
  [/twins?/, "duplicate, concurrent request"],
  [/doors?|doorkeeper/, "route, client or entry point"],
  [/shelf|shelves/, "cache, category"],
  [/(?<!\bdead[- ])letters?/, "mail, template, character"],
  [/mend|mends|mended|mendable/, "fix, correct"],
  [/forgetful/, "without a cache"],
  [/hang ups?|hangs up/, "close"],
  [/away/, "unavailable, down"],
  [/kept/, "cached, stored, preserved"],
  [/good/, "valid, fresh"],
  [/texts/, "strings"],
  [/at once/, "immediately, concurrently, in one request"],
];

export interface Allowed {
  readonly file: RegExp;
  readonly words: RegExp;
  readonly reason: string;
}

/** Correct uses of a refused word. An entry without a use is an error. */
const allowed: readonly Allowed[] = [
  { file: /^dev\/check\/vocabulary(\.test)?\.ts$/, words: /./, reason: "lists the words" },
  { file: /^dev\/local\/postgres\/server\.ts$/, words: /^nobody$/, reason: "a user of Unix systems" },
  { file: /^dev\/local\/postgres\/paths\.ts$/, words: /^kept$/, reason: "the name of a file in existing data folders" },
  { file: /^dev\/cli\/demo\/products\.ts$/, words: /^(shelf|away|at once)$/, reason: "product descriptions" },
  { file: /^test\/trials\/catalog\.test\.ts$/, words: /^Door$/, reason: "category names" },
  { file: /^CHANGELOG\.md$/, words: /^away$/, reason: "the former name of a script" },
  {
    file: /^workers\/catalog\/search\/elasticsearch\/documents\.ts$/,
    words: /^shelves$/,
    reason: "name of a field in existing search indices",
  },
  { file: /^docs\/what-cannot-happen\.md$/, words: /^shelf$/, reason: "the name of a repository" },
  {
    file: /^(workers\/account\/(outbox|store\/stock-requests|rpc\/shared\/failed-jobs)|test\/(e2e\/(failed-jobs|stock-notifications)|browser\/console-people)\.test)\.ts$/,
    words: /^letter$/,
    reason: "a field of stored outbox tasks",
  },
  {
    file: /^(schema\/system\.graphql|workers\/gateway\/data\/shop-health\.ts|workers\/console\/pages\/system\.tsx)$/,
    words: /^AWAY$/,
    reason: "a name of the public API",
  },
];

const checked = /(\.(tsx?|mjs|md|graphql|proto|toml|ya?ml|jsonc)|^\.ci\/run|^package\.json)$/;
const generated = /^(proto\/gen|test\/conformance\/gen)\/|\.generated\.ts$|env\.d\.ts$|^workers\/runtime\.d\.ts$/;

const pattern = new RegExp(`\\b(${refused.map(([{ source }]) => source).join("|")})\\b`, "gi");

export interface RefusedWord {
  /** 0 for a word in the path of the file. */
  readonly line: number;
  readonly word: string;
  readonly instead: string;
}

/** Finds the refused words of a text. */
export function findRefusedWords(text: string): readonly RefusedWord[] {
  return text.split("\n").flatMap((line, index) =>
    [...separateWords(line).matchAll(pattern)].map(([word]) => {
      const [, instead = ""] = refused.find(([{ source }]) => new RegExp(`^(${source})$`, "i").test(word)) ?? [];
      return { line: index + 1, word, instead };
    }),
  );
}

/** Finds the refused words in the path and the content of a file. */
export function findRefusedWordsOfFile(file: string, content: string): readonly RefusedWord[] {
  const inPath = findRefusedWords(file).map((found) => ({ ...found, line: 0 }));
  return [...inPath, ...findRefusedWords(content)];
}

/** Splits identifiers into words: `tellErrors` is `tell Errors`, `RPCDoor` is `RPC Door`, `THE_DOOR` is `THE DOOR`. */
function separateWords(line: string): string {
  return line
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .replaceAll("_", " ");
}

/** Fails if source, documents or messages use a refused word, or if an allowed use does not exist. */
export async function checkVocabulary(): Promise<Finding> {
  const files = listTrackedFiles().filter((file) => checked.test(file) && !generated.test(file));
  const used = new Set<Allowed>();
  const found = files.flatMap((file) =>
    findRefusedWordsOfFile(file, readFileSync(join(root, file), "utf8"))
      .filter(({ word }) => {
        const entry = allowed.find((candidate) => candidate.file.test(file) && candidate.words.test(word));
        if (entry !== undefined) used.add(entry);
        return entry === undefined;
      })
      .map(({ line, word, instead }) => `${file}:${line}: "${word}" (${instead})`),
  );
  const unused = allowed
    .filter((entry) => !used.has(entry))
    .map(({ file, words }) => `dev/check/vocabulary.ts: no use of ${words} in ${file} remains, so remove the entry`);
  const problems = [...found, ...unused];
  return problems.length === 0 ? passed(`${files.length} files`) : failed(problems);
}
