import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../build/root.ts";
import { type Finding, failed, passed } from "./finding.ts";
import { trackedFiles } from "./tracked-files.ts";

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

interface Allowed {
  readonly file: RegExp;
  readonly words: RegExp;
  readonly reason: string;
}

/** Uses of a refused word that are right. */
const allowed: readonly Allowed[] = [
  { file: /^dev\/check\/vocabulary(\.test)?\.ts$/, words: /./, reason: "lists the words" },
  { file: /^dev\/local\/postgres\/server\.ts$/, words: /^nobody$/, reason: "a user of Unix systems" },
  { file: /^dev\/local\/postgres\/paths\.ts$/, words: /^kept$/, reason: "the name of a file in existing data folders" },
  { file: /^dev\/cli\/demo\/products\.ts$/, words: /^(shelf|away|at once)$/, reason: "product descriptions" },
  { file: /^(dev\/cli\/start|test\/e2e\/start\.test)\.ts$/, words: /^anew$/, reason: "the banner of npm start" },
  {
    file: /^workers\/catalog\/search\/elasticsearch\/documents\.ts$/,
    words: /^shelves$/,
    reason: "name of a field in existing search indices",
  },
  { file: /^workers\/account\/outbox\.ts$/, words: /^letter$/, reason: "a field of stored outbox tasks" },
];

const checked = /(\.(ts|mjs|md|graphql|proto|toml|ya?ml|jsonc)|^\.ci\/run|^package\.json)$/;
const generated = /^(proto\/gen|test\/conformance\/gen)\/|\.generated\.ts$|env\.d\.ts$|^workers\/runtime\.d\.ts$/;

const pattern = new RegExp(`\\b(${refused.map(([{ source }]) => source).join("|")})\\b`, "gi");

export interface Refused {
  readonly line: number;
  readonly word: string;
  readonly instead: string;
}

/** The refused words of a text, with their lines. */
export function findRefusedWords(text: string): readonly Refused[] {
  return text.split("\n").flatMap((line, index) =>
    [...separateWords(line).matchAll(pattern)].map(([word]) => {
      const [, instead = ""] = refused.find(([{ source }]) => new RegExp(`^(${source})$`, "i").test(word)) ?? [];
      return { line: index + 1, word, instead };
    }),
  );
}

/** `tellErrors` as `tell Errors`, `THE_DOOR` as `THE DOOR`. */
function separateWords(line: string): string {
  return line.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replaceAll("_", " ");
}

/** Source, docs and messages use the field's terms. */
export async function checkVocabulary(): Promise<Finding> {
  const files = trackedFiles().filter((file) => checked.test(file) && !generated.test(file));
  const found = files.flatMap((file) =>
    findRefusedWords(readFileSync(join(root, file), "utf8"))
      .filter(({ word }) => !allowed.some((entry) => entry.file.test(file) && entry.words.test(word)))
      .map(({ line, word, instead }) => `${file}:${line}: "${word}" (${instead})`),
  );
  return found.length === 0 ? passed(`${files.length} files`) : failed(found);
}
