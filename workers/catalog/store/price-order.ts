import { type SQL, sql } from "drizzle-orm";
import { currencyStep } from "../domain/currency-order.ts";

/** Returns SQL for `currencyRank` times the step between currencies, as a numeric. */
export function currencyOffset(currency: SQL, requested: string): SQL {
  const char = (position: number) => sql`(ascii(substr(${currency}, ${sql.raw(String(position))}, 1)) - 64)`;
  return sql`case when ${currency} = ${requested} then 0 else ${char(1)} * 729 + ${char(2)} * 27 + ${char(3)} end
    * ${sql.raw(String(currencyStep))}::numeric`;
}
