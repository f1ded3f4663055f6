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
  /** Characters of the ThumbHash of a media file. Beyond: INVALID_THUMB_HASH. */
  thumbHash: 40,
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
  /** Characters of the query of a list of stock. Beyond: BAD_USER_INPUT. */
  stockQuery: 200,
  /** Characters of the prefix that suggestions complete. Beyond: BAD_USER_INPUT. */
  suggestPrefix: 100,
  /** Characters of the name of an imported file. Beyond: INVALID_TEXT. */
  fileName: 200,
  /** Characters of a synonym. Beyond: INVALID_SYNONYMS. */
  synonym: 60,
  /** Characters of a search query that is counted. Longer ones are not counted. */
  countedQuery: 100,
} as const;

export const maxCounts = {
  /** Attributes, options, media files or categories in one list. Beyond: TOO_MANY_VALUES, TOO_MANY_MEDIA, TOO_MANY_CATEGORIES. */
  values: 50,
  /** Pixels of the width or the height of a media file. Beyond: INVALID_DIMENSION. */
  mediaPixels: 10_000,
  /** Variants of a product. Beyond: TOO_MANY_VARIANTS. */
  variants: 100,
  /** Levels of a category path in an import. Beyond: INVALID_CATEGORY_PATH. */
  categoryLevels: 10,
  /** New categories of one import request. Lines beyond it: TOO_MANY_NEW_CATEGORIES. */
  newCategories: 1_000,
  /** Products of one import request. Beyond: 413; in the RPC TOO_MANY. */
  importItems: 500,
  /** Units in stock that a new variant starts with, or below which stock is low. Beyond: INVALID_STOCK, INVALID_THRESHOLD. */
  stock: 1_000_000,
  /** Grams that one unit of a variant weighs. Beyond: INVALID_WEIGHT. */
  weightGrams: 10_000_000,
  /** Units that one change of stock adds or removes. Beyond: INVALID_DELTA. */
  stockDelta: 1_000_000,
  /** SKUs of one reservation. Beyond: INVALID_LINES. */
  reservedLines: 100,
  /** Units of one SKU in a reservation. Beyond: INVALID_QUANTITY. */
  reservedUnits: 10_000,
  /** Customer groups in the price context of an order. Beyond: TOO_MANY. */
  customerGroups: 100,
  /** Keys of a customer in the price context of an order. Beyond: TOO_MANY. */
  customerKeys: 5,
  /** Promotions that one reservation redeems. Beyond: TOO_MANY. */
  redemptions: 100,
  /** Products of a search in the database that are ranked by relevance and counted. Beyond: total and facets count some of them. */
  searchHits: 1_000,
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
  /** Products, or adjustments of stock, that one request changes. Beyond: TOO_MANY_ITEMS. */
  batchedChanges: 100,
  /** Reservations of one BatchGetReservations request, or products of one BatchGetUnitsSold request. Beyond: TOO_MANY. */
  batchedReads: 100,
  /** Orders of one RebuildReservations request. Beyond: TOO_MANY. */
  rebuiltOrders: 50,
  /** SKUs that one isolate watches for subscriptions. Beyond: TOO_MANY_WATCHED. */
  watchedSkus: 1_000,
  /** SKUs of one WatchStockLevels request. Beyond: TOO_MANY. */
  streamedSkus: 50,
  /** Bytes of a file that a job imports. Beyond: INVALID_SIZE, and 413 for the file. */
  importBytes: 100_000_000,
  /** Words of a group of synonyms. Beyond: INVALID_SYNONYMS. */
  synonyms: 20,
  /** Groups of synonyms of a shop. Beyond: TOO_MANY_SYNONYM_GROUPS. */
  synonymGroups: 1_000,
  /** Rows of `searchQueries`. Beyond: BAD_USER_INPUT. */
  searchQueries: 100,
  /** Different search queries that an isolate counts before it stores the counts. Others are not counted. */
  bufferedQueries: 1_000,
} as const;

/** Limits of markets, price lists, taxes, shipping and promotions. */
export const maxPricing = {
  /** Characters of a name. Beyond: INVALID_NAME. */
  name: 100,
  /** Ids of markets, or of customer groups, of a price list. Beyond: TOO_MANY_IDS. */
  priceListIds: 100,
  /** Prices that one request sets or removes. Beyond: TOO_MANY_PRICES. */
  priceChanges: 500,
  /** Units from which a price of a list applies. Beyond: INVALID_QUANTITY. */
  priceQuantity: 1_000,
  /** Smallest units of a price of a list. Beyond: INVALID_AMOUNT. */
  price: 99_999_999_999n,
  /** Characters of a region. Beyond: INVALID_REGION. */
  region: 100,
  /** Characters of a prefix of postal codes. Beyond: INVALID_POSTAL_CODE. */
  postalCodePrefix: 20,
  /** Parts per million of a tax rate. Beyond: INVALID_TAX_RATE. */
  taxRatePpm: 1_000_000,
  /** Regions, or prefixes of postal codes, of a shipping zone. Beyond: INVALID_REGION, INVALID_POSTAL_CODE. */
  zoneAreas: 1_000,
  /** Methods of a shipping zone. Beyond: TOO_MANY_METHODS. */
  zoneMethods: 50,
  /** Rates of a shipping method. Beyond: INVALID_SHIPPING_METHOD. */
  methodRates: 200,
  /** Days that delivery takes. Beyond: INVALID_DELIVERY_DAYS. */
  deliveryDays: 365,
  /** Entries of a list of conditions or of a selection of goods. Beyond: INVALID_PROMOTION. */
  promotionEntries: 1_000,
  /** Units of a condition or of buy X get Y. Beyond: INVALID_PROMOTION. */
  promotionUnits: 1_000,
  /** Hundredths of a percent of a discount. Beyond: INVALID_PROMOTION. */
  basisPoints: 10_000,
  /** Uses of a promotion. Beyond: INVALID_PROMOTION. */
  promotionUses: 1_000_000_000,
  /** Characters before the random part of generated coupon codes. Beyond: INVALID_CODE. */
  couponPrefix: 20,
  /** Coupon codes that one request generates. Beyond: INVALID_COUNT. */
  couponCodes: 1_000,
  /** Tax rates, price lists or promotions of one BatchGet request. Beyond: TOO_MANY. */
  batchedIds: 100,
  /** Pages of one BatchListPriceListPrices or BatchListCouponCodes request. Beyond: TOO_MANY. */
  batchedPages: 50,
} as const;

/** Time that a reservation holds stock without an expiry of its own. */
export const defaultReservationMs = 15 * 60_000;

/** Longest time that a reservation may hold stock. Beyond: INVALID_EXPIRE_TIME. */
export const maxReservationMs = 30 * 24 * 3_600_000;
