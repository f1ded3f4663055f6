ALTER TABLE "users" ADD COLUMN "tax_id" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "tax_id_status" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "tax_id_name" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "tax_id_checked_at" timestamp (3) with time zone;