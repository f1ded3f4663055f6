import type { Database } from "../../kit/storage/postgres.ts";
import { listSynonymGroups } from "../store/synonyms.ts";
import { type SynonymRule, singular, toSynonymRules } from "./synonyms.ts";
import { splitWords } from "./text.ts";

/** Rules that are older than this are read again after the response. */
const freshMs = 20_000;
/** Rules that are older than this are not used. With it, a change takes effect within a minute. */
const maxAgeMs = 50_000;
/** Time after which another search starts to read the rules if an earlier one has not ended. */
const retryMs = 5_000;

/** Shared by all searches of an isolate: a search on the database makes no request for the rules. */
let rules: readonly SynonymRule[] = [];
let readAt = Number.NEGATIVE_INFINITY;
let nextReadAt = 0;
/** Incremented when the rules of this isolate expire. */
let generation = 0;

/** Returns the rules as of the last `refreshSynonymRules`. */
export function currentSynonymRules(): readonly SynonymRule[] {
  return rules;
}

/** Has the next search of this isolate read the rules: a caller who changes synonyms sees the change. */
export function expireSynonymRules(): void {
  generation++;
  readAt = Number.NEGATIVE_INFINITY;
}

export interface SynonymRefresh {
  readonly db: Database;
  /** Returns a database for work after the response. */
  readonly backgroundDb: () => Database;
  readonly defer: (work: Promise<unknown>) => void;
  readonly now: () => number;
}

/** Reads the rules if this isolate has none, or old ones. Only the first search in 50 s waits for it. */
export async function refreshSynonymRules({ db, backgroundDb, defer, now }: SynonymRefresh): Promise<void> {
  const age = now() - readAt;
  if (age < freshMs) return;
  if (age >= maxAgeMs) return readRules(db, now());
  if (now() < nextReadAt) return;
  nextReadAt = now() + retryMs;
  // After a failure the rules are read again by a later search.
  defer(readRules(backgroundDb(), now()).catch(() => undefined));
}

async function readRules(db: Database, requestedAt: number): Promise<void> {
  const startedWith = generation;
  const read = toSynonymRules((await listSynonymGroups(db)).map(({ words }) => words));
  if (requestedAt < readAt) return;
  rules = read;
  // Rules that were requested before a change are used until the next search reads them again.
  if (generation === startedWith) readAt = requestedAt;
}

/** Returns the key under which search compares a synonym: its words in the singular. Empty for a text without words. */
export function toSynonymKey(text: string): string {
  return splitWords(text).map(singular).join(" ");
}
