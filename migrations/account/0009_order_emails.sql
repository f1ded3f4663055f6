CREATE TABLE "order_emails" (
	"event_id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "order_emails_oldest" ON "order_emails" USING btree ("at");