ALTER TABLE "promotions" ADD COLUMN "creation_key" text;--> statement-breakpoint
ALTER TABLE "promotions" ADD COLUMN "request_hash" text;--> statement-breakpoint
ALTER TABLE "shipping_zones" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "tax_rates" ADD COLUMN "creation_key" text;--> statement-breakpoint
ALTER TABLE "tax_rates" ADD COLUMN "request_hash" text;--> statement-breakpoint
CREATE UNIQUE INDEX "promotions_creation" ON "promotions" USING btree ("creation_key");--> statement-breakpoint
CREATE UNIQUE INDEX "tax_rates_creation" ON "tax_rates" USING btree ("creation_key");