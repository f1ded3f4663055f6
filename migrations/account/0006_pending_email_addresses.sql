DROP INDEX "mail_tokens_hash";--> statement-breakpoint
ALTER TABLE "mail_tokens" DROP CONSTRAINT "mail_tokens_user_id_purpose_pk";--> statement-breakpoint
ALTER TABLE "mail_tokens" ADD PRIMARY KEY ("hash");--> statement-breakpoint
ALTER TABLE "mail_tokens" ADD COLUMN "email_key" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "pending_email" text;--> statement-breakpoint
CREATE INDEX "mail_tokens_user" ON "mail_tokens" USING btree ("user_id","purpose");--> statement-breakpoint
CREATE INDEX "mail_tokens_reserved" ON "mail_tokens" USING btree ("email_key") WHERE "mail_tokens"."email_key" is not null;