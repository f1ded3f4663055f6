ALTER TABLE "reservation_redemptions" ADD COLUMN "counts_promotion" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "reservation_redemptions" ADD COLUMN "counts_code" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "pricing" jsonb;