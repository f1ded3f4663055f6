-- Carts end 30 days after their last change. The cron job looks at each existing cart once, and then at its end.
UPDATE "orders" SET "deadline_at" = "updated_at" + interval '30 days 1 hour'
WHERE "deadline_at" IS NULL AND ("status" = 'CART' OR ("status" = 'CANCELLED' AND "placed_at" IS NULL));
