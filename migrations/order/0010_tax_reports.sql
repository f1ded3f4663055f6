CREATE TABLE "tax_reports" (
	"reference" text PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"transaction_id" text,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
