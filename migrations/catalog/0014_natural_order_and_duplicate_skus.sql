CREATE COLLATION "natural_order" (provider = icu, locale = 'und-u-kn-true');--> statement-breakpoint
DROP INDEX "products_name";--> statement-breakpoint
CREATE INDEX "products_name" ON "products" USING btree (name collate natural_order,"id") WHERE deleted_at is null;--> statement-breakpoint
ALTER TABLE "variants" ADD COLUMN "is_duplicate" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE variants v SET is_duplicate = true
WHERE EXISTS (SELECT 1 FROM variants o WHERE lower(o.sku) = lower(v.sku) AND o.sku < v.sku);--> statement-breakpoint
DO $$
DECLARE pairs text;
BEGIN
  SELECT string_agg(v.sku, ', ' ORDER BY lower(v.sku), v.sku) INTO pairs FROM variants v
  WHERE EXISTS (SELECT 1 FROM variants o WHERE lower(o.sku) = lower(v.sku) AND o.sku <> v.sku);
  IF pairs IS NOT NULL THEN
    RAISE WARNING 'SKUs that differ in case only, left unchanged: %', pairs;
  END IF;
END $$;--> statement-breakpoint
CREATE UNIQUE INDEX "variants_sku_any_case" ON "variants" USING btree (lower(sku)) WHERE not is_duplicate;
