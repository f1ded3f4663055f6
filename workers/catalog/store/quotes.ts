import { type SQL, sql } from "drizzle-orm";
import type { CurrencyCode } from "../../kit/domain/money.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import type { StockLine } from "../domain/inventory.ts";
import type { CouponCodeRead, PromotionRead } from "../domain/pricing/candidate.ts";
import type { Market } from "../domain/pricing/market.ts";
import type { Destination, PriceContext } from "../domain/pricing/price-context.ts";
import type { ShippingMethod } from "../domain/pricing/shipping-zone.ts";
import type { MatchingTaxRate } from "../domain/pricing/tax.ts";
import type { ShippingRateJson } from "../tables/shipping.ts";
import { textArray } from "./arrays.ts";
import { hasSpecialPrices, isRelevantPromotion, linePricing, promotionsJson } from "./pricing-sql.ts";
import { decodeAmounts } from "./promotions.ts";
import { hasUsesLeft } from "./redemption-sql.ts";
import { requestedLines } from "./requested-lines.ts";
import { rateFromJson } from "./shipping-zones.ts";

export interface QuotedLine {
  readonly sku: string;
  readonly name: string;
  readonly productId: string;
  readonly quantity: number;
  readonly unitPriceMinor: bigint;
  /** Undefined when no SALE price list applies. */
  readonly compareAtMinor: bigint | undefined;
  readonly weightGrams: number | undefined;
  readonly taxClass: string;
  /** Whether no price list and no other currency than that of the product applies. */
  readonly isBasePrice: boolean;
}

export type QuotedShippingMethod = Omit<ShippingMethod, "active">;

/** All that a quote reads. */
export interface QuoteRead {
  readonly market: Market & { readonly id: string; readonly servesDestination: boolean };
  readonly currency: CurrencyCode;
  readonly lines: readonly QuotedLine[];
  /** SKUs on sale that have no price in the currency. */
  readonly unsold: readonly string[];
  readonly promotions: readonly PromotionRead[];
  readonly codes: readonly CouponCodeRead[];
  /** At the destination, of all tax classes. */
  readonly taxRates: readonly MatchingTaxRate[];
  /** Of the most specific shipping zone of the destination. */
  readonly shippingMethods: readonly QuotedShippingMethod[];
  /** Whether no tax rate and no shipping zone of the country depends on the region or the postal code. */
  readonly isSameForCountry: boolean;
  /** Whether the market has a price list for these customer groups or an automatic promotion, now or later. */
  readonly hasSpecialPrices: boolean;
}

interface PricingColumns extends Record<string, unknown> {
  market: QuoteRead["market"] | null;
  currency: CurrencyCode;
  lines: {
    sku: string;
    name: string;
    productId: string;
    quantity: number;
    unitPrice: string;
    compareAt: string | null;
    weightGrams: number | null;
    taxClass: string;
    isBasePrice: boolean;
  }[];
  unsold: string[];
  promotions: unknown;
  codes: CouponCodeRead[];
  taxRates: MatchingTaxRate[];
  shippingMethods: MethodColumns[];
  isSameForCountry: boolean;
  hasSpecialPrices: boolean;
}

/** Reads a quote in one statement. Returns undefined when there is no market with this slug. */
export async function readQuote(
  db: Database,
  lines: readonly StockLine[],
  context: PriceContext,
  now: Date,
): Promise<QuoteRead | undefined> {
  const { rows } = await db.execute<PricingColumns>(pricingQuery(lines, context, now));
  const row = rows[0];
  if (row === undefined || row.market === null) return undefined;
  return {
    market: row.market,
    currency: row.currency,
    lines: row.lines.map(({ unitPrice, compareAt, weightGrams, ...line }) => ({
      ...line,
      unitPriceMinor: BigInt(unitPrice),
      compareAtMinor: compareAt === null ? undefined : BigInt(compareAt),
      weightGrams: weightGrams ?? undefined,
    })),
    unsold: row.unsold,
    promotions: decodeAmounts(row.promotions) as readonly PromotionRead[],
    codes: row.codes,
    taxRates: row.taxRates,
    isSameForCountry: row.isSameForCountry,
    hasSpecialPrices: row.hasSpecialPrices,
    shippingMethods: row.shippingMethods.map((method) => ({ ...method, rates: method.rates.map(rateFromJson) })),
  };
}

/** Uses of a promotion that are reserved count. Without customer keys, the limit per customer is not checked. */
function isExhausted({ customerKeys }: PriceContext): SQL {
  return sql`(not ${hasUsesLeft(sql`p`)} or exists (
    select 1 from promotion_customers u
    where u.promotion_id = p.id and u.customer_key = any(${textArray(customerKeys)})
      and u.reserved + u.used >= p.usage_limit_per_customer
  ))`;
}

