-- Responses with prices are invalidated when a market, a price list or a tax class changes. One subject is enough: such changes
-- are rare, and can affect any product.
CREATE FUNCTION note_change_of_prices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO outbox (subject_id, transaction)
  VALUES ('prices', pg_current_xact_id()::text::bigint) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER markets_note_change AFTER INSERT OR UPDATE OR DELETE ON markets
  FOR EACH STATEMENT EXECUTE FUNCTION note_change_of_prices();
--> statement-breakpoint
CREATE TRIGGER market_countries_note_change AFTER INSERT OR UPDATE OR DELETE ON market_countries
  FOR EACH STATEMENT EXECUTE FUNCTION note_change_of_prices();
--> statement-breakpoint
CREATE TRIGGER price_lists_note_change AFTER INSERT OR UPDATE OR DELETE ON price_lists
  FOR EACH STATEMENT EXECUTE FUNCTION note_change_of_prices();
--> statement-breakpoint
CREATE TRIGGER prices_note_change AFTER INSERT OR UPDATE OR DELETE ON prices
  FOR EACH STATEMENT EXECUTE FUNCTION note_change_of_prices();
--> statement-breakpoint
CREATE TRIGGER tax_classes_note_change AFTER INSERT OR UPDATE OR DELETE ON tax_classes
  FOR EACH STATEMENT EXECUTE FUNCTION note_change_of_prices();
