import type { TaxId, VatNumber } from "../domain/tax-id.ts";

/** Verifies tax ids at the register that knows them. */
export interface TaxIds {
  /**
   * Returns the number with its status. While the register cannot be reached, the status is UNAVAILABLE. A status may be a
   * few minutes old. Throws RATE_LIMITED when the caller verifies too many numbers, and nothing else.
   */
  verify(number: VatNumber): Promise<TaxId>;
}
