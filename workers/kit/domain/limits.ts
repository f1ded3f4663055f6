/** Items of a page of a list when the client names no number. */
export const defaultPageSize = 20;

/** Items of a page of a list. Beyond: BAD_USER_INPUT; in RPCs INVALID_PAGE_SIZE. */
export const maxPageSize = 100;

/** Items that the total count of a list counts. A count of this many means that or more. */
export const maxCounted = 10_000;

/** Amount of money in the smallest unit of its currency: a billion of the major unit of a two-digit currency. Beyond: INVALID_PRICE. */
export const maxAmountMinor = 100_000_000_000n;

/** Coupon codes of an order, a cart or a quote. Beyond: TOO_MANY_COUPONS. */
export const maxCouponCodes = 5;

/** Characters of a coupon code. Beyond: INVALID_CODE for a manager who creates it, INVALID_TEXT for a buyer. */
export const maxCouponCodeLength = 40;

/** Maximum numbers of characters. */
export const maxAddressLengths = {
  /** Characters of the recipient of an address. Beyond: INVALID_TEXT. */
  name: 200,
  /** Characters of each line of an address. Beyond: INVALID_TEXT. */
  line: 200,
  /** Characters of the city of an address. Beyond: INVALID_TEXT. */
  city: 100,
  /** Characters of the region of an address. Beyond: INVALID_TEXT. */
  region: 100,
  /** Characters of the postal code of an address. Beyond: INVALID_TEXT. */
  postalCode: 20,
} as const;

/** Characters of a tax id, with spaces. Beyond: INVALID_TAX_ID. */
export const maxTaxIdLength = 40;

/** Bytes of an email address in UTF-8. Beyond: INVALID_EMAIL. */
export const maxEmailBytes = 254;

/** Bytes of an email address before its `@`. Beyond: INVALID_EMAIL. */
export const maxEmailLocalBytes = 64;
