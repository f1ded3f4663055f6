ALTER TABLE "products" ADD COLUMN "option_text" text DEFAULT '' NOT NULL;--> statement-breakpoint
UPDATE products p SET option_text = coalesce((
  SELECT string_agg(DISTINCT o.value, ' ') FROM variants v CROSS JOIN LATERAL jsonb_to_recordset(v.options) AS o(value text)
  WHERE v.product_id = p.id AND v.deleted_at IS NULL
), '');--> statement-breakpoint
ALTER TABLE "products" drop column "search";--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english', name), 'A') || setweight(to_tsvector('english', category_text || ' ' || coalesce(brand, '')), 'B') || setweight(jsonb_to_tsvector('english', attributes, '["string"]') || to_tsvector('english', option_text), 'C') || setweight(to_tsvector('english', description), 'D')) STORED;--> statement-breakpoint
CREATE INDEX "products_search" ON "products" USING gin ("search");
