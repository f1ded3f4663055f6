import { desc, sql } from "drizzle-orm";
import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { type Database, isConstraintViolation } from "../../kit/storage/postgres.ts";
import { invalid } from "../domain/fields.ts";
import { maxCounts } from "../domain/limits.ts";
import type { SynonymWords } from "../domain/synonym-group.ts";
import { synonymGroups } from "../tables/search.ts";
import { textArray } from "./arrays.ts";

export type SynonymGroupRow = typeof synonymGroups.$inferSelect;

/** Returns all groups, newest first. */
export function listSynonymGroups(db: Database): Promise<readonly SynonymGroupRow[]> {
  return db.select().from(synonymGroups).orderBy(desc(synonymGroups.id));
}

export interface SynonymGroupWrite extends SynonymWords {
  readonly id: string;
  /** Whether the group is inserted. */
  readonly isNew: boolean;
  /** The account that changes it. */
  readonly updatedBy: string | null;
}

/** Inserts a group with its words, or replaces the words of a group. */
export async function saveSynonymGroup(
  db: Database,
  { id, isNew, words, keys, updatedBy }: SynonymGroupWrite,
): Promise<Result<SynonymGroupRow, DomainError>> {
  const saved = isNew
    ? sql`insert into synonym_groups (id, words, updated_by)
        select ${id}, ${textArray(words)}, ${updatedBy}::text
        where (select count(*) from synonym_groups) < ${maxCounts.synonymGroups}`
    : sql`update synonym_groups set words = ${textArray(words)}, updated_by = ${updatedBy}::text, updated_at = now()
        where id = ${id}`;
  try {
    const [, , , rows] = await db.batch([
      db.execute(saved),
      db.execute(sql`delete from synonym_words where group_id = ${id}`),
      db.execute(sql`
        insert into synonym_words (key, group_id)
        select k.key, g.id from unnest(${textArray(keys)}) as k(key), synonym_groups g where g.id = ${id} order by 1`),
      db.select().from(synonymGroups).where(sql`id = ${id}`),
    ]);
    const [group] = rows;
    if (group !== undefined) return ok(group);
    return isNew
      ? invalid("TOO_MANY_SYNONYM_GROUPS", `A shop can have at most ${maxCounts.synonymGroups} groups of synonyms`)
      : invalid("NOT_FOUND", "Group of synonyms not found", "id");
  } catch (error) {
    if (!isConstraintViolation(error, "synonym_words_pkey")) throw error;
    return synonymTaken(db, id, { words, keys });
  }
}

/** Names the first word that another group has. */
async function synonymTaken(db: Database, id: string, { words, keys }: SynonymWords) {
  const { rows } = await db.execute<{ key: string }>(sql`
    select key from synonym_words where key = any(${textArray(keys)}) and group_id <> ${id}`);
  const taken = new Set(rows.map(({ key }) => key));
  const index = keys.findIndex((key) => taken.has(key));
  const field = index === -1 ? ["words"] : ["words", String(index)];
  return invalid("SYNONYM_TAKEN", `"${words[index] ?? words[0]}" is in another group`, ...field);
}

/** Returns whether there was a group with this id. */
export async function deleteSynonymGroup(db: Database, id: string): Promise<boolean> {
  const { rows } = await db.execute(sql`delete from synonym_groups where id = ${id} returning id`);
  return rows.length > 0;
}
