ALTER TABLE "outbox" ADD COLUMN "last_error" text;--> statement-breakpoint
CREATE INDEX "outbox_failed" ON "outbox" USING btree ("created_at","id") WHERE "outbox"."last_error" is not null;--> statement-breakpoint
CREATE INDEX "security_events_type" ON "security_events" USING btree ("type","at","id");--> statement-breakpoint
CREATE INDEX "security_events_address" ON "security_events" USING btree ("address_hash","at","id");--> statement-breakpoint
CREATE INDEX "users_registered" ON "users" USING btree ("created_at","id") WHERE "users"."email" is not null;--> statement-breakpoint
CREATE INDEX "users_staff" ON "users" USING btree ("created_at","id") WHERE "users"."roles" && '{SUPPORT,CATALOG_MANAGER,ADMIN}'::text[];--> statement-breakpoint
CREATE INDEX "users_disabled" ON "users" USING btree ("created_at","id") WHERE "users"."disabled";