CREATE TABLE "coupon_batches" (
	"key" text PRIMARY KEY NOT NULL,
	"promotion_id" text NOT NULL,
	"request_hash" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "coupon_codes" (
	"id" text PRIMARY KEY NOT NULL,
	"promotion_id" text NOT NULL,
	"code" text NOT NULL,
	"usage_limit" integer,
	"reserved" integer DEFAULT 0 NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"batch_key" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "coupon_codes_counts_not_negative" CHECK (reserved >= 0 and used >= 0),
	CONSTRAINT "coupon_codes_usage_limit" CHECK (usage_limit is null or reserved + used <= usage_limit)
);
--> statement-breakpoint
CREATE TABLE "market_countries" (
	"country_code" text PRIMARY KEY NOT NULL,
	"market_id" text NOT NULL,
	"position" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "markets" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"position" integer GENERATED ALWAYS AS IDENTITY (sequence name "markets_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"currencies" text[] NOT NULL,
	"taxes_included" boolean NOT NULL,
	"tax_rounding" text NOT NULL,
	CONSTRAINT "markets_tax_rounding" CHECK (tax_rounding in ('LINE', 'ORDER')),
	CONSTRAINT "markets_currencies_not_empty" CHECK (cardinality(currencies) > 0)
);
--> statement-breakpoint
CREATE TABLE "price_lists" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"priority" integer DEFAULT 0 NOT NULL,
	"market_ids" text[] DEFAULT '{}' NOT NULL,
	"customer_group_ids" text[] DEFAULT '{}' NOT NULL,
	"starts_at" timestamp (3) with time zone,
	"ends_at" timestamp (3) with time zone,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "price_lists_type" CHECK (type in ('SALE', 'OVERRIDE'))
);
--> statement-breakpoint
CREATE TABLE "prices" (
	"price_list_id" text NOT NULL,
	"sku" text NOT NULL,
	"currency" char(3) NOT NULL,
	"min_quantity" integer NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "prices_price_list_id_sku_currency_min_quantity_pk" PRIMARY KEY("price_list_id","sku","currency","min_quantity"),
	CONSTRAINT "prices_min_quantity" CHECK (min_quantity > 0)
);
--> statement-breakpoint
CREATE TABLE "promotion_customers" (
	"promotion_id" text NOT NULL,
	"customer_key" text NOT NULL,
	"usage_limit" integer NOT NULL,
	"reserved" integer DEFAULT 0 NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "promotion_customers_promotion_id_customer_key_pk" PRIMARY KEY("promotion_id","customer_key"),
	CONSTRAINT "promotion_customers_counts_not_negative" CHECK (reserved >= 0 and used >= 0),
	CONSTRAINT "promotion_customers_usage_limit" CHECK (reserved + used <= usage_limit)
);
--> statement-breakpoint
CREATE TABLE "promotions" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"class" text NOT NULL,
	"automatic" boolean NOT NULL,
	"priority" integer DEFAULT 0 NOT NULL,
	"combines_with" text[] DEFAULT '{}' NOT NULL,
	"conditions" jsonb NOT NULL,
	"reward" jsonb NOT NULL,
	"active" boolean DEFAULT false NOT NULL,
	"activated_at" timestamp (3) with time zone,
	"starts_at" timestamp (3) with time zone,
	"ends_at" timestamp (3) with time zone,
	"usage_limit" integer,
	"usage_limit_per_customer" integer,
	"reserved" integer DEFAULT 0 NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "promotions_class" CHECK (class in ('PRODUCT', 'ORDER', 'SHIPPING')),
	CONSTRAINT "promotions_counts_not_negative" CHECK (reserved >= 0 and used >= 0),
	CONSTRAINT "promotions_usage_limit" CHECK (usage_limit is null or reserved + used <= usage_limit)
);
--> statement-breakpoint
CREATE TABLE "reservation_redemptions" (
	"reservation_id" text NOT NULL,
	"promotion_id" text NOT NULL,
	"code_id" text,
	"customer_keys" text[] DEFAULT '{}' NOT NULL,
	"returned" boolean DEFAULT false NOT NULL,
	CONSTRAINT "reservation_redemptions_reservation_id_promotion_id_pk" PRIMARY KEY("reservation_id","promotion_id")
);
--> statement-breakpoint
CREATE TABLE "shipping_methods" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"position" integer NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"tax_class" text NOT NULL,
	"carrier" text,
	"rates" jsonb NOT NULL,
	"min_delivery_days" integer,
	"max_delivery_days" integer,
	"active" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shipping_zones" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"country_codes" text[] NOT NULL,
	"regions" text[] DEFAULT '{}' NOT NULL,
	"postal_code_prefixes" text[] DEFAULT '{}' NOT NULL,
	CONSTRAINT "shipping_zones_area_of_one_country" CHECK (cardinality(country_codes) = 1 or (cardinality(regions) = 0 and cardinality(postal_code_prefixes) = 0))
);
--> statement-breakpoint
CREATE TABLE "tax_classes" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tax_rates" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"tax_class" text NOT NULL,
	"country_code" char(2) NOT NULL,
	"region" text,
	"postal_code_prefix" text,
	"rate_ppm" integer NOT NULL,
	"combinable" boolean NOT NULL,
	"starts_at" timestamp (3) with time zone,
	"ends_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tax_rates_rate" CHECK (rate_ppm between 0 and 1000000),
	CONSTRAINT "tax_rates_not_exempt" CHECK (tax_class <> 'exempt')
);
--> statement-breakpoint
CREATE TABLE "variant_prices" (
	"sku" text NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "variant_prices_sku_currency_pk" PRIMARY KEY("sku","currency")
);
--> statement-breakpoint
ALTER TABLE "variants" ADD COLUMN "tax_class" text DEFAULT 'standard' NOT NULL;--> statement-breakpoint
ALTER TABLE "variants" ADD COLUMN "weight_grams" integer;--> statement-breakpoint
ALTER TABLE "coupon_codes" ADD CONSTRAINT "coupon_codes_promotion_id_promotions_id_fk" FOREIGN KEY ("promotion_id") REFERENCES "public"."promotions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market_countries" ADD CONSTRAINT "market_countries_market_id_markets_id_fk" FOREIGN KEY ("market_id") REFERENCES "public"."markets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prices" ADD CONSTRAINT "prices_price_list_id_price_lists_id_fk" FOREIGN KEY ("price_list_id") REFERENCES "public"."price_lists"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prices" ADD CONSTRAINT "prices_sku_variants_sku_fk" FOREIGN KEY ("sku") REFERENCES "public"."variants"("sku") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotion_customers" ADD CONSTRAINT "promotion_customers_promotion_id_promotions_id_fk" FOREIGN KEY ("promotion_id") REFERENCES "public"."promotions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reservation_redemptions" ADD CONSTRAINT "reservation_redemptions_reservation_id_reservations_id_fk" FOREIGN KEY ("reservation_id") REFERENCES "public"."reservations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipping_methods" ADD CONSTRAINT "shipping_methods_zone_id_shipping_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."shipping_zones"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipping_methods" ADD CONSTRAINT "shipping_methods_tax_class_tax_classes_code_fk" FOREIGN KEY ("tax_class") REFERENCES "public"."tax_classes"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tax_rates" ADD CONSTRAINT "tax_rates_tax_class_tax_classes_code_fk" FOREIGN KEY ("tax_class") REFERENCES "public"."tax_classes"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "variant_prices" ADD CONSTRAINT "variant_prices_sku_variants_sku_fk" FOREIGN KEY ("sku") REFERENCES "public"."variants"("sku") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "coupon_codes_code" ON "coupon_codes" USING btree (upper(code));--> statement-breakpoint
CREATE INDEX "coupon_codes_promotion" ON "coupon_codes" USING btree ("promotion_id","id");--> statement-breakpoint
CREATE INDEX "market_countries_market" ON "market_countries" USING btree ("market_id");--> statement-breakpoint
CREATE UNIQUE INDEX "markets_slug" ON "markets" USING btree ("slug");--> statement-breakpoint
CREATE UNIQUE INDEX "price_lists_slug" ON "price_lists" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "prices_sku" ON "prices" USING btree ("sku","currency");--> statement-breakpoint
CREATE UNIQUE INDEX "promotions_slug" ON "promotions" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "promotions_newest" ON "promotions" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "promotions_automatic" ON "promotions" USING btree ("id") WHERE active and automatic;--> statement-breakpoint
CREATE INDEX "reservation_redemptions_promotion" ON "reservation_redemptions" USING btree ("promotion_id");--> statement-breakpoint
CREATE UNIQUE INDEX "shipping_methods_code" ON "shipping_methods" USING btree ("zone_id","code");--> statement-breakpoint
CREATE UNIQUE INDEX "shipping_zones_slug" ON "shipping_zones" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "tax_rates_country" ON "tax_rates" USING btree ("country_code");
--> statement-breakpoint
-- The markets, tax rates and shipping methods that the order service had in its code. Orders keep their totals.
INSERT INTO "tax_classes" ("code", "name") VALUES ('standard', 'Standard'), ('exempt', 'Exempt');
--> statement-breakpoint
INSERT INTO "markets" ("id", "slug", "name", "currencies", "taxes_included", "tax_rounding") VALUES
	('mkt_00000000000000000000000001', 'tax-included', 'Prices include tax', '{USD,EUR,GBP,JPY,KWD,INR}', true, 'LINE'),
	('mkt_00000000000000000000000002', 'tax-added', 'Tax is added to prices', '{USD,EUR,GBP,JPY,KWD,INR}', false, 'LINE'),
	('mkt_00000000000000000000000003', 'rest-of-world', 'Rest of the world', '{USD,EUR,GBP,JPY,KWD,INR}', true, 'LINE');
