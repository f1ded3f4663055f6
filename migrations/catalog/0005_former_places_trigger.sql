CREATE FUNCTION remember_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO former_places (product_id, name, min_price_minor, units_sold)
  VALUES (OLD.id, OLD.name, OLD.min_price_minor, OLD.units_sold);
  NEW.placed_by := pg_current_xact_id();
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER products_place BEFORE UPDATE OF name, min_price_minor, units_sold ON products
  FOR EACH ROW WHEN ((OLD.name, OLD.min_price_minor, OLD.units_sold) IS DISTINCT FROM (NEW.name, NEW.min_price_minor, NEW.units_sold))
  EXECUTE FUNCTION remember_place();