function pricingQuery(lines: readonly StockLine[], context: PriceContext, now: Date): SQL {
  const { destination } = context;
  const listOf = (query: SQL) => sql`(select coalesce(json_agg(x), '[]') from (${query}) x)`;
  const taxRates = destination === undefined ? sql`'[]'::json` : listOf(taxQuery(destination, now));
  const shippingMethods = destination === undefined ? sql`'[]'::json` : listOf(shippingQuery(destination));
  return sql`
    with requested as (${requestedLines(lines)}), ${linePricing(context, now)}, promotion_rows as (
      select p.* from promotions p where ${isRelevantPromotion(now)}
    )
    select
      (select json_build_object('id', m.id, 'slug', m.slug, 'name', m.name, 'currencies', m.currencies,
        'taxesIncluded', m.taxes_included, 'taxRounding', m.tax_rounding, 'servesDestination', m.serves_destination,
        'countryCodes', array(
          select c.country_code from market_countries c
          where c.market_id = m.id and c.country_code <> '*' order by c.position
        )) from market m) as market,
      (select currency from chosen) as currency,
      (select coalesce(json_agg(json_build_object('sku', l.sku, 'name', l.name, 'productId', l.product_id,
        'quantity', l.quantity, 'unitPrice', l.amount::text, 'compareAt', l.compare_at::text,
        'weightGrams', l.weight_grams, 'taxClass', l.tax_class,
        'isBasePrice', l.currency = l.order_currency and l.amount = l.price_minor) order by l.index), '[]') from lines l) as lines,
      (select coalesce(json_agg(u.sku order by u.position), '[]') from unsold u) as unsold,
      (${promotionsJson(isExhausted(context), now)}) as promotions,
      (select coalesce(json_agg(json_build_object('promotionId', c.promotion_id, 'isActive', coalesce(c.active, false),
        'isExhausted', coalesce(c.reserved + c.used >= c.usage_limit, false)) order by c.position), '[]')
        from codes c) as codes,
      ${taxRates} as "taxRates", ${shippingMethods} as "shippingMethods",
      ${isSameForCountry(destination?.countryCode ?? "")} as "isSameForCountry",
      (select ${hasSpecialPrices} from market m) as "hasSpecialPrices"`;
}

function isSameForCountry(countryCode: string): SQL {
  return sql`not exists (
    select 1 from tax_rates t
    where t.country_code = ${countryCode} and (t.region is not null or t.postal_code_prefix is not null)
  ) and not exists (
    select 1 from shipping_zones z
    where (cardinality(z.country_codes) = 0 or ${countryCode} = any(z.country_codes))
      and cardinality(z.regions) + cardinality(z.postal_code_prefixes) > 0
  )`;
}

/** Selects the tax rates whose area contains the destination. */
function taxQuery({ countryCode, region, postalCode }: Destination, now: Date): SQL {
  const at = sql`${now.toISOString()}::timestamptz`;
  return sql`
    select name, tax_class as "taxClass", region, postal_code_prefix as "postalCodePrefix", rate_ppm as "ratePpm", combinable
    from tax_rates
    where country_code = ${countryCode} and (region is null or region = ${region})
      and (postal_code_prefix is null or starts_with(${postalCode}, postal_code_prefix))
      and coalesce(starts_at <= ${at}, true) and coalesce(ends_at > ${at}, true)
    order by created_at, id`;
}

interface MethodColumns extends Omit<QuotedShippingMethod, "rates"> {
  readonly rates: readonly ShippingRateJson[];
}

/**
 * Selects the active methods of the most specific zone that contains the destination: the longest postal code prefix, then a
 * region, then a country, then the rest of the world.
 */
function shippingQuery({ countryCode, region, postalCode }: Destination): SQL {
  return sql`
    with zone as (
      select z.id from shipping_zones z
      cross join lateral (
        select max(length(x)) as length from unnest(z.postal_code_prefixes) as x where starts_with(${postalCode}, x)
      ) prefix
      where (cardinality(z.country_codes) = 0 or ${countryCode} = any(z.country_codes))
        and (cardinality(z.regions) = 0 or ${region} = any(z.regions))
        and (cardinality(z.postal_code_prefixes) = 0 or prefix.length is not null)
      order by coalesce(prefix.length, 0) desc, cardinality(z.regions) > 0 desc, cardinality(z.country_codes) > 0 desc, z.slug
      limit 1
    )
    select m.code, m.name, m.tax_class as "taxClass", m.carrier, m.rates, m.min_delivery_days as "minDeliveryDays",
      m.max_delivery_days as "maxDeliveryDays"
    from shipping_methods m join zone z on z.id = m.zone_id where m.active order by m.position`;
}