--> statement-breakpoint
INSERT INTO "market_countries" ("country_code", "market_id", "position") VALUES
	('AT', 'mkt_00000000000000000000000001', 1),
	('BE', 'mkt_00000000000000000000000001', 2),
	('DE', 'mkt_00000000000000000000000001', 3),
	('ES', 'mkt_00000000000000000000000001', 4),
	('FR', 'mkt_00000000000000000000000001', 5),
	('GB', 'mkt_00000000000000000000000001', 6),
	('IE', 'mkt_00000000000000000000000001', 7),
	('IT', 'mkt_00000000000000000000000001', 8),
	('JP', 'mkt_00000000000000000000000001', 9),
	('NL', 'mkt_00000000000000000000000001', 10),
	('CA', 'mkt_00000000000000000000000002', 1),
	('SG', 'mkt_00000000000000000000000002', 2),
	('*', 'mkt_00000000000000000000000003', 1);
--> statement-breakpoint
INSERT INTO "tax_rates" ("id", "name", "tax_class", "country_code", "rate_ppm", "combinable") VALUES
	('txr_00000000000000000000000001', 'VAT', 'standard', 'AT', 200000, true),
	('txr_00000000000000000000000002', 'VAT', 'standard', 'BE', 210000, true),
	('txr_00000000000000000000000003', 'VAT', 'standard', 'DE', 190000, true),
	('txr_00000000000000000000000004', 'VAT', 'standard', 'ES', 210000, true),
	('txr_00000000000000000000000005', 'VAT', 'standard', 'FR', 200000, true),
	('txr_00000000000000000000000006', 'VAT', 'standard', 'GB', 200000, true),
	('txr_00000000000000000000000007', 'VAT', 'standard', 'IE', 230000, true),
	('txr_00000000000000000000000008', 'VAT', 'standard', 'IT', 220000, true),
	('txr_00000000000000000000000009', 'Consumption tax', 'standard', 'JP', 100000, true),
	('txr_00000000000000000000000010', 'VAT', 'standard', 'NL', 210000, true),
	('txr_00000000000000000000000011', 'GST', 'standard', 'CA', 50000, true),
	('txr_00000000000000000000000012', 'GST', 'standard', 'SG', 90000, true);
