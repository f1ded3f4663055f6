DROP INDEX "variants_sku_parts";--> statement-breakpoint
ALTER TABLE "stock" ADD COLUMN "words" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE FUNCTION words_of_stock(sku text, product_name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lower(sku) || chr(10) || coalesce(search_text(product_name), '');--> statement-breakpoint
-- The words are no change of the stock: no consumer of the outbox reads them.
ALTER TABLE "stock" DISABLE TRIGGER stock_changed;--> statement-breakpoint
UPDATE "stock" s SET "words" = words_of_stock(s.sku, p.name) FROM variants v JOIN products p ON p.id = v.product_id WHERE v.sku = s.sku;--> statement-breakpoint
ALTER TABLE "stock" ENABLE TRIGGER stock_changed;--> statement-breakpoint
CREATE INDEX "stock_words" ON "stock" USING gin (words gin_trgm_ops);--> statement-breakpoint
CREATE FUNCTION write_words_of_new_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.words := words_of_stock(NEW.sku, (
    SELECT p.name FROM variants v JOIN products p ON p.id = v.product_id WHERE v.sku = NEW.sku
  ));
  RETURN NEW;
END $$;
--> statement-breakpoint
-- Stock is locked in SKU order, as everywhere.
CREATE FUNCTION write_words_of_renamed_products() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH named AS MATERIALIZED (
    SELECT s.sku, words_of_stock(s.sku, p.name) AS words
    FROM changed p JOIN former f ON f.id = p.id AND f.name <> p.name
    JOIN variants v ON v.product_id = p.id JOIN stock s ON s.sku = v.sku ORDER BY s.sku FOR UPDATE OF s
  )
  UPDATE stock s SET words = n.words FROM named n WHERE s.sku = n.sku;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION write_words_of_moved_variants() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH named AS MATERIALIZED (
    SELECT s.sku, words_of_stock(s.sku, p.name) AS words
    FROM changed v JOIN former f ON f.sku = v.sku AND f.product_id <> v.product_id
    JOIN products p ON p.id = v.product_id JOIN stock s ON s.sku = v.sku ORDER BY s.sku FOR UPDATE OF s
  )
  UPDATE stock s SET words = n.words FROM named n WHERE s.sku = n.sku;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER stock_new_words BEFORE INSERT ON stock FOR EACH ROW EXECUTE FUNCTION write_words_of_new_stock();
--> statement-breakpoint
CREATE TRIGGER products_changed_stock_words AFTER UPDATE ON products REFERENCING OLD TABLE AS former NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION write_words_of_renamed_products();
--> statement-breakpoint
CREATE TRIGGER variants_changed_stock_words AFTER UPDATE ON variants REFERENCING OLD TABLE AS former NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION write_words_of_moved_variants();
