CREATE TABLE "dead_facts" (
	"id" text PRIMARY KEY NOT NULL,
	"body" jsonb NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"replayed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE INDEX "dead_facts_newest" ON "dead_facts" USING btree ("received_at","id");