--> statement-breakpoint
INSERT INTO "shipping_zones" ("id", "slug", "name", "country_codes") VALUES
	('shz_00000000000000000000000001', 'benelux-and-germany', 'Belgium, Germany and the Netherlands', '{NL,BE,DE}'),
	('shz_00000000000000000000000002', 'rest-of-world', 'Rest of the world', '{}');
--> statement-breakpoint
INSERT INTO "shipping_methods" ("id", "zone_id", "position", "code", "name", "tax_class", "rates") VALUES
	('shm_00000000000000000000000001', 'shz_00000000000000000000000001', 1, 'standard', 'Standard', 'standard', '[{"price": "0", "currency": "USD"}, {"price": "0", "currency": "EUR"}, {"price": "0", "currency": "GBP"}, {"price": "0", "currency": "JPY"}, {"price": "0", "currency": "KWD"}, {"price": "0", "currency": "INR"}]'),
	('shm_00000000000000000000000002', 'shz_00000000000000000000000001', 2, 'express', 'Express', 'standard', '[{"price": "1500", "currency": "USD"}, {"price": "1400", "currency": "EUR"}, {"price": "1200", "currency": "GBP"}, {"price": "2200", "currency": "JPY"}, {"price": "4500", "currency": "KWD"}, {"price": "125000", "currency": "INR"}]'),
	('shm_00000000000000000000000003', 'shz_00000000000000000000000001', 3, 'courier', 'Courier', 'standard', '[{"price": "2900", "currency": "EUR"}, {"price": "3100", "currency": "USD"}]'),
	('shm_00000000000000000000000004', 'shz_00000000000000000000000002', 1, 'standard', 'Standard', 'standard', '[{"price": "0", "currency": "USD"}, {"price": "0", "currency": "EUR"}, {"price": "0", "currency": "GBP"}, {"price": "0", "currency": "JPY"}, {"price": "0", "currency": "KWD"}, {"price": "0", "currency": "INR"}]'),
	('shm_00000000000000000000000005', 'shz_00000000000000000000000002', 2, 'express', 'Express', 'standard', '[{"price": "1500", "currency": "USD"}, {"price": "1400", "currency": "EUR"}, {"price": "1200", "currency": "GBP"}, {"price": "2200", "currency": "JPY"}, {"price": "4500", "currency": "KWD"}, {"price": "125000", "currency": "INR"}]');
