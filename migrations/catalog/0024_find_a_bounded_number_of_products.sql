CREATE EXTENSION IF NOT EXISTS btree_gin;--> statement-breakpoint
CREATE TABLE "product_words" (
	"word" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
DROP INDEX "products_categories";--> statement-breakpoint
DROP INDEX "products_terms";--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "search_class" smallint GENERATED ALWAYS AS (case when units_sold >= 256 then 4 when units_sold >= 32 then 3 when hashtextextended(id, 0) & 63 = 0 then 2 when hashtextextended(id, 0) & 7 = 0 then 1 else 0 end) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "product_words_first" ON "product_words" USING btree (left(word, 1));--> statement-breakpoint
CREATE INDEX "products_search" ON "products" USING gin (ts_filter(search, '{a,b,c}'),"category_ids","search_class");--> statement-breakpoint
INSERT INTO "product_words" SELECT DISTINCT w.word FROM products p, regexp_split_to_table(p.words, ' +') AS w(word) WHERE w.word <> '' ON CONFLICT DO NOTHING;--> statement-breakpoint
-- Sorted, so that two transactions do not wait for each other.
CREATE FUNCTION note_words_of_new_products() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO product_words (word)
  SELECT DISTINCT w.word FROM made p, regexp_split_to_table(p.words, ' +') AS w(word) WHERE w.word <> '' ORDER BY w.word
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION note_words_of_changed_products() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO product_words (word)
  SELECT DISTINCT w.word FROM changed p JOIN former f ON f.id = p.id AND f.words <> p.words,
    regexp_split_to_table(p.words, ' +') AS w(word) WHERE w.word <> '' ORDER BY w.word
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER products_made_words AFTER INSERT ON products REFERENCING NEW TABLE AS made
  FOR EACH STATEMENT EXECUTE FUNCTION note_words_of_new_products();
--> statement-breakpoint
CREATE TRIGGER products_changed_words AFTER UPDATE ON products REFERENCING OLD TABLE AS former NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_words_of_changed_products();
