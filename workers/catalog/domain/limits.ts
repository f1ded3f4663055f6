/** Maximum numbers of characters. */
export const maxLengths = {
  /** Characters of a slug. Beyond: INVALID_SLUG. */
  slug: 100,
  /** Characters of the name of a product or a variant. Beyond: INVALID_NAME. */
  productName: 200,
  /** Characters of a product's description. Beyond: INVALID_DESCRIPTION. */
  description: 20_000,
  /** Characters of a brand. Beyond: INVALID_NAME; in a search filter BAD_USER_INPUT. */
  brand: 100,
  /** Characters of the name or the value of an attribute or option. Beyond: INVALID_VALUE; in a search filter BAD_USER_INPUT. */
  value: 200,
  /** Characters of the URL of a media file. Beyond: INVALID_URL. */
  mediaUrl: 2_000,
  /** Characters of the alternative text of a media file. Beyond: INVALID_TEXT. */
  mediaAlt: 500,
  /** Characters of a SKU. Beyond: INVALID_SKU. */
  sku: 64,
  /** Characters of the name of a category. Beyond: INVALID_NAME. */
  categoryName: 100,
  /** Characters of a category's description. Beyond: INVALID_DESCRIPTION. */
  categoryDescription: 5_000,
  /** Characters of the reason of a change of stock. Beyond: INVALID_TEXT. */
  stockReason: 200,
  /** Characters of a search query. Beyond: BAD_USER_INPUT. */
  searchQuery: 200,
  /** Characters of the prefix that suggestions complete. Beyond: BAD_USER_INPUT. */
  suggestPrefix: 100,
} as const;

export const maxCounts = {
  /** Attributes, options, media files or categories in one list. Beyond: TOO_MANY_VALUES, TOO_MANY_MEDIA, TOO_MANY_CATEGORIES. */
  values: 50,
  /** Variants of a product. Beyond: TOO_MANY_VARIANTS. */
  variants: 100,
  /** Levels of a category path in an import. Beyond: INVALID_CATEGORY_PATH. */
  categoryLevels: 10,
  /** New categories of one import request. Lines beyond it: TOO_MANY_NEW_CATEGORIES. */
  newCategories: 1_000,
  /** Products of one import request. Beyond: 413; in the RPC TOO_MANY. */
  importItems: 500,
  /** Units in stock that a new variant starts with. Beyond: INVALID_STOCK. */
  stock: 1_000_000,
  /** Units that one change of stock adds or removes. Beyond: INVALID_DELTA. */
  stockDelta: 1_000_000,
  /** SKUs of one reservation. Beyond: INVALID_LINES. */
  reservedLines: 100,
  /** Units of one SKU in a reservation. Beyond: INVALID_QUANTITY. */
  reservedUnits: 10_000,
  /** Coupon codes of one order. Beyond: TOO_MANY_COUPONS. */
  orderCouponCodes: 5,
  /** Customer groups in the price context of an order. Beyond: TOO_MANY. */
  customerGroups: 100,
  /** Keys of a customer in the price context of an order. Beyond: TOO_MANY. */
  customerKeys: 5,
  /** Promotions that one reservation redeems. Beyond: TOO_MANY. */
  redemptions: 100,
  /** Values of one filter of a search. Beyond: BAD_USER_INPUT. */
  filterValues: 50,
  /** Values of a facet, beside the selected ones. */
  facetValues: 200,
  /** Suggestions of one request. Beyond: BAD_USER_INPUT. */
  suggestions: 20,
  /** Product lists of one BatchListProducts request. Beyond: TOO_MANY. */
  batchedLists: 50,
  /** SKUs of one BatchGetVariants or BatchGetStock request. Beyond: TOO_MANY. */
  batchedSkus: 200,
  /** SKUs that one isolate watches for subscriptions. Beyond: TOO_MANY_WATCHED. */
  watchedSkus: 200,
} as const;

/** Time that a reservation holds stock without an expiry of its own. */
export const defaultReservationMs = 15 * 60_000;

/** Longest time that a reservation may hold stock. Beyond: INVALID_EXPIRE_TIME. */
export const maxReservationMs = 30 * 24 * 3_600_000;
