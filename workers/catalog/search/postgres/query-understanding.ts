import { sql } from "drizzle-orm";
import type { Database } from "../../../kit/storage/postgres.ts";
import { textArray } from "../../store/arrays.ts";
import { type Intent, inferIntent, type NGramStats, ngramsOf } from "../intent.ts";
import { classes } from "./matching.ts";
import { matchedWords, toTsQuery } from "./ts-query.ts";

/** Shorter words are not corrected. */
const minCorrectedLength = 4;

/** Infers the intent of a query. Corrects the spelling of words that no product contains. */
export async function analyseQuery(db: Database, words: readonly string[]): Promise<Intent> {
  if (words.length === 0) return inferIntent([], []);
  const stats = await countNGrams(db, words);
  const unknown = words.filter((word, index) => word.length >= minCorrectedLength && (stats[index]?.count ?? 0) === 0);
  if (unknown.length === 0) return inferIntent(words, stats);
  const corrections = await findCorrections(db, unknown);
  const corrected = words.map((word) => corrections.get(word) ?? word);
  return inferIntent(corrected, corrections.size === 0 ? stats : await countNGrams(db, corrected));
}

type CountRow = { count: number; category: string | null; in_category: number | null };

/** The products of an n-gram that are counted, at most. More do not change which category has nearly all of them. */
const sampleSize = 100;

/** Returns, for each n-gram, the number of products that match it, and the category with most of them, in a sample of them. */
async function countNGrams(db: Database, words: readonly string[]): Promise<readonly NGramStats[]> {
  const queries = ngramsOf(words).map((ngram) => toTsQuery(ngram.words, "&"));
  const { rows } = await db.execute<CountRow>(sql`
    with ngrams as (
      select position, to_tsquery('english', query) as query
      from unnest(${textArray(queries)}) with ordinality as n(query, position)
    ), matches as materialized (
      select n.position, p.category_ids, count(*) as count from ngrams n cross join lateral (
        select found.category_ids from unnest(${classes}) as c(class) cross join lateral (
          select p.category_ids from products p
          where ${matchedWords} @@ n.query and p.search_class = c.class and p.deleted_at is null limit ${sampleSize}
        ) found limit ${sampleSize}
      ) p group by n.position, p.category_ids
    ), counts as (
      select position, sum(count)::int as count from matches group by position
    ), top_categories as (
      select distinct on (position) position, category, sum(count)::int as in_category
      from matches, unnest(category_ids) as category group by position, category
      order by position, in_category desc, category
    )
    select coalesce(c.count, 0) as count, k.slug as category, t.in_category
    from ngrams n left join counts c on c.position = n.position left join top_categories t on t.position = n.position
    left join categories k on k.id = t.category
    order by n.position`);
  return rows.map(({ count, category, in_category }) => ({
    count,
    category: category ?? undefined,
    inCategory: in_category ?? 0,
  }));
}

/** Returns the most similar word of some product for each word that no product contains. */
async function findCorrections(db: Database, words: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.execute<{ word: string; correction: string }>(sql`
    select w.word, best.word as correction from unnest(${textArray(words)}) as w(word)
    cross join lateral (
      select t.word from (
        select known.word from product_words known
        where left(known.word, 1) = left(w.word, 1) and abs(length(known.word) - length(w.word)) <= 2
          and levenshtein_less_equal(known.word, w.word, 2) <= case when length(w.word) > 4 then 2 else 1 end
        order by levenshtein(known.word, w.word), similarity(known.word, w.word) desc, known.word offset 0
      ) t
      where (
        select true from unnest(${classes}) as c(class) cross join lateral (
          select true from products p where ${matchedWords} @@ phraseto_tsquery('english', search_words(t.word))
            and p.search_class = c.class and p.deleted_at is null limit 1
        ) product limit 1
      ) limit 1
    ) best`);
  return new Map(rows.map(({ word, correction }) => [word, correction]));
}
