CREATE TABLE "placement_keys" (
	"account_id" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"order_id" text NOT NULL,
	CONSTRAINT "placement_keys_account_id_idempotency_key_pk" PRIMARY KEY("account_id","idempotency_key")
);
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "from_cart" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "placement_keys" ADD CONSTRAINT "placement_keys_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "placement_keys_order" ON "placement_keys" USING btree ("order_id");
--> statement-breakpoint
UPDATE "orders" SET "from_cart" = true WHERE "status" = 'CART';--> statement-breakpoint
CREATE FUNCTION record_placement_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.account_id <> OLD.account_id THEN
    -- A key that the new account used for another order stays with the former account.
    UPDATE placement_keys k SET account_id = NEW.account_id
    WHERE k.order_id = NEW.id AND k.account_id = OLD.account_id AND NOT EXISTS (
      SELECT FROM placement_keys o WHERE o.account_id = NEW.account_id AND o.idempotency_key = k.idempotency_key
    );
  END IF;
  IF NEW.idempotency_key IS NOT NULL THEN
    INSERT INTO placement_keys (account_id, idempotency_key, order_id)
    VALUES (NEW.account_id, NEW.idempotency_key, NEW.id) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
      PERFORM FROM placement_keys
      WHERE account_id = NEW.account_id AND idempotency_key = NEW.idempotency_key AND order_id = NEW.id;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'the idempotency key belongs to another order'
          USING ERRCODE = 'unique_violation', CONSTRAINT = 'orders_account_key';
      END IF;
    END IF;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER orders_inserted_key AFTER INSERT ON "orders" FOR EACH ROW
  WHEN (NEW.idempotency_key IS NOT NULL) EXECUTE FUNCTION record_placement_key();
--> statement-breakpoint
CREATE TRIGGER orders_updated_key AFTER UPDATE OF account_id, idempotency_key ON "orders" FOR EACH ROW
  WHEN (NEW.account_id <> OLD.account_id OR NEW.idempotency_key IS DISTINCT FROM OLD.idempotency_key)
  EXECUTE FUNCTION record_placement_key();
--> statement-breakpoint
INSERT INTO "placement_keys" ("account_id", "idempotency_key", "order_id")
SELECT "account_id", "idempotency_key", "id" FROM "orders" WHERE "idempotency_key" IS NOT NULL ON CONFLICT DO NOTHING;
