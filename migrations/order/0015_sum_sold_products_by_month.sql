CREATE TABLE "sold_months" (
	"currency" char(3) NOT NULL,
	"month" timestamp (3) with time zone NOT NULL,
	"is_exact" boolean NOT NULL,
	CONSTRAINT "sold_months_currency_month_pk" PRIMARY KEY("currency","month")
);
--> statement-breakpoint
CREATE TABLE "sold_products" (
	"currency" char(3) NOT NULL,
	"month" timestamp (3) with time zone NOT NULL,
	"product_id" text NOT NULL,
	"units" bigint NOT NULL,
	"revenue_minor" bigint NOT NULL,
	CONSTRAINT "sold_products_currency_month_product_id_pk" PRIMARY KEY("currency","month","product_id")
);
--> statement-breakpoint
CREATE FUNCTION mark_sold_months() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Also without a change, this locks the row until the end of the transaction: sums that are computed meanwhile wait.
  INSERT INTO sold_months (currency, month, is_exact)
  SELECT DISTINCT o.currency, date_trunc('month', o.placed_at, 'UTC'), false
  FROM (VALUES (OLD.currency, OLD.placed_at, OLD.confirmed_at), (NEW.currency, NEW.placed_at, NEW.confirmed_at))
    AS o(currency, placed_at, confirmed_at)
  WHERE o.confirmed_at IS NOT NULL AND o.placed_at IS NOT NULL
  ORDER BY 1, 2
  ON CONFLICT (currency, month) DO UPDATE SET is_exact = false WHERE sold_months.is_exact;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER orders_inserted_sold AFTER INSERT ON "orders" FOR EACH ROW
  WHEN (NEW.confirmed_at IS NOT NULL AND NEW.placed_at < date_trunc('month', now(), 'UTC'))
  EXECUTE FUNCTION mark_sold_months();
--> statement-breakpoint
CREATE TRIGGER orders_deleted_sold AFTER DELETE ON "orders" FOR EACH ROW
  WHEN (OLD.confirmed_at IS NOT NULL AND OLD.placed_at < date_trunc('month', now(), 'UTC'))
  EXECUTE FUNCTION mark_sold_months();
--> statement-breakpoint
CREATE TRIGGER orders_updated_sold AFTER UPDATE OF lines, currency, placed_at, confirmed_at ON "orders" FOR EACH ROW
  WHEN ((OLD.confirmed_at IS NOT NULL OR NEW.confirmed_at IS NOT NULL)
    AND least(OLD.placed_at, NEW.placed_at) < date_trunc('month', now(), 'UTC')
    AND (OLD.lines, OLD.currency, OLD.placed_at, OLD.confirmed_at)
      IS DISTINCT FROM (NEW.lines, NEW.currency, NEW.placed_at, NEW.confirmed_at))
  EXECUTE FUNCTION mark_sold_months();
