CREATE TABLE "unpaid_orders" (
	"payment_id" text PRIMARY KEY NOT NULL,
	"position" bigserial NOT NULL,
	"order_id" text NOT NULL,
	"account_id" text NOT NULL,
	"is_guest" boolean NOT NULL,
	"address_hash" text,
	"units" integer NOT NULL,
	"skus" text[] NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD COLUMN "is_guest" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "unpaid_orders_account" ON "unpaid_orders" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "unpaid_orders_address" ON "unpaid_orders" USING btree ("address_hash");--> statement-breakpoint
CREATE INDEX "unpaid_orders_started" ON "unpaid_orders" USING btree ("started_at");