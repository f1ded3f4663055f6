CREATE TABLE "payment_attempts" (
	"order_id" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"account_id" text NOT NULL,
	"address_hash" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"declined_at" timestamp (3) with time zone,
	CONSTRAINT "payment_attempts_order_id_idempotency_key_pk" PRIMARY KEY("order_id","idempotency_key")
);
--> statement-breakpoint
CREATE INDEX "payment_attempts_account" ON "payment_attempts" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "payment_attempts_address" ON "payment_attempts" USING btree ("address_hash");--> statement-breakpoint
CREATE INDEX "payment_attempts_started" ON "payment_attempts" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "orders_number" ON "orders" USING btree ("number");