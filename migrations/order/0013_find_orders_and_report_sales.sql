ALTER TABLE "orders" ADD COLUMN "country_code" char(2);--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "search_keys" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "confirmed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "rejection_code" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "discount_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "reverse_charge_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "taxes_included" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "unit_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "refunds" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "last_refunded_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "orders_status" ON "orders" USING btree ("status","placed_at","id") WHERE "orders"."placed_at" is not null;--> statement-breakpoint
CREATE INDEX "orders_country" ON "orders" USING btree ("country_code","placed_at","id") WHERE "orders"."placed_at" is not null;--> statement-breakpoint
CREATE INDEX "orders_total" ON "orders" USING btree ("currency",(- "total_minor"),"id") WHERE "orders"."placed_at" is not null;--> statement-breakpoint
CREATE INDEX "orders_search" ON "orders" USING gin (array_to_tsvector("search_keys")) WITH (fastupdate=false) WHERE "orders"."placed_at" is not null;--> statement-breakpoint
CREATE INDEX "orders_unsettled" ON "orders" USING btree ("placed_at","id") WHERE "orders"."placed_at" is not null and ("orders"."deadline_at" is not null or "orders"."status" = 'NEEDS_ATTENTION');--> statement-breakpoint
CREATE INDEX "orders_changed" ON "orders" USING btree ("updated_at","id") WHERE "orders"."placed_at" is not null;--> statement-breakpoint
CREATE INDEX "orders_confirmed" ON "orders" USING btree ("currency","confirmed_at") WHERE "orders"."confirmed_at" is not null;--> statement-breakpoint
CREATE INDEX "orders_refunded" ON "orders" USING btree ("currency","last_refunded_at") WHERE "orders"."last_refunded_at" is not null;