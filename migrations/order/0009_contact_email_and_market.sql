ALTER TABLE "orders" ADD COLUMN "email" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "email_key" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "market_id" text;--> statement-breakpoint
CREATE INDEX "orders_email" ON "orders" USING btree ("email_key","placed_at","id");--> statement-breakpoint
CREATE INDEX "orders_market" ON "orders" USING btree ("market_id","placed_at","id");