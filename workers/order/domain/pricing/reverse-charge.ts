import type { TaxId } from "../../../kit/domain/tax-id.ts";

/** Where goods are sent to, as far as VAT depends on it. */
export interface VatDestination {
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string;
  /** Empty when it is unknown. */
  readonly postalCode: string;
}

export interface ReverseChargeInput {
  /** Undefined: the buyer named no tax id. */
  readonly taxId: TaxId | undefined;
  /** The country of the shop's own VAT number, ISO 3166-1 alpha-2. Empty for a shop without one. */
  readonly shopCountry: string;
  /** Undefined: the destination is not known yet. */
  readonly destination: VatDestination | undefined;
}

const euCountries: ReadonlySet<string> = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" "),
);

/**
 * Returns whether the buyer owes the tax in place of the shop: the register confirmed the buyer's VAT number, it belongs to
 * another member state than the shop's, and the goods go to another member state than the shop's. In all other cases tax is
 * charged, also while the register cannot be reached.
 */
export function isReverseCharge({ taxId, shopCountry, destination }: ReverseChargeInput): boolean {
  if (taxId?.status !== "VERIFIED" || destination === undefined) return false;
  const shop = findMemberState({ countryCode: shopCountry, postalCode: "" });
  const goods = findMemberState(destination);
  const buyer = taxId.value.slice(0, 2);
  return shop !== undefined && goods !== undefined && buyer !== shop && goods !== shop;
}

/**
 * Returns the member state of an address, as the prefix of its VAT numbers. For goods, Northern Ireland counts as a member
 * state, and Monaco as a part of France.
 */
function findMemberState({ countryCode, postalCode }: VatDestination): string | undefined {
  if (countryCode === "GB") return /^\s*BT/i.test(postalCode) ? "XI" : undefined;
  if (countryCode === "MC") return "FR";
  if (countryCode === "GR") return "EL";
  return euCountries.has(countryCode) ? countryCode : undefined;
}
