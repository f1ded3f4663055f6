import { eq, sql } from "drizzle-orm";
import type { CurrencyCode, Money } from "../../kit/domain/money.ts";
import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { type Database, findPostgresError, isConstraintViolation } from "../../kit/storage/postgres.ts";
import { invalid } from "../domain/fields.ts";
import type { ShippingMethod, ShippingRate, ShippingZone } from "../domain/pricing/shipping-zone.ts";
import { type ShippingRateJson, shippingMethods, shippingZones } from "../tables/shipping.ts";
import { textArray } from "./arrays.ts";

export type ShippingMethodRow = ShippingMethod & { readonly id: string };
export interface ShippingZoneRow extends Omit<ShippingZone, "methods"> {
  readonly id: string;
  readonly methods: readonly ShippingMethodRow[];
  /** Of the zone with its methods. */
  readonly version: number;
}

/** Returns all zones with their methods, by slug. */
export async function listShippingZones(db: Database): Promise<readonly ShippingZoneRow[]> {
  const [zones, methods] = await db.batch([
    db.select().from(shippingZones).orderBy(shippingZones.slug),
    db.select().from(shippingMethods).orderBy(shippingMethods.zoneId, shippingMethods.position),
  ]);
  return zones.map((zone) => ({
    ...zone,
    methods: methods
      .filter(({ zoneId }) => zoneId === zone.id)
      .map(({ rates, zoneId: _zone, position: _position, ...method }) => ({
        ...method,
        rates: rates.map(rateFromJson),
      })),
  }));
}

/**
 * Inserts a zone, or updates the fields of the one with this id that `changes` has, if `expectedVersion` is undefined or the
 * current one. `methods` replaces the whole list; a method with a known id is updated.
 */
export async function saveShippingZone(
  db: Database,
  zone: ShippingZoneRow,
  changes: Partial<ShippingZone>,
  expectedVersion?: number,
): Promise<Result<ShippingZoneRow, DomainError>> {
  const { methods, ...columns } = zone;
  const { methods: newMethods, ...newColumns } = changes;
  const { id } = zone;
  const isExpected = expectedVersion === undefined ? sql`true` : sql`${shippingZones.version} = ${expectedVersion}`;
  // Null for another version: the constraint of the column rejects the whole batch.
  const version = sql`case when ${isExpected} then ${shippingZones.version} + 1 end`;
  const saved = db
    .insert(shippingZones)
    .values(columns)
    .onConflictDoUpdate({ target: shippingZones.id, set: { ...newColumns, version } })
    .returning({ version: shippingZones.version });
  try {
    const [[row]] = await db.batch([saved, ...(newMethods === undefined ? [] : replaceMethods(db, id, methods))]);
    return ok({ ...zone, version: row?.version ?? zone.version });
  } catch (error) {
    if (findPostgresError(error)?.code === "23502") {
      return invalid("CONFLICT", "The zone was changed by another request", "etag");
    }
    if (isConstraintViolation(error, "shipping_zones_slug")) {
      return invalid("SLUG_TAKEN", "Another shipping zone has this slug", "slug");
    }
    if (isConstraintViolation(error, "shipping_methods_code")) {
      return invalid("CONFLICT", "The zone was changed concurrently", "methods");
    }
    if (findPostgresError(error)?.code === "23503") {
      return invalid("UNKNOWN_TAX_CLASS", "This tax class does not exist", "methods");
    }
    throw error;
  }
}

function replaceMethods(db: Database, zoneId: string, methods: readonly ShippingMethodRow[]) {
  const rows = methods.map(({ rates, ...method }, position) => ({ ...method, position, rates: rates.map(toJson) }));
  const ids = textArray(methods.map(({ id }) => id));
  return [
    db.execute(sql`delete from shipping_methods where zone_id = ${zoneId} and id <> all(${ids})`),
    db.execute(sql`
      insert into shipping_methods (id, zone_id, position, code, name, tax_class, carrier, rates, min_delivery_days,
        max_delivery_days, active)
      select m.id, ${zoneId}, m.position, m.code, m.name, m."taxClass", m.carrier, m.rates, m."minDeliveryDays",
        m."maxDeliveryDays", m.active
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(id text, position int, code text, name text,
        "taxClass" text, carrier text, rates jsonb, "minDeliveryDays" int, "maxDeliveryDays" int, active boolean)
      on conflict (id) do update set position = excluded.position, name = excluded.name, tax_class = excluded.tax_class,
        carrier = excluded.carrier, rates = excluded.rates, min_delivery_days = excluded.min_delivery_days,
        max_delivery_days = excluded.max_delivery_days, active = excluded.active`),
  ];
}

/** Returns whether there was a zone with this id. */
export async function deleteShippingZone(db: Database, id: string): Promise<boolean> {
  const deleted = await db.delete(shippingZones).where(eq(shippingZones.id, id)).returning({ id: shippingZones.id });
  return deleted.length > 0;
}

function toJson({ fromAmount, toAmount, price, ...rate }: ShippingRate): ShippingRateJson {
  return {
    ...rate,
    ...(fromAmount === undefined ? {} : { fromAmount: String(fromAmount.amountMinor) }),
    ...(toAmount === undefined ? {} : { toAmount: String(toAmount.amountMinor) }),
    price: String(price.amountMinor),
    currency: price.currency,
  };
}

/** Returns a stored rate with its amounts as bigint. */
export function rateFromJson({ fromAmount, toAmount, price, currency, ...rate }: ShippingRateJson): ShippingRate {
  const toMoney = (amount: string): Money => ({ amountMinor: BigInt(amount), currency: currency as CurrencyCode });
  return {
    ...rate,
    ...(fromAmount === undefined ? {} : { fromAmount: toMoney(fromAmount) }),
    ...(toAmount === undefined ? {} : { toAmount: toMoney(toAmount) }),
    price: toMoney(price),
  };
}
