import { sql } from "drizzle-orm";
import type { Database } from "../../../kit/storage/postgres.ts";
import { texts } from "../../store/arrays.ts";
import { type Intent, intentOf, ngramsOf, type SpanCount } from "../intent.ts";
import { toTsQuery } from "./words.ts";

/** What a question is after, its spelling mended where the products have no such word. */
export async function analyseQuery(db: Database, words: readonly string[]): Promise<Intent> {
  if (words.length === 0) return intentOf([], []);
  const counts = await countSpans(db, words);
  const unknown = words.filter((word, index) => word.length > 3 && (counts[index]?.count ?? 0) === 0);
  if (unknown.length === 0) return intentOf(words, counts);
  const spelling = await mend(db, unknown);
  const mended = words.map((word) => spelling.get(word) ?? word);
  return intentOf(mended, spelling.size === 0 ? counts : await countSpans(db, mended));
}

type CountRow = { count: number; category: string | null; most: number | null };

/** Of each span, how many products have it, and in which category most of them stand. */
async function countSpans(db: Database, words: readonly string[]): Promise<readonly SpanCount[]> {
  const questions = ngramsOf(words).map((span) => toTsQuery(span.words, "&"));
  const { rows } = await db.execute<CountRow>(sql`
    with spans as (
      select place, to_tsquery('english', question) as question
      from unnest(${texts(questions)}) with ordinality as s(question, place)
    ), found as materialized (
      select s.place, p.id, p.category_ids from spans s join products p on p.search @@ s.question
      where p.deleted_at is null
    ), counted as (
      select place, count(*)::int as count from found group by place
    ), shelves as (
      select distinct on (place) place, category, count(*)::int as most
      from found, unnest(category_ids) as category group by place, category order by place, most desc, category
    )
    select coalesce(c.count, 0) as count, k.slug as category, h.most
    from spans s left join counted c on c.place = s.place left join shelves h on h.place = s.place
    left join categories k on k.id = h.category
    order by s.place`);
  return rows.map(({ count, category, most }) => ({
    count,
    category: category ?? undefined,
    inCategory: most ?? 0,
  }));
}

/** For words that no product has, those most like them that some product has; each by what it stands for. */
async function mend(db: Database, words: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const [, { rows }] = await db.batch([
    db.execute(sql`select set_config('pg_trgm.word_similarity_threshold', '0.3', true)`),
    db.execute<{ wrong: string; better: string }>(sql`
      select w.word as wrong, best.word as better from unnest(${texts(words)}) as w(word)
      cross join lateral (
        select t.word from (
          select distinct t.word from (
            select p.words from products p where p.deleted_at is null and w.word <% p.words limit 2000
          ) p, regexp_split_to_table(p.words, '[^[:alnum:]]+') as t(word)
          where left(t.word, 1) = left(w.word, 1)
        ) t
        where levenshtein_less_equal(t.word, w.word, 2) <= case when length(w.word) > 4 then 2 else 1 end
        order by levenshtein(t.word, w.word), similarity(t.word, w.word) desc, t.word limit 1
      ) best`),
  ]);
  return new Map(rows.map(({ wrong, better }) => [wrong, better]));
}
