import { hasCities, hasPostalCodes } from "../domain/address-formats.ts";
import { isCountry } from "../domain/countries.ts";
import { maxAddressLengths as max } from "../domain/limits.ts";
import { invalid } from "../errors/failure.ts";
import { parseOptionalText, parseText } from "./text.ts";

export interface PostalAddress {
  readonly name: string;
  readonly line1: string;
  readonly line2?: string;
  readonly city: string;
  readonly region?: string;
  /** Empty in countries without postal codes. */
  readonly postalCode: string;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string;
}

/** The fields that the address messages of all contracts have in common. */
interface AddressFields extends Omit<PostalAddress, "line2" | "region"> {
  readonly line2?: string | undefined;
  readonly region?: string | undefined;
}

/** Validates an address. Throws INVALID_ADDRESS, INVALID_COUNTRY or INVALID_TEXT with the path of the invalid field. */
export function parsePostalAddress(address: AddressFields | undefined, ...path: string[]): PostalAddress {
  if (address === undefined) throw invalid("INVALID_ADDRESS", "An address is required", ...path);
  const countryCode = parseCountry(address.countryCode, ...path, "countryCode");
  const line2 = parseOptionalText(address.line2, max.line, ...path, "line2");
  const region = parseOptionalText(address.region, max.region, ...path, "region");
  return {
    name: parseText(address.name, max.name, ...path, "name"),
    line1: parseText(address.line1, max.line, ...path, "line1"),
    ...(line2 === undefined ? {} : { line2 }),
    city: hasCities(countryCode)
      ? parseText(address.city, max.city, ...path, "city")
      : (parseOptionalText(address.city, max.city, ...path, "city") ?? ""),
    ...(region === undefined ? {} : { region }),
    postalCode: parsePostalCode(address.postalCode, countryCode, ...path, "postalCode"),
    countryCode,
  };
}

/** Throws INVALID_COUNTRY unless the code is one of ISO 3166-1 alpha-2, in upper case. */
export function parseCountry(code: string, ...path: string[]): string {
  if (isCountry(code)) return code;
  throw invalid("INVALID_COUNTRY", "`countryCode` must be an upper-case ISO 3166-1 alpha-2 code", ...path);
}

/** Throws INVALID_TEXT for a code without an alphanumeric character, and for a missing code in a country that has codes. */
function parsePostalCode(code: string, countryCode: string, ...path: string[]): string {
  if (code.trim() === "" && !hasPostalCodes(countryCode)) return "";
  const text = parseText(code, max.postalCode, ...path);
  if (!/[\p{L}\p{N}]/u.test(text)) {
    throw invalid("INVALID_TEXT", "`postalCode` must contain an alphanumeric character", ...path);
  }
  return text;
}
