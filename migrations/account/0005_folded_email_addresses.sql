DROP INDEX "users_email";--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "email_key" text;--> statement-breakpoint
-- SQL cannot fold letters of other scripts as the service does. Its cron job fills those rows.
UPDATE "users" SET "email_key" = lower("email" COLLATE "C") WHERE "email" ~ '^[!-~]+$';--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_key" ON "users" USING btree ("email_key");--> statement-breakpoint
CREATE INDEX "users_without_email_key" ON "users" USING btree ("id") WHERE "users"."email" is not null and "users"."email_key" is null;