CREATE TABLE "counted_security_events" (
	"id" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"user_id" text,
	"actor" text NOT NULL,
	"operation" text NOT NULL,
	"address_hash" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"count" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX "counted_security_events_newest" ON "counted_security_events" USING btree ("at","id");--> statement-breakpoint
-- The existing table becomes the first partition. No row is copied.
ALTER TABLE "security_events" RENAME TO "security_events_first";--> statement-breakpoint
ALTER INDEX "security_events_newest" RENAME TO "security_events_first_newest";--> statement-breakpoint
ALTER INDEX "security_events_user" RENAME TO "security_events_first_user";--> statement-breakpoint
ALTER TABLE "security_events_first" DROP CONSTRAINT "security_events_pkey";--> statement-breakpoint
ALTER TABLE "security_events_first" ADD CONSTRAINT "security_events_first_pk" PRIMARY KEY("id","at");--> statement-breakpoint
ALTER TABLE "security_events_first" ADD COLUMN "detail" jsonb;--> statement-breakpoint
CREATE TABLE "security_events" (
	"id" text NOT NULL,
	"type" text NOT NULL,
	"user_id" text,
	"actor" text NOT NULL,
	"address_hash" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"subject" text,
	"detail" jsonb,
	CONSTRAINT "security_events_id_at_pk" PRIMARY KEY("id","at")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE INDEX "security_events_newest" ON "security_events" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "security_events_user" ON "security_events" USING btree ("user_id","at","id");--> statement-breakpoint
DO $$
BEGIN
  EXECUTE format(
    'ALTER TABLE security_events ATTACH PARTITION security_events_first FOR VALUES FROM (MINVALUE) TO (%L)',
    (date_trunc('month', now() AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC'
  );
END $$;
--> statement-breakpoint
-- Creates the partitions of the next six months, and drops those that ended 400 days ago. It runs with the rights of its
-- owner, because the service's role owns no table. So the service can neither shorten the retention nor drop other rows.
CREATE FUNCTION maintain_security_events() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' SET timezone = 'UTC' AS $$
DECLARE
  month timestamptz;
  partition record;
BEGIN
  PERFORM pg_advisory_xact_lock(7362);
  FOR ahead IN 1..6 LOOP
    month := date_trunc('month', now()) + make_interval(months => ahead);
    IF to_regclass(format('public.security_events_%s', to_char(month, 'YYYY_MM'))) IS NULL THEN
      EXECUTE format(
        'CREATE TABLE public.%I PARTITION OF public.security_events FOR VALUES FROM (%L) TO (%L)',
        format('security_events_%s', to_char(month, 'YYYY_MM')), month, month + interval '1 month'
      );
    END IF;
  END LOOP;
  FOR partition IN
    SELECT child.relname AS name, substring(pg_get_expr(child.relpartbound, child.oid) FROM 'TO \(''(.*)''\)') AS ends
    FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
    WHERE inhparent = 'public.security_events'::regclass
  LOOP
    IF partition.ends::timestamptz < now() - interval '400 days' THEN
      EXECUTE format('DROP TABLE public.%I', partition.name);
    END IF;
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION maintain_security_events() FROM public;--> statement-breakpoint
SELECT maintain_security_events();--> statement-breakpoint
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER security_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON security_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Also for statements on a partition. New partitions inherit it. Dropping a partition fires no trigger.
CREATE TRIGGER security_events_rows_append_only BEFORE UPDATE OR DELETE ON security_events
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
