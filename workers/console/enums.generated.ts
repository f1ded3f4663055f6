export const apiScopeValues = ["CATALOG_READ","CATALOG_WRITE","ORDER_FULFIL","ORDER_READ","ORDER_REFUND","PRICING_WRITE","STOCK_WRITE","STOREFRONT"] as const;

export const currencyCodeValues = ["USD","EUR","GBP","JPY","KWD","INR"] as const;

export const fulfillmentStatusValues = ["UNFULFILLED","PARTIALLY_FULFILLED","FULFILLED","DELIVERED","CANCELLED"] as const;

export const orderSortValues = ["NEWEST","OLDEST","TOTAL_DESC"] as const;

export const orderStatusValues = ["CART","PLACED","RESERVED","AUTHORIZED","CREATED","CAPTURED","CONFIRMED","FULFILLED","DELIVERED","REJECTED","CANCELLED","REFUNDED","PARTIALLY_REFUNDED","NEEDS_ATTENTION"] as const;

export const paymentStatusValues = ["PENDING","AUTHORIZED","PAID","PARTIALLY_REFUNDED","REFUNDED","VOIDED"] as const;

export const promotionStatusValues = ["DRAFT","SCHEDULED","ACTIVE","PAUSED","ENDED"] as const;

export const reportIntervalValues = ["DAY","WEEK","MONTH"] as const;
