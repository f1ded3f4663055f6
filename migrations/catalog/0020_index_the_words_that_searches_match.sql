CREATE INDEX "products_terms" ON "products" USING gin (ts_filter(search, '{a,b,c}'));--> statement-breakpoint
DROP INDEX "products_search";
