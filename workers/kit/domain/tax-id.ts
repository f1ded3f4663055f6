import { maxTaxIdLength } from "./limits.ts";
import { type DomainError, err, ok, type Result } from "./result.ts";

export const taxIdStatuses = ["VERIFIED", "UNVERIFIED", "UNAVAILABLE"] as const;

/**
 * What the register says about a tax id: it confirmed it, it does not know it, or it could not be reached. Only VERIFIED
 * changes how an order is taxed.
 */
export type TaxIdStatus = (typeof taxIdStatuses)[number];

export interface TaxId {
  /** A VAT number with its prefix, as `formatVatNumber` writes it. */
  readonly value: string;
  readonly status: TaxIdStatus;
  /** The name in the register. */
  readonly verifiedName?: string;
}

/** A well-formed VAT number of the EU. */
export interface VatNumber {
  /** The prefix, which names the member state. Greece has EL, and Northern Ireland has XI. */
  readonly prefix: string;
  /** What follows the prefix. */
  readonly number: string;
}

/**
 * The formats of VAT numbers, by prefix, as the European Commission publishes them. They find typing errors before the
 * register is called. Only the register knows whether a number exists.
 */
const formats: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^([A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z])$/,
  FI: /^\d{8}$/,
  FR: /^[A-HJ-NP-Z0-9]{2}\d{9}$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^(\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])$/,
  IT: /^\d{11}$/,
  LT: /^(\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^\d{9}B\d{2}$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{12}$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
  XI: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/,
};

/**
 * Parses a VAT number of the EU. Case does not matter, nor do spaces, dots, hyphens and slashes. The prefix is required; GR
 * is read as EL. Returns INVALID_TAX_ID for any other text.
 */
export function parseVatNumber(text: string): Result<VatNumber, DomainError> {
  if (text.length > maxTaxIdLength)
    return err(invalidTaxId(`\`taxId\` must have at most ${maxTaxIdLength} characters`));
  const compact = text
    .normalize("NFKC")
    .replace(/[\s.\-/]/g, "")
    .toUpperCase();
  const written = compact.slice(0, 2);
  const prefix = written === "GR" ? "EL" : written;
  const number = compact.slice(2);
  const format = Object.hasOwn(formats, prefix) ? formats[prefix] : undefined;
  if (format === undefined) return err(invalidTaxId("`taxId` must begin with the country of an EU VAT number"));
  if (!format.test(number)) return err(invalidTaxId(`\`taxId\` is not a VAT number of ${prefix}`));
  return ok({ prefix, number });
}

/** Returns a VAT number as it is stored: with its prefix, without spaces. */
export function formatVatNumber({ prefix, number }: VatNumber): string {
  return `${prefix}${number}`;
}

function invalidTaxId(message: string): DomainError {
  return { reason: "INVALID_TAX_ID", message, field: ["taxId"] };
}
