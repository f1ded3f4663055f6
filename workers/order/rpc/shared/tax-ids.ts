import type { DomainError, Result } from "../../../kit/domain/result.ts";
import { formatVatNumber, parseVatNumber, type TaxId, type VatNumber } from "../../../kit/domain/tax-id.ts";
import type { OrderContext } from "../../context.ts";
import { isReverseCharge, type VatDestination } from "../../domain/pricing/reverse-charge.ts";
import { unwrap } from "./errors.ts";

/** Parses the tax id of a request. Returns undefined for an absent or blank one: the buyer named none. */
export function parseTaxId(text = ""): Result<VatNumber, DomainError> | undefined {
  return text.trim() === "" ? undefined : parseVatNumber(text);
}

/** Returns the tax id of a request as it is stored, or "" for a blank one. Throws INVALID_TAX_ID for a malformed one. */
export function parseTaxNumber(text: string): string {
  const number = parseTaxId(text);
  return number === undefined ? "" : formatVatNumber(unwrap(number));
}

/** Returns the tax id of a request, or else that of the account. */
export function findVatNumber(request: {
  readonly taxId?: string | undefined;
  readonly accountTaxId?: string | undefined;
}): VatNumber | undefined {
  const number = parseTaxId(request.taxId ?? request.accountTaxId);
  return number?.ok ? number.value : undefined;
}

/** Verifies a tax id at its register. Throws RATE_LIMITED when the client verifies too many. */
export async function verifyTaxId(ctx: OrderContext, number: VatNumber | undefined): Promise<TaxId | undefined> {
  return number && ctx.taxIds.verify(number);
}

/** Returns what an order stores of a tax id, and whether the buyer owes the tax. */
export function toTaxation(
  { shopCountry }: OrderContext,
  taxId: TaxId | undefined,
  destination: VatDestination,
): { readonly taxId?: TaxId; readonly isReverseCharge?: true } {
  if (taxId === undefined) return {};
  return { taxId, ...(isReverseCharge({ taxId, shopCountry, destination }) ? { isReverseCharge: true } : {}) };
}
