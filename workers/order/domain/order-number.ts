/**
 * Returns the number that people read out on the telephone: the last ten characters of the id, which are 50 bits. The
 * alphabet of ids is Crockford's: it excludes I, L, O and U, which can be misread.
 */
export function toOrderNumber(orderId: string): string {
  return withHyphen(orderId.slice(-10).toUpperCase());
}

/**
 * Reads a number as people type it: in any case, with or without the hyphen and spaces, with O for 0, and I or L for 1.
 * Returns undefined for any other text.
 */
export function parseOrderNumber(text: string): string | undefined {
  const compact = text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, "");
  const digits = compact.replaceAll("O", "0").replace(/[IL]/g, "1");
  return /^[0-9A-HJKMNP-TV-Z]{10}$/.test(digits) ? withHyphen(digits) : undefined;
}

const withHyphen = (digits: string): string => `${digits.slice(0, 5)}-${digits.slice(5)}`;
