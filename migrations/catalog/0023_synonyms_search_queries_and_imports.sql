CREATE TABLE "import_chunks" (
	"job_id" text NOT NULL,
	"upload" text NOT NULL,
	"position" integer NOT NULL,
	"lines" jsonb NOT NULL,
	CONSTRAINT "import_chunks_job_id_upload_position_pk" PRIMARY KEY("job_id","upload","position")
);
--> statement-breakpoint
CREATE TABLE "import_errors" (
	"job_id" text NOT NULL,
	"line" integer NOT NULL,
	"slug" text,
	"code" text NOT NULL,
	"message" text NOT NULL,
	"field" text[] NOT NULL,
	"content" text,
	CONSTRAINT "import_errors_job_id_line_pk" PRIMARY KEY("job_id","line")
);
--> statement-breakpoint
CREATE TABLE "import_jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"created_by" text,
	"idempotency_key" text NOT NULL,
	"request_hash" text NOT NULL,
	"file_name" text NOT NULL,
	"size" integer NOT NULL,
	"dry_run" boolean NOT NULL,
	"status" text DEFAULT 'WAITING_FOR_FILE' NOT NULL,
	"upload" text,
	"line_count" integer,
	"processed_count" integer DEFAULT 0 NOT NULL,
	"created_count" integer DEFAULT 0 NOT NULL,
	"updated_count" integer DEFAULT 0 NOT NULL,
	"failed_count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"completed_at" timestamp (3) with time zone,
	"lease" text DEFAULT '' NOT NULL,
	"leased_until" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "import_keys" (
	"job_id" text NOT NULL,
	"key" text NOT NULL,
	"line" integer NOT NULL,
	CONSTRAINT "import_keys_job_id_key_pk" PRIMARY KEY("job_id","key")
);
--> statement-breakpoint
CREATE TABLE "index_rebuilds" (
	"id" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"index_name" text DEFAULT '' NOT NULL,
	"after" text DEFAULT '' NOT NULL,
	"product_count" integer NOT NULL,
	"processed_count" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"completed_at" timestamp (3) with time zone,
	"lease" text DEFAULT '' NOT NULL,
	"leased_until" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_queries" (
	"day" date NOT NULL,
	"query" text NOT NULL,
	"searches" integer NOT NULL,
	"results" integer NOT NULL,
	"clicks" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "search_queries_day_query_pk" PRIMARY KEY("day","query")
);
--> statement-breakpoint
CREATE TABLE "synonym_groups" (
	"id" text PRIMARY KEY NOT NULL,
	"words" text[] NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text
);
--> statement-breakpoint
CREATE TABLE "synonym_words" (
	"key" text PRIMARY KEY NOT NULL,
	"group_id" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "import_chunks" ADD CONSTRAINT "import_chunks_job_id_import_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."import_jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_errors" ADD CONSTRAINT "import_errors_job_id_import_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."import_jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_keys" ADD CONSTRAINT "import_keys_job_id_import_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."import_jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "synonym_words" ADD CONSTRAINT "synonym_words_group_id_synonym_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."synonym_groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "import_jobs_key" ON "import_jobs" USING btree (coalesce(created_by, ''),"idempotency_key");--> statement-breakpoint
CREATE INDEX "import_jobs_open" ON "import_jobs" USING btree ("leased_until") WHERE status in ('WAITING_FOR_FILE', 'RUNNING');--> statement-breakpoint
CREATE UNIQUE INDEX "index_rebuilds_running" ON "index_rebuilds" USING btree ("status") WHERE status = 'RUNNING';--> statement-breakpoint
CREATE INDEX "synonym_words_group" ON "synonym_words" USING btree ("group_id");
--> statement-breakpoint
-- The groups that earlier releases had in a file.
INSERT INTO "synonym_groups" ("id", "words") VALUES
	('syn_00000000000000000000000001', '{"couch","sofa","settee"}'),
	('syn_00000000000000000000000002', '{"tv","television"}'),
	('syn_00000000000000000000000003', '{"fridge","refrigerator"}'),
	('syn_00000000000000000000000004', '{"rug","carpet"}'),
	('syn_00000000000000000000000005', '{"trash can","garbage can","garbage bin","rubbish bin","waste bin","waste basket"}'),
	('syn_00000000000000000000000006', '{"night stand","nightstand","bedside table"}'),
	('syn_00000000000000000000000007', '{"backpack","rucksack"}'),
	('syn_00000000000000000000000008', '{"tee","t shirt","tshirt"}'),
	('syn_00000000000000000000000009', '{"trousers","pants"}'),
	('syn_00000000000000000000000010', '{"sneakers","trainers"}'),
	('syn_00000000000000000000000011', '{"jumper","sweater","pullover"}'),
	('syn_00000000000000000000000012', '{"slow cooker","crock pot"}'),
	('syn_00000000000000000000000013', '{"frying pan","skillet"}'),
	('syn_00000000000000000000000014', '{"cell phone","mobile phone","smartphone"}'),
	('syn_00000000000000000000000015', '{"laptop","notebook computer"}'),
	('syn_00000000000000000000000016', '{"headphones","earphones"}'),
	('syn_00000000000000000000000017', '{"lamp","light"}'),
	('syn_00000000000000000000000018', '{"cup","mug"}'),
	('syn_00000000000000000000000019', '{"curtain","drape"}'),
	('syn_00000000000000000000000020', '{"wardrobe","closet"}'),
	('syn_00000000000000000000000021', '{"hoover","vacuum","vacuum cleaner"}'),
	('syn_00000000000000000000000022', '{"stroller","pram","pushchair"}'),
	('syn_00000000000000000000000023', '{"diaper","nappy"}'),
	('syn_00000000000000000000000024', '{"flashlight","torch"}'),
	('syn_00000000000000000000000025', '{"color","colour"}'),
	('syn_00000000000000000000000026', '{"gray","grey"}'),
	('syn_00000000000000000000000027', '{"jewelry","jewellery"}'),
	('syn_00000000000000000000000028', '{"mold","mould"}'),
	('syn_00000000000000000000000029', '{"organizer","organiser"}');
--> statement-breakpoint
INSERT INTO "synonym_words" ("key", "group_id") VALUES
	('couch', 'syn_00000000000000000000000001'),
	('sofa', 'syn_00000000000000000000000001'),
	('settee', 'syn_00000000000000000000000001'),
	('tv', 'syn_00000000000000000000000002'),
	('television', 'syn_00000000000000000000000002'),
	('fridge', 'syn_00000000000000000000000003'),
	('refrigerator', 'syn_00000000000000000000000003'),
	('rug', 'syn_00000000000000000000000004'),
	('carpet', 'syn_00000000000000000000000004'),
	('trash can', 'syn_00000000000000000000000005'),
	('garbage can', 'syn_00000000000000000000000005'),
	('garbage bin', 'syn_00000000000000000000000005'),
	('rubbish bin', 'syn_00000000000000000000000005'),
	('waste bin', 'syn_00000000000000000000000005'),
	('waste basket', 'syn_00000000000000000000000005'),
	('night stand', 'syn_00000000000000000000000006'),
	('nightstand', 'syn_00000000000000000000000006'),
	('bedside table', 'syn_00000000000000000000000006'),
	('backpack', 'syn_00000000000000000000000007'),
	('rucksack', 'syn_00000000000000000000000007'),
	('tee', 'syn_00000000000000000000000008'),
	('t shirt', 'syn_00000000000000000000000008'),
	('tshirt', 'syn_00000000000000000000000008'),
	('trouser', 'syn_00000000000000000000000009'),
	('pant', 'syn_00000000000000000000000009'),
	('sneaker', 'syn_00000000000000000000000010'),
	('trainer', 'syn_00000000000000000000000010'),
	('jumper', 'syn_00000000000000000000000011'),
	('sweater', 'syn_00000000000000000000000011'),
	('pullover', 'syn_00000000000000000000000011'),
	('slow cooker', 'syn_00000000000000000000000012'),
	('crock pot', 'syn_00000000000000000000000012'),
	('frying pan', 'syn_00000000000000000000000013'),
	('skillet', 'syn_00000000000000000000000013'),
	('cell phone', 'syn_00000000000000000000000014'),
	('mobile phone', 'syn_00000000000000000000000014'),
	('smartphone', 'syn_00000000000000000000000014'),
	('laptop', 'syn_00000000000000000000000015'),
	('notebook computer', 'syn_00000000000000000000000015'),
	('headphone', 'syn_00000000000000000000000016'),
	('earphone', 'syn_00000000000000000000000016'),
	('lamp', 'syn_00000000000000000000000017'),
	('light', 'syn_00000000000000000000000017'),
	('cup', 'syn_00000000000000000000000018'),
	('mug', 'syn_00000000000000000000000018'),
	('curtain', 'syn_00000000000000000000000019'),
	('drape', 'syn_00000000000000000000000019'),
	('wardrobe', 'syn_00000000000000000000000020'),
	('closet', 'syn_00000000000000000000000020'),
	('hoover', 'syn_00000000000000000000000021'),
	('vacuum', 'syn_00000000000000000000000021'),
	('vacuum cleaner', 'syn_00000000000000000000000021'),
	('stroller', 'syn_00000000000000000000000022'),
	('pram', 'syn_00000000000000000000000022'),
	('pushchair', 'syn_00000000000000000000000022'),
	('diaper', 'syn_00000000000000000000000023'),
	('nappy', 'syn_00000000000000000000000023'),
	('flashlight', 'syn_00000000000000000000000024'),
	('torch', 'syn_00000000000000000000000024'),
	('color', 'syn_00000000000000000000000025'),
	('colour', 'syn_00000000000000000000000025'),
	('gray', 'syn_00000000000000000000000026'),
	('grey', 'syn_00000000000000000000000026'),
	('jewelry', 'syn_00000000000000000000000027'),
	('jewellery', 'syn_00000000000000000000000027'),
	('mold', 'syn_00000000000000000000000028'),
	('mould', 'syn_00000000000000000000000028'),
	('organizer', 'syn_00000000000000000000000029'),
	('organiser', 'syn_00000000000000000000000029');
--> statement-breakpoint
-- A change of synonyms is published like one of a product: see note_change_of_prices.
CREATE FUNCTION note_change_of_synonyms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO outbox (subject_id, transaction)
  VALUES ('synonyms', pg_current_xact_id()::text::bigint) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER synonym_groups_note_change AFTER INSERT OR UPDATE OR DELETE ON synonym_groups
  FOR EACH STATEMENT EXECUTE FUNCTION note_change_of_synonyms();
