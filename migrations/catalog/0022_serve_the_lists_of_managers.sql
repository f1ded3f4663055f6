CREATE TABLE "product_changes" (
	"product_id" text NOT NULL,
	"version" integer NOT NULL,
	"actor" text NOT NULL,
	"fields" text[] NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "product_changes_product_id_version_pk" PRIMARY KEY("product_id","version")
);
--> statement-breakpoint
DROP INDEX "stock_ledger_sku";--> statement-breakpoint
ALTER TABLE "categories" ADD COLUMN "position" integer;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "deleted_skus" text[];--> statement-breakpoint
ALTER TABLE "stock" ADD COLUMN "low_stock_threshold" integer;--> statement-breakpoint
ALTER TABLE "product_changes" ADD CONSTRAINT "product_changes_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "product_changes_at" ON "product_changes" USING btree ("at");--> statement-breakpoint
CREATE INDEX "stock_thresholds" ON "stock" USING btree ("sku") WHERE low_stock_threshold is not null;--> statement-breakpoint
CREATE INDEX "stock_ledger_newest" ON "stock_ledger" USING btree ("sku","id");--> statement-breakpoint
CREATE INDEX "variants_sku_parts" ON "variants" USING gin (lower(sku) gin_trgm_ops);