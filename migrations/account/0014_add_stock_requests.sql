CREATE TABLE "stock_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"sku" text NOT NULL,
	"email" text NOT NULL,
	"email_key" text NOT NULL,
	"user_id" text,
	"locale" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "stock_requests" ADD CONSTRAINT "stock_requests_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "stock_requests_sku" ON "stock_requests" USING btree ("sku","email_key");--> statement-breakpoint
CREATE INDEX "stock_requests_email" ON "stock_requests" USING btree ("email_key");--> statement-breakpoint
CREATE INDEX "stock_requests_user" ON "stock_requests" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "stock_requests_oldest" ON "stock_requests" USING btree ("created_at");