import { en, type Messages } from "./en.ts";
import { nl } from "./nl.ts";

/** The languages of the shop. Each has a file with all strings. */
const byLanguage = { en, nl } as const;

export type Language = keyof typeof byLanguage;

export const languages = Object.keys(byLanguage) as readonly Language[];

export function findMessages(language: Language): Messages {
  return byLanguage[language];
}
