DROP INDEX "products_price";--> statement-breakpoint
ALTER TABLE "former_places" ADD COLUMN "currency" char(3);--> statement-breakpoint
CREATE INDEX "products_price" ON "products" USING btree ("currency","min_price_minor","id") WHERE deleted_at is null;--> statement-breakpoint
CREATE OR REPLACE FUNCTION remember_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO former_places (product_id, name, min_price_minor, currency, units_sold)
  VALUES (OLD.id, OLD.name, OLD.min_price_minor, OLD.currency, OLD.units_sold);
  NEW.placed_by := pg_current_xact_id();
  RETURN NEW;
END $$;
--> statement-breakpoint
DROP TRIGGER products_place ON products;--> statement-breakpoint
CREATE TRIGGER products_place BEFORE UPDATE OF name, min_price_minor, currency, units_sold ON products
  FOR EACH ROW WHEN ((OLD.name, OLD.min_price_minor, OLD.currency, OLD.units_sold)
    IS DISTINCT FROM (NEW.name, NEW.min_price_minor, NEW.currency, NEW.units_sold))
  EXECUTE FUNCTION remember_place();
