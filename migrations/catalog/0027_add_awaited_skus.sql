CREATE TABLE "awaited_skus" (
	"sku" text PRIMARY KEY NOT NULL,
	"marks" integer DEFAULT 1 NOT NULL,
	"marked_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "awaited_skus_oldest" ON "awaited_skus" USING btree ("marked_at");