ALTER TABLE "stock_changes" ADD COLUMN "available" integer;--> statement-breakpoint
ALTER TABLE "stock_changes" ADD COLUMN "reserved" integer;