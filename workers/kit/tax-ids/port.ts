import type { TaxId, VatNumber } from "../domain/tax-id.ts";

/** Verifies tax ids at the register that knows them. */
export interface TaxIds {
  /**
   * Returns the number with its status. Never throws: while the register cannot be reached, the status is UNAVAILABLE. A
   * status may be a few minutes old.
   */
  verify(number: VatNumber): Promise<TaxId>;
}
