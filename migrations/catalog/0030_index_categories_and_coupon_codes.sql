CREATE INDEX "coupon_codes_prefix" ON "coupon_codes" USING btree ("promotion_id",upper(code) collate "C");--> statement-breakpoint
CREATE INDEX "products_categories" ON "products" USING btree ("category_ids") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "reservation_redemptions_code" ON "reservation_redemptions" USING btree ("promotion_id","code_id");--> statement-breakpoint
DROP INDEX "reservation_redemptions_promotion";