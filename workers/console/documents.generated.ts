/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** All conditions that are set must hold. */
export type AccountFilter = {
  createdFrom?: string | null | undefined;
  /** Exclusive. */
  createdTo?: string | null | undefined;
  disabled?: boolean | null | undefined;
  /** Whether the account has an order that was placed and not rejected. A page can be short, or empty, before the last one. */
  hasOrders?: boolean | null | undefined;
  /** Accounts with any of these roles. */
  roles?: Array<Role> | null | undefined;
};

export type AddOrderNoteInput = {
  idempotencyKey: string;
  orderId: string;
  text: string;
};

export type AdjustStockInput = {
  /** Units to add. Negative values remove units. Fails with INSUFFICIENT_STOCK if the stock would be below zero. */
  delta: number;
  idempotencyKey: string;
  reason: string;
  sku: string;
};

/** What an API token grants access to. */
export type ApiScope =
  | 'CATALOG_READ'
  | 'CATALOG_WRITE'
  /** Ships orders and marks them as delivered. */
  | 'ORDER_FULFIL'
  | 'ORDER_READ'
  /** Cancels and refunds orders. */
  | 'ORDER_REFUND'
  /** Markets, price lists, promotions, tax and shipping rates. */
  | 'PRICING_WRITE'
  | 'STOCK_WRITE'
  /** Lets a storefront's server send requests on behalf of its visitors. Each visitor has their own rate limit. */
  | 'STOREFRONT';

/**
 * Selects products whose attribute, or an option of a variant on sale, has any of the values. An empty list selects all
 * products. Filters on options, price and `inStock: true` must hold for the same variant.
 */
export type AttributeFilter = {
  name: string;
  values: Array<string>;
};

export type AttributeInput = {
  name: string;
  value: string;
};

export type BuyXGetYDiscountInput = {
  basisPoints?: number;
  buyItems: ItemSelectionInput;
  buyQuantity: number;
  getItems: ItemSelectionInput;
  getQuantity: number;
  usesPerOrderLimit?: number | null | undefined;
};

export type CancelOrderInput = {
  idempotencyKey: string;
  orderId: string;
  reason?: string | null | undefined;
};

export type CancelOrderLineInput = {
  quantity: number;
  /** False if the units cannot be sold. */
  restock?: boolean;
  sku: string;
};

export type CancelOrderLinesInput = {
  idempotencyKey: string;
  /** More units than are unfulfilled fail with OVER_CANCELLED. */
  lines: Array<CancelOrderLineInput>;
  orderId: string;
  reason: string;
  /** Refunds all that is left of shipping too. */
  refundShipping?: boolean;
};

export type ConfirmPasswordInput = {
  password: string;
};

export type CreateApiTokenInput = {
  /** CIDR. Requests from elsewhere are refused; anywhere when empty or absent. */
  allowedNetworks?: Array<string> | null | undefined;
  /** Lifetime in days: 1 to 365. */
  days?: number;
  /** 1 to 100 characters, for example the partner's name. */
  name: string;
  /** At least one scope. */
  scopes: Array<ApiScope>;
};

export type CreateCategoryInput = {
  description?: string | null | undefined;
  name: string;
  parentId?: string | null | undefined;
  slug: string;
};

/** Either `code` or `count`. */
export type CreateCouponCodesInput = {
  /** 3 to 40 alphanumeric characters and hyphens. */
  code?: string | null | undefined;
  /** How many codes to generate. */
  count?: number | null | undefined;
  idempotencyKey: string;
  /** Of generated codes. */
  prefix?: string | null | undefined;
  promotionId: string;
  /** Of each code. */
  usageLimit?: number | null | undefined;
};

export type CreateImportInput = {
  /** True: every line is checked and nothing is written. */
  dryRun?: boolean;
  fileName: string;
  idempotencyKey: string;
  /** In bytes. */
  size: number;
};

export type CreateMarketInput = {
  countryCodes: Array<string>;
  /** At least one. */
  currencies: Array<CurrencyCode>;
  name: string;
  slug: string;
  taxRounding?: TaxRounding;
  taxesIncluded: boolean;
};

export type CreatePriceListInput = {
  active?: boolean;
  customerGroupIds?: Array<string> | null | undefined;
  endsAt?: string | null | undefined;
  marketIds?: Array<string> | null | undefined;
  name: string;
  priority?: number;
  slug: string;
  startsAt?: string | null | undefined;
  type: PriceListType;
};

export type CreateProductInput = {
  attributes?: Array<AttributeInput> | null | undefined;
  brand?: string | null | undefined;
  categoryIds?: Array<string> | null | undefined;
  description: string;
  media?: Array<MediaInput> | null | undefined;
  name: string;
  /** Unique. Lowercase a-z, digits and hyphens. */
  slug: string;
  variants: Array<VariantInput>;
};

export type CreatePromotionInput = {
  automatic: boolean;
  class: DiscountClass;
  /** Empty when absent: combines with no other promotion. */
  combinesWith?: Array<DiscountClass> | null | undefined;
  conditions?: PromotionConditionsInput | null | undefined;
  endsAt?: string | null | undefined;
  idempotencyKey?: string | null | undefined;
  name: string;
  priority?: number;
  reward: PromotionRewardInput;
  slug: string;
  startsAt?: string | null | undefined;
  usageLimit?: number | null | undefined;
  usageLimitPerCustomer?: number | null | undefined;
};

export type CreateShippingZoneInput = {
  countryCodes: Array<string>;
  methods: Array<ShippingMethodInput>;
  name: string;
  postalCodePrefixes?: Array<string> | null | undefined;
  regions?: Array<string> | null | undefined;
  slug: string;
};

export type CreateTaxRateInput = {
  combinable?: boolean;
  countryCode: string;
  endsAt?: string | null | undefined;
  idempotencyKey?: string | null | undefined;
  name: string;
  postalCodePrefix?: string | null | undefined;
  ratePpm: number;
  region?: string | null | undefined;
  startsAt?: string | null | undefined;
  taxClassCode: string;
};

/** ISO 4217 codes of the currencies that the shop supports. */
export type CurrencyCode =
  | 'EUR'
  | 'GBP'
  | 'INR'
  | 'JPY'
  | 'KWD'
  | 'USD';

export type DependencyStatus =
  /** Does not respond. */
  | 'AWAY'
  /** Works, but one of its own dependencies does not respond. */
  | 'DEGRADED'
  | 'READY';

export type DiscardFailedJobInput = {
  id: string;
  note: string;
};

/** The part of the order that a promotion takes its discount from. */
export type DiscountClass =
  /** The goods as a whole. */
  | 'ORDER'
  /** Selected lines, each by itself. */
  | 'PRODUCT'
  /** Shipping. */
  | 'SHIPPING';

export type DisputeStatus =
  /** An inquiry that led to no chargeback. */
  | 'CLOSED'
  | 'LOST'
  | 'NEEDS_RESPONSE'
  | 'UNDER_REVIEW'
  | 'WON';

export type DisputeType =
  /** The bank takes the money back. */
  | 'CHARGEBACK'
  /** The bank asks; no money has moved. */
  | 'INQUIRY';

export type FailedJobSource =
  /** An email, the move of a guest's orders, or an erasure. For ACCOUNT_WRITE_ANY. */
  | 'ACCOUNT_TASK'
  /** A change of the catalog that search or a cache refused. For CATALOG_WRITE. */
  | 'CATALOG_CHANGE'
  /** A dead letter: see `deadLetters`. For ORDER_READ_ANY. */
  | 'ORDER_FACT';

export type FixedAmountDiscountInput = {
  amounts: Array<MoneyInput>;
  appliesOnEachItem?: boolean;
  items?: ItemSelectionInput | null | undefined;
};

export type FulfilOrderInput = {
  carrier?: string | null | undefined;
  idempotencyKey: string;
  /** At least one line, if set. */
  lines?: Array<OrderLineInput> | null | undefined;
  orderId: string;
  trackingNumber?: string | null | undefined;
};

/** Where the goods of an order are. Independent of PaymentStatus. */
export type FulfillmentStatus =
  /**
   * Nothing has been shipped, and nothing is left to ship: all units are cancelled, or the order is REJECTED or CANCELLED, or will
   * be.
   */
  | 'CANCELLED'
  /** FULFILLED, and marked as delivered. */
  | 'DELIVERED'
  /** Units have been shipped, and none are left to ship. */
  | 'FULFILLED'
  /** Some units have been shipped, and units are left to ship. */
  | 'PARTIALLY_FULFILLED'
  /** Nothing has been shipped, and units are left to ship. Also the status of a cart. */
  | 'UNFULFILLED';

export type ImportJobStatus =
  | 'CANCELLED'
  /** Every line was processed; some may have failed. */
  | 'COMPLETED'
  /** The file could not be read, or did not arrive within one hour. */
  | 'FAILED'
  | 'RUNNING'
  | 'WAITING_FOR_FILE';

export type InviteStaffInput = {
  email: string;
  firstName: string;
  lastName: string;
  roles: Array<Role>;
};

export type ItemSelectionInput = {
  brands?: Array<string> | null | undefined;
  categoryIds?: Array<string> | null | undefined;
  excludeSaleItems?: boolean;
  excludedSkus?: Array<string> | null | undefined;
  productIds?: Array<string> | null | undefined;
  skus?: Array<string> | null | undefined;
};

export type LoginInput = {
  email: string;
  /** From the mail that follows EMAIL_CONFIRMATION_REQUIRED. It makes the network address known to the account. */
  emailToken?: string | null | undefined;
  password: string;
};

export type MarkOrderDeliveredInput = {
  orderId: string;
};

export type MediaInput = {
  alt: string;
  /** In pixels. */
  height?: number | null | undefined;
  /** A ThumbHash in base64. */
  thumbHash?: string | null | undefined;
  url: string;
  /** In pixels. */
  width?: number | null | undefined;
};

export type MoneyInput = {
  amountMinor: string;
  currency: CurrencyCode;
};

export type MoveCategoryInput = {
  id: string;
  /** Null makes it a root. */
  parentId?: string | null | undefined;
  /** From 0. Values beyond the end move it to the end. */
  position: number;
};

export type OrderActionType =
  | 'CANCEL'
  | 'CANCEL_LINES'
  | 'FULFIL'
  | 'GIVE_UP'
  | 'MARK_DELIVERED'
  | 'REFUND'
  /** After the buyer has confirmed the payment: resumeOrderPayment. */
  | 'RESUME_PAYMENT'
  | 'RETRY';

export type OrderAddressInput = {
  city: string;
  /** ISO 3166-1 alpha-2: GB, not UK. */
  countryCode: string;
  line1: string;
  line2?: string | null | undefined;
  name: string;
  /** Required in countries that have postal codes. */
  postalCode?: string | null | undefined;
  region?: string | null | undefined;
};

export type OrderEffectStatus =
  | 'COMPLETED'
  /** Automatic recovery stopped: see Order.attention. */
  | 'GIVEN_UP'
  | 'PENDING'
  /** At least one attempt failed; another one is planned. */
  | 'RETRYING'
  | 'RUNNING';

/** All conditions that are set must hold. */
export type OrderFilter = {
  /** Of the shipping address: ISO 3166-1 alpha-2. */
  countryCodes?: Array<string> | null | undefined;
  /** For support staff: the beginning of a name in the shipping or billing address, at any of its words. Case does not matter. */
  customerName?: string | null | undefined;
  /** For support staff: orders with a dispute in one of these statuses. */
  disputeStatus?: Array<DisputeStatus> | null | undefined;
  fulfillmentStatus?: Array<FulfillmentStatus> | null | undefined;
  /** Inclusive. Selects the orders in this currency. */
  maxTotal?: MoneyInput | null | undefined;
  /** Inclusive. Selects the orders in this currency. */
  minTotal?: MoneyInput | null | undefined;
  paymentStatus?: Array<PaymentStatus> | null | undefined;
  /** Of placedAt; inclusive. */
  placedFrom?: string | null | undefined;
  /** Of placedAt; exclusive. */
  placedTo?: string | null | undefined;
  /** For support staff: the payment provider's ID of a transaction. */
  providerReference?: string | null | undefined;
  sku?: string | null | undefined;
  /** Orders that do not progress: past their deadline, or NEEDS_ATTENTION. False selects all others. */
  stuck?: boolean | null | undefined;
};

export type OrderLineInput = {
  quantity: number;
  sku: string;
};

export type OrderSort =
  | 'NEWEST'
  | 'OLDEST'
  /** By currency, then by total, largest first. */
  | 'TOTAL_DESC';

export type OrderStatus =
  /** The payment is authorized. The order is being recorded. */
  | 'AUTHORIZED'
  | 'CANCELLED'
  /** Paid. The reserved stock is being committed. */
  | 'CAPTURED'
  /** A draft. Its lines can change. */
  | 'CART'
  /** Paid, and the stock is committed. */
  | 'CONFIRMED'
  /** Recorded. The payment is being captured. */
  | 'CREATED'
  | 'DELIVERED'
  | 'FULFILLED'
  /** Automatic recovery has failed. Staff must decide. */
  | 'NEEDS_ATTENTION'
  | 'PARTIALLY_REFUNDED'
  /** Accepted. Stock is being reserved. */
  | 'PLACED'
  | 'REFUNDED'
  /** Out of stock, payment declined or price changed. No stock is reserved and no money was captured. */
  | 'REJECTED'
  /** Stock is reserved. The payment is being authorized. */
  | 'RESERVED';

/** Where the money of an order is. Independent of FulfillmentStatus. */
export type PaymentStatus =
  /** The amount is authorized and not captured yet. */
  | 'AUTHORIZED'
  /** Captured in full, or there was nothing to pay. */
  | 'PAID'
  /** A part of what was captured has been refunded. */
  | 'PARTIALLY_REFUNDED'
  /** Nothing is authorized yet. Also the status of a cart. */
  | 'PENDING'
  /** All that was captured has been refunded. */
  | 'REFUNDED'
  /** The order ended before anything was captured. An authorization, if there was one, is released. */
  | 'VOIDED';

export type PercentageDiscountInput = {
  basisPoints: number;
  items?: ItemSelectionInput | null | undefined;
  maxAmounts?: Array<MoneyInput> | null | undefined;
};

export type PlaceOrderInput = {
  /** As shown on documents. The shipping address when absent. */
  billingAddress?: OrderAddressInput | null | undefined;
  cartId?: string | null | undefined;
  /**
   * At most 5, in any case. For a cart, they replace the codes of the cart. A code that does not apply rejects the order. A code
   * without effect is ignored. An automatic promotion that does not apply, or that is exhausted, is left out.
   */
  couponCodes?: Array<string> | null | undefined;
  /** A currency of the market. If absent, the default of the market, or else the currency of all lines. */
  currency?: CurrencyCode | null | undefined;
  /** From the buyer to the shop; at most 500 characters. */
  customerNote?: string | null | undefined;
  /** The contact email, which gets the emails about the order. The account's address when absent. */
  email?: string | null | undefined;
  /** If set, an order with a different total is rejected with PRICE_CHANGED. The total of a quote is the expected total. */
  expectedTotal?: MoneyInput | null | undefined;
  /** Chosen by the client, one per placement. At most 200 characters. */
  idempotencyKey: string;
  lines?: Array<OrderLineInput> | null | undefined;
  /** The payment provider's ID of a payment method. In tests, pm_card_visa succeeds and pm_card_chargeDeclined is declined. */
  paymentMethod: string;
  /**
   * Where the bank sends the buyer back to after 3-D Secure. Its origin must be one of the shop's, otherwise INVALID_RETURN_URL. With
   * it, `paymentAction.url` is set. Without it, only a client with the payment provider's own script can confirm the payment.
   */
  returnUrl?: string | null | undefined;
  shippingAddress: OrderAddressInput;
  shippingMethod?: string | null | undefined;
  /**
   * A VAT number of the EU. The account's tax id when absent; none when empty. It is verified when the order is placed. Reverse
   * charge applies only to a VERIFIED one: see TaxId.
   */
  taxId?: string | null | undefined;
};

export type PreviewOrderActionInput = {
  /** For REFUND, without `lines` and `refundShipping`. */
  amount?: MoneyInput | null | undefined;
  /** For REFUND, CANCEL_LINES and FULFIL. When absent, all that is left. */
  lines?: Array<RefundLineInput> | null | undefined;
  orderId: string;
  /** For REFUND and CANCEL_LINES: all that is left of shipping too. */
  refundShipping?: boolean;
  /** Any action except RESUME_PAYMENT. */
  type: OrderActionType;
};

/** Identified by sku, currency and minQuantity. */
export type PriceListPriceInput = {
  /** Null removes the price. */
  amountMinor?: string | null | undefined;
  currency: CurrencyCode;
  minQuantity?: number;
  sku: string;
};

export type PriceListType =
  /** Replaces the base price, whether lower or higher. */
  | 'OVERRIDE'
  /** Applies where it is lower than the base price. The base price is then the compareAtPrice. */
  | 'SALE';

export type ProductSort =
  | 'BEST_SELLING'
  | 'NAME'
  | 'NEWEST'
  /** By lowest base price: first the products in the shop's default currency, then the other currencies by code. */
  | 'PRICE_ASC'
  /** By lowest base price, highest first. The currencies have the order of PRICE_ASC. */
  | 'PRICE_DESC';

export type PromotionConditionsInput = {
  countryCodes?: Array<string> | null | undefined;
  customerGroupIds?: Array<string> | null | undefined;
  firstOrder?: boolean;
  items?: ItemSelectionInput | null | undefined;
  marketIds?: Array<string> | null | undefined;
  minAmounts?: Array<MoneyInput> | null | undefined;
  minQuantity?: number | null | undefined;
  shippingMethods?: Array<string> | null | undefined;
};

/** Exactly one field. buyXGetY only for PRODUCT. */
export type PromotionRewardInput = {
  buyXGetY?: BuyXGetYDiscountInput | null | undefined;
  fixedAmount?: FixedAmountDiscountInput | null | undefined;
  percentage?: PercentageDiscountInput | null | undefined;
};

export type PromotionStatus =
  | 'ACTIVE'
  /** Was never activated. */
  | 'DRAFT'
  /** endsAt has passed, or usageLimit is exhausted. */
  | 'ENDED'
  /** Deactivated by a catalog manager. */
  | 'PAUSED'
  /** Active, but startsAt is in the future. */
  | 'SCHEDULED';

export type RefundLineInput = {
  quantity: number;
  /**
   * Whether the units go back on sale. When absent, unfulfilled units do and shipped units do not. Has no effect on units that
   * were cancelled before.
   */
  restock?: boolean | null | undefined;
  sku: string;
};

export type RefundOrderInput = {
  amount?: MoneyInput | null | undefined;
  idempotencyKey: string;
  /**
   * Refunds the value of these units. Cannot be combined with `amount`. Unfulfilled units are cancelled. More units than are
   * left to refund fail with OVER_REFUNDED.
   */
  lines?: Array<RefundLineInput> | null | undefined;
  orderId: string;
  reason: string;
  /** Refunds all that is left of shipping. Cannot be combined with `amount`. */
  refundShipping?: boolean | null | undefined;
};

export type ReportInterval =
  | 'DAY'
  | 'MONTH'
  /** From Monday. */
  | 'WEEK';

export type ReservationStatus =
  /** The units are sold. */
  | 'COMMITTED'
  | 'HELD'
  | 'RELEASED'
  /** There was not enough stock, or a promotion was used up: nothing is held. */
  | 'SHORT';

export type Resolution =
  | 'GIVE_UP'
  | 'RETRY';

export type ResolveOrderInput = {
  note: string;
  orderId: string;
  resolution: Resolution;
};

export type Role =
  | 'ADMIN'
  | 'CATALOG_MANAGER'
  | 'CUSTOMER'
  | 'GUEST'
  | 'SUPPORT';

export type SaveTaxClassInput = {
  /** Lowercase a-z, digits and hyphens. */
  code: string;
  name: string;
};

export type SearchFilter = {
  attributes?: Array<AttributeFilter> | null | undefined;
  brands?: Array<string> | null | undefined;
  /** This category and its descendants. */
  categorySlug?: string | null | undefined;
  /** The currency of minPrice and maxPrice, and the one that sorting by price begins with. The shop's default currency when absent. */
  currency?: CurrencyCode | null | undefined;
  /** True selects available products, false sold-out products. Both when absent. */
  inStock?: boolean | null | undefined;
  maxPrice?: string | null | undefined;
  /**
   * In the smallest unit of the currency, for example cents. One variant must have a base price in the range. Price lists and base
   * prices in other currencies than the product's do not count.
   */
  minPrice?: string | null | undefined;
};

export type SearchIndexRebuildStatus =
  | 'COMPLETED'
  | 'FAILED'
  | 'RUNNING';

export type SearchSort =
  | 'BEST_SELLING'
  | 'NEWEST'
  | 'PRICE_ASC'
  | 'PRICE_DESC'
  | 'RELEVANCE';

/** All conditions that are set must hold. */
export type SecurityEventFilter = {
  addressHash?: string | null | undefined;
  from?: string | null | undefined;
  /** Exclusive. */
  to?: string | null | undefined;
  /** At most 20. */
  types?: Array<string> | null | undefined;
};

export type SetCouponCodeActiveInput = {
  active: boolean;
  id: string;
};

export type SetCustomerGroupsInput = {
  accountId: string;
  customerGroupIds: Array<string>;
};

export type SetDisabledInput = {
  accountId: string;
  disabled: boolean;
};

export type SetLowStockThresholdInput = {
  sku: string;
  /** Null removes it. */
  threshold?: number | null | undefined;
};

export type SetPriceListPricesInput = {
  priceListId: string;
  prices: Array<PriceListPriceInput>;
};

export type SetPromotionActiveInput = {
  active: boolean;
  id: string;
};

export type SetRolesInput = {
  accountId: string;
  roles: Array<Role>;
};

export type ShippingMethodInput = {
  active?: boolean;
  /** One of the carriers that the shop is configured for. Cannot be combined with `rates`. */
  carrier?: string | null | undefined;
  code: string;
  maxDeliveryDays?: number | null | undefined;
  minDeliveryDays?: number | null | undefined;
  name: string;
  rates?: Array<ShippingRateInput> | null | undefined;
  taxClassCode?: string;
};

export type ShippingRateInput = {
  fromAmount?: MoneyInput | null | undefined;
  fromWeightGrams?: number | null | undefined;
  price: MoneyInput;
  toAmount?: MoneyInput | null | undefined;
  toWeightGrams?: number | null | undefined;
};

/** What a role allows beyond the account's own data. */
export type StaffPermission =
  | 'ACCOUNT_READ_ANY'
  | 'ACCOUNT_WRITE_ANY'
  | 'API_TOKENS'
  | 'AUDIT_READ'
  | 'CATALOG_WRITE'
  | 'CUSTOMER_GROUP_WRITE'
  | 'MARKET_WRITE'
  | 'ORDER_READ_ANY'
  | 'ORDER_WRITE_ANY'
  /** Promotions, price lists, taxes and shipping. */
  | 'PRICING_WRITE'
  /** Reads promotions, without changing them. */
  | 'PROMOTION_READ'
  | 'STOCK_WRITE';

/** All conditions that are set must hold. */
export type StockFilter = {
  /** This category and those below it. */
  categorySlug?: string | null | undefined;
  /** True: on sale, and at or below lowStockThreshold. False: all others. */
  lowStock?: boolean | null | undefined;
  maxAvailable?: number | null | undefined;
  /** A part of a SKU, or of the name of its product. Case does not matter. */
  query?: string | null | undefined;
};

export type StockSort =
  | 'AVAILABLE_ASC'
  | 'COMMITTED_DESC'
  | 'SKU';

export type TaxIdStatus =
  /** The register could not be reached. Tax is charged. */
  | 'UNAVAILABLE'
  /** The register does not know the number. Tax is charged. */
  | 'UNVERIFIED'
  /** The register confirmed the number. */
  | 'VERIFIED';

/** Where tax is rounded. See TAX in the pricing rules. */
export type TaxRounding =
  /** Once per line, and once for shipping. */
  | 'LINE'
  /** Once per tax rate for the whole order, as Japan's qualified invoices require. */
  | 'ORDER';

export type TransactionKind =
  | 'AUTHORIZATION'
  | 'CAPTURE'
  /** Taken by the bank in a dispute. */
  | 'CHARGEBACK'
  /** Given back by the bank. */
  | 'CHARGEBACK_REVERSAL'
  | 'REFUND'
  | 'VOID';

export type TransactionStatus =
  | 'FAILED'
  | 'PENDING'
  | 'SUCCEEDED';

export type UpdateCategoryInput = {
  description?: string | null | undefined;
  id: string;
  name?: string | null | undefined;
  parentId?: string | null | undefined;
  slug?: string | null | undefined;
};

export type UpdateMarketInput = {
  countryCodes?: Array<string> | null | undefined;
  currencies?: Array<CurrencyCode> | null | undefined;
  id: string;
  name?: string | null | undefined;
  slug?: string | null | undefined;
  taxRounding?: TaxRounding | null | undefined;
  taxesIncluded?: boolean | null | undefined;
};

export type UpdatePriceListInput = {
  active?: boolean | null | undefined;
  customerGroupIds?: Array<string> | null | undefined;
  endsAt?: string | null | undefined;
  id: string;
  marketIds?: Array<string> | null | undefined;
  name?: string | null | undefined;
  priority?: number | null | undefined;
  slug?: string | null | undefined;
  startsAt?: string | null | undefined;
  type?: PriceListType | null | undefined;
};

export type UpdateProductInput = {
  attributes?: Array<AttributeInput> | null | undefined;
  brand?: string | null | undefined;
  categoryIds?: Array<string> | null | undefined;
  description?: string | null | undefined;
  etag: string;
  id: string;
  media?: Array<MediaInput> | null | undefined;
  name?: string | null | undefined;
  slug?: string | null | undefined;
  /** The complete list. A variant that is missing from it is taken off sale. */
  variants?: Array<VariantInput> | null | undefined;
};

export type UpdatePromotionInput = {
  automatic?: boolean | null | undefined;
  class?: DiscountClass | null | undefined;
  combinesWith?: Array<DiscountClass> | null | undefined;
  conditions?: PromotionConditionsInput | null | undefined;
  endsAt?: string | null | undefined;
  etag: string;
  id: string;
  name?: string | null | undefined;
  priority?: number | null | undefined;
  reward?: PromotionRewardInput | null | undefined;
  slug?: string | null | undefined;
  startsAt?: string | null | undefined;
  /** Refused with INVALID_PROMOTION below usageCount + reservedCount. To stop a promotion, pause it. */
  usageLimit?: number | null | undefined;
  usageLimitPerCustomer?: number | null | undefined;
};

export type UpdateShippingZoneInput = {
  countryCodes?: Array<string> | null | undefined;
  /** Absent: updates any version. */
  etag?: string | null | undefined;
  id: string;
  methods?: Array<ShippingMethodInput> | null | undefined;
  name?: string | null | undefined;
  postalCodePrefixes?: Array<string> | null | undefined;
  regions?: Array<string> | null | undefined;
  slug?: string | null | undefined;
};

export type UpdateTaxRateInput = {
  combinable?: boolean | null | undefined;
  countryCode?: string | null | undefined;
  endsAt?: string | null | undefined;
  id: string;
  name?: string | null | undefined;
  postalCodePrefix?: string | null | undefined;
  ratePpm?: number | null | undefined;
  region?: string | null | undefined;
  startsAt?: string | null | undefined;
  taxClassCode?: string | null | undefined;
};

export type VariantInput = {
  /** Base prices in currencies other than that of `price`. Replaces the whole list. */
  basePrices?: Array<MoneyInput> | null | undefined;
  /** Units in stock of a new SKU. Ignored for a SKU that the product has already: use adjustStock. */
  initialStock?: number | null | undefined;
  /** Replaces the whole list. */
  media?: Array<MediaInput> | null | undefined;
  name: string;
  options?: Array<AttributeInput> | null | undefined;
  price: MoneyInput;
  sku: string;
  /** `standard` when absent. */
  taxClassCode?: string | null | undefined;
  weightGrams?: number | null | undefined;
};

export type ApiTokensQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type ApiTokensQuery = { apiTokens: { edges: Array<{ node: { id: string, name: string, scopes: Array<ApiScope>, hint: string, createdAt: string, expiresAt: string, lastUsedAt: string | null, revokedAt: string | null, allowedNetworks: Array<string>, createdBy: { email: string | null } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CreateApiTokenMutationVariables = Exact<{
  input: CreateApiTokenInput;
}>;


export type CreateApiTokenMutation = { createApiToken: { token: string | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type RevokeApiTokenMutationVariables = Exact<{
  id: string;
}>;


export type RevokeApiTokenMutation = { revokeApiToken: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type SecurityEventRowFragment = { id: string, type: string, at: string, actor: string, addressHash: string, detail: unknown, account: { id: string, email: string | null } | null };

export type AuditTrailQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  accountId?: string | null | undefined;
  filter?: SecurityEventFilter | null | undefined;
}>;


export type AuditTrailQuery = { securityEvents: { edges: Array<{ node: { id: string, type: string, at: string, actor: string, addressHash: string, detail: unknown, account: { id: string, email: string | null } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CategoryRowFragment = { id: string, slug: string, name: string, productCount: number };

export type CategoryTreeQueryVariables = Exact<{ [key: string]: never; }>;


export type CategoryTreeQuery = { categories: Array<{ id: string, slug: string, name: string, productCount: number, children: Array<{ id: string, slug: string, name: string, productCount: number, children: Array<{ id: string, slug: string, name: string, productCount: number }> }> }> };

export type CategoryPageQueryVariables = Exact<{
  id: string;
}>;


export type CategoryPageQuery = { category: { description: string, id: string, slug: string, name: string, productCount: number, path: Array<{ id: string, name: string }>, children: Array<{ id: string, slug: string, name: string, productCount: number, children: Array<{ id: string, slug: string, name: string, productCount: number }> }> } | null, categories: Array<{ id: string, slug: string, name: string, children: Array<{ id: string, slug: string, name: string, children: Array<{ id: string, slug: string, name: string }> }> }> };

export type CreateCategoryMutationVariables = Exact<{
  input: CreateCategoryInput;
}>;


export type CreateCategoryMutation = { createCategory: { category: { id: string } | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type UpdateCategoryMutationVariables = Exact<{
  input: UpdateCategoryInput;
}>;


export type UpdateCategoryMutation = { updateCategory: { category: { id: string } | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type MoveCategoryMutationVariables = Exact<{
  input: MoveCategoryInput;
}>;


export type MoveCategoryMutation = { moveCategory: { category: { name: string } | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type DeleteCategoryMutationVariables = Exact<{
  id: string;
}>;


export type DeleteCategoryMutation = { deleteCategory: { deletedId: string | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type CustomerQueryVariables = Exact<{
  id: string;
  readsAudit: boolean;
}>;


export type CustomerQuery = { account: { id: string, email: string | null, pendingEmail: string | null, emailVerified: boolean, firstName: string, lastName: string, roles: Array<Role>, disabled: boolean, createdAt: string, lastSignInAt: string | null, taxId: { value: string, status: TaxIdStatus } | null, customerGroups: Array<{ id: string, name: string }>, orderTotals: { orderCount: number, lastOrderAt: string | null, paid: Array<{ amountMinor: string, currency: CurrencyCode }>, refunded: Array<{ amountMinor: string, currency: CurrencyCode }> } | null, orders: { edges: Array<{ node: { id: string, number: string | null, status: OrderStatus, placedAt: string | null, total: { amountMinor: string, currency: CurrencyCode } } }> } } | null, customerGroups: Array<{ id: string, name: string }>, securityEvents?: { edges: Array<{ node: { id: string, type: string, at: string, actor: string, addressHash: string, detail: unknown, account: { id: string, email: string | null } | null } }> } };

export type SetAccountRolesMutationVariables = Exact<{
  input: SetRolesInput;
}>;


export type SetAccountRolesMutation = { setRoles: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type SetAccountDisabledMutationVariables = Exact<{
  input: SetDisabledInput;
}>;


export type SetAccountDisabledMutation = { setDisabled: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type RevokeAccountSessionsMutationVariables = Exact<{
  id: string;
}>;


export type RevokeAccountSessionsMutation = { revokeSessions: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type SetAccountGroupsMutationVariables = Exact<{
  input: SetCustomerGroupsInput;
}>;


export type SetAccountGroupsMutation = { setCustomerGroups: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type ConfirmStaffPasswordMutationVariables = Exact<{
  input: ConfirmPasswordInput;
}>;


export type ConfirmStaffPasswordMutation = { confirmPassword: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type InviteStaffMutationVariables = Exact<{
  input: InviteStaffInput;
}>;


export type InviteStaffMutation = { inviteStaff: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type CustomersQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  query?: string | null | undefined;
  filter?: AccountFilter | null | undefined;
}>;


export type CustomersQuery = { accounts: { totalCount: number, edges: Array<{ node: { id: string, email: string | null, firstName: string, lastName: string, roles: Array<Role>, disabled: boolean, createdAt: string, orderTotals: { orderCount: number, lastOrderAt: string | null, paid: Array<{ amountMinor: string, currency: CurrencyCode }> } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type FiguresQueryVariables = Exact<{
  from: string;
  to: string;
  currency: CurrencyCode;
  interval: ReportInterval;
}>;


export type FiguresQuery = { salesReport: Array<{ periodStart: string, orderCount: number, unitCount: number, totalSales: { amountMinor: string, currency: CurrencyCode }, refunds: { amountMinor: string, currency: CurrencyCode }, netTotal: { amountMinor: string, currency: CurrencyCode } }>, orderStatistics: { orderCount: number, statusCounts: Array<{ status: OrderStatus, count: number }>, rejections: Array<{ code: string, count: number }>, topProducts: Array<{ unitCount: number, product: { id: string, name: string } | null, revenue: { amountMinor: string, currency: CurrencyCode } }>, confirmationTime: { p50: number, p95: number, p99: number } | null } };

export type GoToQueryVariables = Exact<{
  number?: string | null | undefined;
  withNumber: boolean;
  orderFilter?: OrderFilter | null | undefined;
  withReference: boolean;
  email?: string | null | undefined;
  withAccount: boolean;
  sku: string;
  withStock: boolean;
}>;


export type GoToQuery = { byNumber?: { edges: Array<{ node: { id: string } }> }, byReference?: { edges: Array<{ node: { id: string } }> }, accounts?: { edges: Array<{ node: { id: string } }> }, stockLedger?: { edges: Array<{ cursor: string }> } };

export type ImportRowFragment = { id: string, fileName: string, status: ImportJobStatus, dryRun: boolean, lineCount: number | null, processedCount: number, createdCount: number, updatedCount: number, failedCount: number, createdAt: string };

export type ImportsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type ImportsQuery = { importJobs: { edges: Array<{ node: { id: string, fileName: string, status: ImportJobStatus, dryRun: boolean, lineCount: number | null, processedCount: number, createdCount: number, updatedCount: number, failedCount: number, createdAt: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ImportQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type ImportQuery = { importJob: { id: string, fileName: string, status: ImportJobStatus, dryRun: boolean, lineCount: number | null, processedCount: number, createdCount: number, updatedCount: number, failedCount: number, createdAt: string, errors: { totalCount: number, edges: Array<{ node: { line: number, slug: string | null, error: { code: string, field: Array<string> | null, message: string } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ImportProgressSubscriptionVariables = Exact<{
  id: string;
}>;


export type ImportProgressSubscription = { importProgress: { processedCount: number } };

export type CreateImportMutationVariables = Exact<{
  input: CreateImportInput;
}>;


export type CreateImportMutation = { createImport: { uploadUrl: string | null, importJob: { id: string } | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type CancelImportMutationVariables = Exact<{
  id: string;
}>;


export type CancelImportMutation = { cancelImport: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type LabOrdersQueryVariables = Exact<{
  email: string;
}>;


export type LabOrdersQuery = { allOrders: { edges: Array<{ node: { id: string, number: string | null, status: OrderStatus, placedAt: string | null, deadlineAt: string | null, lines: Array<{ sku: string, quantity: number }>, explanation: Array<{ text: string }> } }> }, products: { edges: Array<{ node: { variants: Array<{ sku: string }> } }> } };

export type LabSearchQueryVariables = Exact<{
  query: string;
}>;


export type LabSearchQuery = { search: { degraded: boolean, edges: Array<{ node: { name: string } }> } };

export type PlaceTestOrderMutationVariables = Exact<{
  input: PlaceOrderInput;
}>;


export type PlaceTestOrderMutation = { placeOrder: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type OrderFeedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type OrderFeedSubscription = { orderFeed: { sequence: number } };

export type LiveFloorQueryVariables = Exact<{
  first: number;
}>;


export type LiveFloorQuery = { allOrders: { statusCounts: Array<{ status: OrderStatus, count: number }>, edges: Array<{ node: { id: string, number: string | null, status: OrderStatus } }> } };

export type LiveFloorEventsSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type LiveFloorEventsSubscription = { orderFeed: { order: { id: string, number: string | null, status: OrderStatus } } };

export type EditedMarketFragment = { id: string, slug: string, name: string, countryCodes: Array<string>, currencies: Array<CurrencyCode>, taxesIncluded: boolean, taxRounding: TaxRounding };

export type MarketPageQueryVariables = Exact<{ [key: string]: never; }>;


export type MarketPageQuery = { markets: Array<{ id: string, slug: string, name: string, countryCodes: Array<string>, currencies: Array<CurrencyCode>, taxesIncluded: boolean, taxRounding: TaxRounding }> };

export type CreateMarketMutationVariables = Exact<{
  input: CreateMarketInput;
}>;


export type CreateMarketMutation = { createMarket: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type UpdateMarketMutationVariables = Exact<{
  input: UpdateMarketInput;
}>;


export type UpdateMarketMutation = { updateMarket: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type OrderActionPageQueryVariables = Exact<{
  id: string;
  preview: PreviewOrderActionInput;
}>;


export type OrderActionPageQuery = { order: { id: string, number: string | null, refundableShipping: { amountMinor: string, currency: CurrencyCode }, lines: Array<{ sku: string, name: string, quantity: number, unfulfilledQuantity: number, refundedQuantity: number, shippedQuantity: number, refundableAmount: { amountMinor: string, currency: CurrencyCode } }>, actions: Array<{ type: OrderActionType, allowed: boolean, reason: string | null }> } | null, previewOrderAction: { allowed: boolean, reason: string | null, status: OrderStatus | null, eventTypes: Array<string>, effectTypes: Array<string>, refund: { amount: { amountMinor: string, currency: CurrencyCode }, tax: { amountMinor: string, currency: CurrencyCode }, shipping: { amountMinor: string, currency: CurrencyCode }, lines: Array<{ sku: string, quantity: number, restockedQuantity: number, amount: { amountMinor: string, currency: CurrencyCode }, tax: { amountMinor: string, currency: CurrencyCode } }> } | null } | null };

export type ConsoleCancelOrderMutationVariables = Exact<{
  input: CancelOrderInput;
}>;


export type ConsoleCancelOrderMutation = { result: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type ConsoleCancelLinesMutationVariables = Exact<{
  input: CancelOrderLinesInput;
}>;


export type ConsoleCancelLinesMutation = { result: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type ConsoleRefundMutationVariables = Exact<{
  input: RefundOrderInput;
}>;


export type ConsoleRefundMutation = { result: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type ConsoleFulfilMutationVariables = Exact<{
  input: FulfilOrderInput;
}>;


export type ConsoleFulfilMutation = { result: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type ConsoleMarkDeliveredMutationVariables = Exact<{
  input: MarkOrderDeliveredInput;
}>;


export type ConsoleMarkDeliveredMutation = { result: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type ConsoleResolveMutationVariables = Exact<{
  input: ResolveOrderInput;
}>;


export type ConsoleResolveMutation = { result: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type OrderBooksQueryVariables = Exact<{
  id: string;
}>;


export type OrderBooksQuery = { orderReconciliation: { payment: unknown, listRow: unknown, order: { id: string, status: OrderStatus, paymentStatus: PaymentStatus, fulfillmentStatus: FulfillmentStatus, sequence: number, number: string | null, subtotal: { amountMinor: string, currency: CurrencyCode }, shipping: { amountMinor: string, currency: CurrencyCode }, tax: { amountMinor: string, currency: CurrencyCode }, total: { amountMinor: string, currency: CurrencyCode }, refunded: { amountMinor: string, currency: CurrencyCode }, lines: Array<{ sku: string, quantity: number, unitPrice: { amountMinor: string, currency: CurrencyCode } }>, transactions: Array<{ id: string, kind: TransactionKind, status: TransactionStatus, providerReference: string | null, amount: { amountMinor: string, currency: CurrencyCode } }>, shipments: Array<{ id: string, lines: Array<{ sku: string, quantity: number }> }>, refunds: Array<{ id: string, amount: { amountMinor: string, currency: CurrencyCode } }>, rejection: { code: string } | null }, reservation: { id: string, status: ReservationStatus, createdAt: string, expiresAt: string | null, lines: Array<{ sku: string, quantity: number }> } | null, differences: Array<{ message: string, expected: string | null, actual: string | null }> } | null };

export type AddOrderNoteMutationVariables = Exact<{
  input: AddOrderNoteInput;
}>;


export type AddOrderNoteMutation = { addOrderNote: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type ComparedOrderFragment = { status: OrderStatus, paymentStatus: PaymentStatus, fulfillmentStatus: FulfillmentStatus, sequence: number, number: string | null, subtotal: { amountMinor: string, currency: CurrencyCode }, shipping: { amountMinor: string, currency: CurrencyCode }, tax: { amountMinor: string, currency: CurrencyCode }, total: { amountMinor: string, currency: CurrencyCode }, refunded: { amountMinor: string, currency: CurrencyCode }, lines: Array<{ sku: string, quantity: number, unitPrice: { amountMinor: string, currency: CurrencyCode } }>, transactions: Array<{ id: string, kind: TransactionKind, status: TransactionStatus, providerReference: string | null, amount: { amountMinor: string, currency: CurrencyCode } }>, shipments: Array<{ id: string, lines: Array<{ sku: string, quantity: number }> }>, refunds: Array<{ id: string, amount: { amountMinor: string, currency: CurrencyCode } }>, rejection: { code: string } | null };

export type EffectDetailsFragment = { id: string, type: string, status: OrderEffectStatus, isCompensation: boolean, causeSequence: number, outcomeSequence: number | null, attemptCount: number, createdAt: string, nextAttemptAt: string | null, completedAt: string | null, attempts: Array<{ at: string, durationMs: number | null, error: string | null }> };

export type ConsoleAddressFragment = { name: string, line1: string, line2: string | null, city: string, region: string | null, postalCode: string, countryCode: string };

export type StaffOrderFragment = { id: string, placedAt: string | null, updatedAt: string, deadlineAt: string | null, stockHeldUntil: string | null, email: string | null, customerNote: string | null, couponCodes: Array<string>, traceId: string | null, shippingMethod: string | null, taxesIncluded: boolean, status: OrderStatus, paymentStatus: PaymentStatus, fulfillmentStatus: FulfillmentStatus, sequence: number, number: string | null, account: { id: string, email: string | null, firstName: string, lastName: string } | null, market: { name: string } | null, shippingAddress: { name: string, line1: string, line2: string | null, city: string, region: string | null, postalCode: string, countryCode: string } | null, billingAddress: { name: string, line1: string, line2: string | null, city: string, region: string | null, postalCode: string, countryCode: string } | null, lines: Array<{ name: string, unfulfilledQuantity: number, shippedQuantity: number, cancelledQuantity: number, refundedQuantity: number, restockedQuantity: number, sku: string, quantity: number, total: { amountMinor: string, currency: CurrencyCode }, discountTotal: { amountMinor: string, currency: CurrencyCode }, tax: { amountMinor: string, currency: CurrencyCode }, refundableAmount: { amountMinor: string, currency: CurrencyCode }, unitPrice: { amountMinor: string, currency: CurrencyCode } }>, discounts: Array<{ name: string, code: string | null, amount: { amountMinor: string, currency: CurrencyCode } }>, discountTotal: { amountMinor: string, currency: CurrencyCode }, refundableShipping: { amountMinor: string, currency: CurrencyCode }, taxLines: Array<{ name: string, ratePpm: number, amount: { amountMinor: string, currency: CurrencyCode } }>, transactions: Array<{ provider: string, failureReason: string | null, at: string, id: string, kind: TransactionKind, status: TransactionStatus, providerReference: string | null, amount: { amountMinor: string, currency: CurrencyCode } }>, shipments: Array<{ carrier: string | null, trackingNumber: string | null, shippedAt: string, id: string, lines: Array<{ sku: string, quantity: number }> }>, refunds: Array<{ status: TransactionStatus, reason: string, createdAt: string, id: string, tax: { amountMinor: string, currency: CurrencyCode }, shipping: { amountMinor: string, currency: CurrencyCode }, lines: Array<{ sku: string, quantity: number, restockedQuantity: number, amount: { amountMinor: string, currency: CurrencyCode } }>, amount: { amountMinor: string, currency: CurrencyCode } }>, disputes: Array<{ id: string, type: DisputeType, status: DisputeStatus, reason: string, evidenceDueBy: string | null, createdAt: string, amount: { amountMinor: string, currency: CurrencyCode } }>, rejection: { message: string, skus: Array<string>, code: string } | null, notes: Array<{ id: string, text: string, actor: string, at: string }>, actions: Array<{ type: OrderActionType, allowed: boolean, reason: string | null, maxAmount: { amountMinor: string, currency: CurrencyCode } | null }>, effects: Array<{ id: string, type: string, status: OrderEffectStatus, isCompensation: boolean, causeSequence: number, outcomeSequence: number | null, attemptCount: number, createdAt: string, nextAttemptAt: string | null, completedAt: string | null, attempts: Array<{ at: string, durationMs: number | null, error: string | null }> }>, attention: { since: string, fromStatus: OrderStatus, effects: Array<{ id: string, type: string, status: OrderEffectStatus, isCompensation: boolean, causeSequence: number, outcomeSequence: number | null, attemptCount: number, createdAt: string, nextAttemptAt: string | null, completedAt: string | null, attempts: Array<{ at: string, durationMs: number | null, error: string | null }> }>, previews: Array<{ resolution: Resolution, allowed: boolean, reason: string | null, status: OrderStatus | null, eventTypes: Array<string>, effectTypes: Array<string> }> } | null, explanation: Array<{ text: string, sequences: Array<number> }>, subtotal: { amountMinor: string, currency: CurrencyCode }, shipping: { amountMinor: string, currency: CurrencyCode }, tax: { amountMinor: string, currency: CurrencyCode }, total: { amountMinor: string, currency: CurrencyCode }, refunded: { amountMinor: string, currency: CurrencyCode } };

export type OrderPageQueryVariables = Exact<{
  id: string;
  withData: boolean;
}>;


export type OrderPageQuery = { order: { id: string, placedAt: string | null, updatedAt: string, deadlineAt: string | null, stockHeldUntil: string | null, email: string | null, customerNote: string | null, couponCodes: Array<string>, traceId: string | null, shippingMethod: string | null, taxesIncluded: boolean, status: OrderStatus, paymentStatus: PaymentStatus, fulfillmentStatus: FulfillmentStatus, sequence: number, number: string | null, timeline: Array<{ sequence: number, type: string, at: string, actor: string, data?: unknown }>, account: { id: string, email: string | null, firstName: string, lastName: string } | null, market: { name: string } | null, shippingAddress: { name: string, line1: string, line2: string | null, city: string, region: string | null, postalCode: string, countryCode: string } | null, billingAddress: { name: string, line1: string, line2: string | null, city: string, region: string | null, postalCode: string, countryCode: string } | null, lines: Array<{ name: string, unfulfilledQuantity: number, shippedQuantity: number, cancelledQuantity: number, refundedQuantity: number, restockedQuantity: number, sku: string, quantity: number, total: { amountMinor: string, currency: CurrencyCode }, discountTotal: { amountMinor: string, currency: CurrencyCode }, tax: { amountMinor: string, currency: CurrencyCode }, refundableAmount: { amountMinor: string, currency: CurrencyCode }, unitPrice: { amountMinor: string, currency: CurrencyCode } }>, discounts: Array<{ name: string, code: string | null, amount: { amountMinor: string, currency: CurrencyCode } }>, discountTotal: { amountMinor: string, currency: CurrencyCode }, refundableShipping: { amountMinor: string, currency: CurrencyCode }, taxLines: Array<{ name: string, ratePpm: number, amount: { amountMinor: string, currency: CurrencyCode } }>, transactions: Array<{ provider: string, failureReason: string | null, at: string, id: string, kind: TransactionKind, status: TransactionStatus, providerReference: string | null, amount: { amountMinor: string, currency: CurrencyCode } }>, shipments: Array<{ carrier: string | null, trackingNumber: string | null, shippedAt: string, id: string, lines: Array<{ sku: string, quantity: number }> }>, refunds: Array<{ status: TransactionStatus, reason: string, createdAt: string, id: string, tax: { amountMinor: string, currency: CurrencyCode }, shipping: { amountMinor: string, currency: CurrencyCode }, lines: Array<{ sku: string, quantity: number, restockedQuantity: number, amount: { amountMinor: string, currency: CurrencyCode } }>, amount: { amountMinor: string, currency: CurrencyCode } }>, disputes: Array<{ id: string, type: DisputeType, status: DisputeStatus, reason: string, evidenceDueBy: string | null, createdAt: string, amount: { amountMinor: string, currency: CurrencyCode } }>, rejection: { message: string, skus: Array<string>, code: string } | null, notes: Array<{ id: string, text: string, actor: string, at: string }>, actions: Array<{ type: OrderActionType, allowed: boolean, reason: string | null, maxAmount: { amountMinor: string, currency: CurrencyCode } | null }>, effects: Array<{ id: string, type: string, status: OrderEffectStatus, isCompensation: boolean, causeSequence: number, outcomeSequence: number | null, attemptCount: number, createdAt: string, nextAttemptAt: string | null, completedAt: string | null, attempts: Array<{ at: string, durationMs: number | null, error: string | null }> }>, attention: { since: string, fromStatus: OrderStatus, effects: Array<{ id: string, type: string, status: OrderEffectStatus, isCompensation: boolean, causeSequence: number, outcomeSequence: number | null, attemptCount: number, createdAt: string, nextAttemptAt: string | null, completedAt: string | null, attempts: Array<{ at: string, durationMs: number | null, error: string | null }> }>, previews: Array<{ resolution: Resolution, allowed: boolean, reason: string | null, status: OrderStatus | null, eventTypes: Array<string>, effectTypes: Array<string> }> } | null, explanation: Array<{ text: string, sequences: Array<number> }>, subtotal: { amountMinor: string, currency: CurrencyCode }, shipping: { amountMinor: string, currency: CurrencyCode }, tax: { amountMinor: string, currency: CurrencyCode }, total: { amountMinor: string, currency: CurrencyCode }, refunded: { amountMinor: string, currency: CurrencyCode } } | null };

export type OrderAsOfQueryVariables = Exact<{
  id: string;
  asOf: string;
}>;


export type OrderAsOfQuery = { order: { status: OrderStatus, paymentStatus: PaymentStatus, fulfillmentStatus: FulfillmentStatus, sequence: number, number: string | null, subtotal: { amountMinor: string, currency: CurrencyCode }, shipping: { amountMinor: string, currency: CurrencyCode }, tax: { amountMinor: string, currency: CurrencyCode }, total: { amountMinor: string, currency: CurrencyCode }, refunded: { amountMinor: string, currency: CurrencyCode }, lines: Array<{ sku: string, quantity: number, unitPrice: { amountMinor: string, currency: CurrencyCode } }>, transactions: Array<{ id: string, kind: TransactionKind, status: TransactionStatus, providerReference: string | null, amount: { amountMinor: string, currency: CurrencyCode } }>, shipments: Array<{ id: string, lines: Array<{ sku: string, quantity: number }> }>, refunds: Array<{ id: string, amount: { amountMinor: string, currency: CurrencyCode } }>, rejection: { code: string } | null } | null };

export type OrderLogQueryVariables = Exact<{
  id: string;
  after?: number | null | undefined;
}>;


export type OrderLogQuery = { order: { status: OrderStatus, paymentStatus: PaymentStatus, fulfillmentStatus: FulfillmentStatus, sequence: number, number: string | null, timeline: Array<{ sequence: number, type: string, at: string, actor: string, data: unknown }>, subtotal: { amountMinor: string, currency: CurrencyCode }, shipping: { amountMinor: string, currency: CurrencyCode }, tax: { amountMinor: string, currency: CurrencyCode }, total: { amountMinor: string, currency: CurrencyCode }, refunded: { amountMinor: string, currency: CurrencyCode }, lines: Array<{ sku: string, quantity: number, unitPrice: { amountMinor: string, currency: CurrencyCode } }>, transactions: Array<{ id: string, kind: TransactionKind, status: TransactionStatus, providerReference: string | null, amount: { amountMinor: string, currency: CurrencyCode } }>, shipments: Array<{ id: string, lines: Array<{ sku: string, quantity: number }> }>, refunds: Array<{ id: string, amount: { amountMinor: string, currency: CurrencyCode } }>, rejection: { code: string } | null } | null };

export type RunPendingEffectsMutationVariables = Exact<{
  orderId: string;
}>;


export type RunPendingEffectsMutation = { runPendingEffects: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type AskPaymentProviderMutationVariables = Exact<{
  orderId: string;
}>;


export type AskPaymentProviderMutation = { resumeOrderPayment: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type OrderEventsSubscriptionVariables = Exact<{
  orderId: string;
  after?: number | null | undefined;
}>;


export type OrderEventsSubscription = { orderEvents: { sequence: number } };

export type OrderRowFragment = { id: string, number: string | null, status: OrderStatus, paymentStatus: PaymentStatus, fulfillmentStatus: FulfillmentStatus, email: string | null, placedAt: string | null, deadlineAt: string | null, total: { amountMinor: string, currency: CurrencyCode }, shippingAddress: { name: string, countryCode: string } | null, lines: Array<{ sku: string, quantity: number }> };

export type OrderPageFragment = { totalCount: number, statusCounts: Array<{ status: OrderStatus, count: number }>, edges: Array<{ node: { id: string, number: string | null, status: OrderStatus, paymentStatus: PaymentStatus, fulfillmentStatus: FulfillmentStatus, email: string | null, placedAt: string | null, deadlineAt: string | null, total: { amountMinor: string, currency: CurrencyCode }, shippingAddress: { name: string, countryCode: string } | null, lines: Array<{ sku: string, quantity: number }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } };

export type OrdersQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  status?: Array<OrderStatus> | OrderStatus | null | undefined;
  sort: OrderSort;
  byQuery: boolean;
  query?: string | null | undefined;
  filter?: OrderFilter | null | undefined;
  bySku: boolean;
  skuFilter?: OrderFilter | null | undefined;
  byName: boolean;
  nameFilter?: OrderFilter | null | undefined;
}>;


export type OrdersQuery = { byQuery?: { totalCount: number, statusCounts: Array<{ status: OrderStatus, count: number }>, edges: Array<{ node: { id: string, number: string | null, status: OrderStatus, paymentStatus: PaymentStatus, fulfillmentStatus: FulfillmentStatus, email: string | null, placedAt: string | null, deadlineAt: string | null, total: { amountMinor: string, currency: CurrencyCode }, shippingAddress: { name: string, countryCode: string } | null, lines: Array<{ sku: string, quantity: number }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, bySku?: { totalCount: number, statusCounts: Array<{ status: OrderStatus, count: number }>, edges: Array<{ node: { id: string, number: string | null, status: OrderStatus, paymentStatus: PaymentStatus, fulfillmentStatus: FulfillmentStatus, email: string | null, placedAt: string | null, deadlineAt: string | null, total: { amountMinor: string, currency: CurrencyCode }, shippingAddress: { name: string, countryCode: string } | null, lines: Array<{ sku: string, quantity: number }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, byName?: { totalCount: number, statusCounts: Array<{ status: OrderStatus, count: number }>, edges: Array<{ node: { id: string, number: string | null, status: OrderStatus, paymentStatus: PaymentStatus, fulfillmentStatus: FulfillmentStatus, email: string | null, placedAt: string | null, deadlineAt: string | null, total: { amountMinor: string, currency: CurrencyCode }, shippingAddress: { name: string, countryCode: string } | null, lines: Array<{ sku: string, quantity: number }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ExportedOrdersQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  status?: Array<OrderStatus> | OrderStatus | null | undefined;
  sort: OrderSort;
  query?: string | null | undefined;
  filter?: OrderFilter | null | undefined;
}>;


export type ExportedOrdersQuery = { allOrders: { edges: Array<{ node: { id: string, number: string | null, status: OrderStatus, paymentStatus: PaymentStatus, fulfillmentStatus: FulfillmentStatus, email: string | null, placedAt: string | null, deadlineAt: string | null, total: { amountMinor: string, currency: CurrencyCode }, shippingAddress: { name: string, countryCode: string } | null, lines: Array<{ sku: string, quantity: number }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type FulfilOrdersMutationVariables = Exact<{
  inputs: Array<FulfilOrderInput> | FulfilOrderInput;
}>;


export type FulfilOrdersMutation = { fulfilOrders: Array<{ order: { id: string, number: string | null } | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> }> };

export type EditedPriceListFragment = { id: string, slug: string, name: string, type: PriceListType, priority: number, active: boolean, startsAt: string | null, endsAt: string | null, markets: Array<{ id: string }>, customerGroups: Array<{ id: string }> };

export type PriceListPageQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
  sku?: string | null | undefined;
}>;


export type PriceListPageQuery = { node:
    | { __typename: 'Account' }
    | { __typename: 'Category' }
    | { __typename: 'CustomerGroup' }
    | { __typename: 'FailedJob' }
    | { __typename: 'ImportJob' }
    | { __typename: 'Market' }
    | { __typename: 'Order' }
    | { __typename: 'PriceList', id: string, slug: string, name: string, type: PriceListType, priority: number, active: boolean, startsAt: string | null, endsAt: string | null, prices: { edges: Array<{ node: { sku: string, minQuantity: number, amount: { amountMinor: string, currency: CurrencyCode } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, markets: Array<{ id: string }>, customerGroups: Array<{ id: string }> }
    | { __typename: 'Product' }
    | { __typename: 'Promotion' }
    | { __typename: 'ShippingMethod' }
    | { __typename: 'ShippingZone' }
    | { __typename: 'TaxRate' }
   | null, markets: Array<{ id: string, name: string }>, customerGroups: Array<{ id: string, name: string }> };

export type NewPriceListQueryVariables = Exact<{ [key: string]: never; }>;


export type NewPriceListQuery = { markets: Array<{ id: string, name: string }>, customerGroups: Array<{ id: string, name: string }> };

export type CreatePriceListMutationVariables = Exact<{
  input: CreatePriceListInput;
}>;


export type CreatePriceListMutation = { createPriceList: { priceList: { id: string } | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type UpdatePriceListMutationVariables = Exact<{
  input: UpdatePriceListInput;
}>;


export type UpdatePriceListMutation = { updatePriceList: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type SetPriceListPricesMutationVariables = Exact<{
  input: SetPriceListPricesInput;
}>;


export type SetPriceListPricesMutation = { setPriceListPrices: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type DeletePriceListMutationVariables = Exact<{
  id: string;
}>;


export type DeletePriceListMutation = { deletePriceList: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type PricingTablesQueryVariables = Exact<{ [key: string]: never; }>;


export type PricingTablesQuery = { priceLists: { edges: Array<{ node: { id: string, name: string, type: PriceListType, priority: number, active: boolean, startsAt: string | null, endsAt: string | null, markets: Array<{ name: string }>, customerGroups: Array<{ name: string }> } }> }, markets: Array<{ id: string, name: string, countryCodes: Array<string>, currencies: Array<CurrencyCode>, taxesIncluded: boolean }>, taxRates: { edges: Array<{ node: { id: string, name: string, countryCode: string, region: string | null, postalCodePrefix: string | null, ratePpm: number, taxClass: { name: string } } }>, pageInfo: { hasNextPage: boolean } }, shippingZones: Array<{ id: string, name: string, countryCodes: Array<string>, methods: Array<{ id: string, code: string, name: string, active: boolean, carrier: string | null, minDeliveryDays: number | null, maxDeliveryDays: number | null, rates: Array<{ price: { amountMinor: string, currency: CurrencyCode } }> }> }> };

export type EditedMediaFragment = { url: string, alt: string, width: number | null, height: number | null, thumbHash: string | null };

export type EditedProductFragment = { id: string, slug: string, name: string, description: string, brand: string | null, etag: string, createdAt: string, updatedAt: string, unitsSold: number | null, categories: Array<{ id: string, name: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string, width: number | null, height: number | null, thumbHash: string | null }>, variants: Array<{ sku: string, name: string, weightGrams: number | null, options: Array<{ name: string, value: string }>, price: { amountMinor: string, currency: CurrencyCode }, compareAtPrice: { amountMinor: string, currency: CurrencyCode } | null, basePrices: Array<{ amountMinor: string, currency: CurrencyCode }>, taxClass: { code: string }, media: Array<{ url: string, alt: string, width: number | null, height: number | null, thumbHash: string | null }>, stock: { available: number, reserved: number } }> };

export type ProductPageQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type ProductPageQuery = { product: { id: string, slug: string, name: string, description: string, brand: string | null, etag: string, createdAt: string, updatedAt: string, unitsSold: number | null, changes: { edges: Array<{ node: { id: string, actor: string, fields: Array<string>, at: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, categories: Array<{ id: string, name: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string, width: number | null, height: number | null, thumbHash: string | null }>, variants: Array<{ sku: string, name: string, weightGrams: number | null, options: Array<{ name: string, value: string }>, price: { amountMinor: string, currency: CurrencyCode }, compareAtPrice: { amountMinor: string, currency: CurrencyCode } | null, basePrices: Array<{ amountMinor: string, currency: CurrencyCode }>, taxClass: { code: string }, media: Array<{ url: string, alt: string, width: number | null, height: number | null, thumbHash: string | null }>, stock: { available: number, reserved: number } }> } | null, categories: Array<{ id: string, slug: string, name: string, children: Array<{ id: string, slug: string, name: string, children: Array<{ id: string, slug: string, name: string }> }> }> };

export type NewProductQueryVariables = Exact<{ [key: string]: never; }>;


export type NewProductQuery = { categories: Array<{ id: string, slug: string, name: string, children: Array<{ id: string, slug: string, name: string, children: Array<{ id: string, slug: string, name: string }> }> }> };

export type CreateProductMutationVariables = Exact<{
  input: CreateProductInput;
}>;


export type CreateProductMutation = { createProduct: { product: { id: string } | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type UpdateProductMutationVariables = Exact<{
  input: UpdateProductInput;
}>;


export type UpdateProductMutation = { updateProduct: { product: { id: string } | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type DeleteProductMutationVariables = Exact<{
  id: string;
}>;


export type DeleteProductMutation = { deleteProduct: { deletedId: string | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type RestoreProductMutationVariables = Exact<{
  id: string;
}>;


export type RestoreProductMutation = { restoreProduct: { product: { id: string } | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type ProductRowFragment = { id: string, name: string, slug: string, brand: string | null, etag: string, updatedAt: string, categories: Array<{ id: string }>, priceRange: { min: { amountMinor: string, currency: CurrencyCode }, max: { amountMinor: string, currency: CurrencyCode } }, variants: Array<{ sku: string, stock: { available: number } }> };

export type ProductListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  categorySlug?: string | null | undefined;
  sort: ProductSort;
}>;


export type ProductListQuery = { page: { edges: Array<{ node: { id: string, name: string, slug: string, brand: string | null, etag: string, updatedAt: string, categories: Array<{ id: string }>, priceRange: { min: { amountMinor: string, currency: CurrencyCode }, max: { amountMinor: string, currency: CurrencyCode } }, variants: Array<{ sku: string, stock: { available: number } }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, categories: Array<{ id: string, slug: string, name: string, children: Array<{ id: string, slug: string, name: string, children: Array<{ id: string, slug: string, name: string }> }> }> };

export type ProductSearchQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  query: string;
  filter?: SearchFilter | null | undefined;
  sort: SearchSort;
}>;


export type ProductSearchQuery = { page: { totalCount: number, correctedQuery: string | null, degraded: boolean, edges: Array<{ node: { id: string, name: string, slug: string, brand: string | null, etag: string, updatedAt: string, categories: Array<{ id: string }>, priceRange: { min: { amountMinor: string, currency: CurrencyCode }, max: { amountMinor: string, currency: CurrencyCode } }, variants: Array<{ sku: string, stock: { available: number } }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, categories: Array<{ id: string, slug: string, name: string, children: Array<{ id: string, slug: string, name: string, children: Array<{ id: string, slug: string, name: string }> }> }> };

export type UpdateProductsMutationVariables = Exact<{
  inputs: Array<UpdateProductInput> | UpdateProductInput;
}>;


export type UpdateProductsMutation = { updateProducts: Array<{ userErrors: Array<{ code: string, field: Array<string> | null, message: string }> }> };

export type ItemChoiceFragment = { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean };

export type PromotionTermsFragment = { class: DiscountClass, combinesWith: Array<DiscountClass>, conditions: { minQuantity: number | null, countryCodes: Array<string>, shippingMethods: Array<string>, firstOrder: boolean, minAmounts: Array<{ amountMinor: string, currency: CurrencyCode }>, items: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } | null, markets: Array<{ name: string }>, customerGroups: Array<{ name: string }> }, reward: { percentage: { basisPoints: number, maxAmounts: Array<{ amountMinor: string, currency: CurrencyCode }>, items: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } | null } | null, fixedAmount: { appliesOnEachItem: boolean, amounts: Array<{ amountMinor: string, currency: CurrencyCode }>, items: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } | null } | null, buyXGetY: { buyQuantity: number, getQuantity: number, basisPoints: number, usesPerOrderLimit: number | null, buyItems: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean }, getItems: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } } | null } };

export type PromotionRowFragment = { id: string, slug: string, name: string, status: PromotionStatus, automatic: boolean, priority: number, startsAt: string | null, endsAt: string | null, usageLimit: number | null, usageLimitPerCustomer: number | null, usageCount: number, reservedCount: number, class: DiscountClass, combinesWith: Array<DiscountClass>, conditions: { minQuantity: number | null, countryCodes: Array<string>, shippingMethods: Array<string>, firstOrder: boolean, minAmounts: Array<{ amountMinor: string, currency: CurrencyCode }>, items: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } | null, markets: Array<{ name: string }>, customerGroups: Array<{ name: string }> }, reward: { percentage: { basisPoints: number, maxAmounts: Array<{ amountMinor: string, currency: CurrencyCode }>, items: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } | null } | null, fixedAmount: { appliesOnEachItem: boolean, amounts: Array<{ amountMinor: string, currency: CurrencyCode }>, items: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } | null } | null, buyXGetY: { buyQuantity: number, getQuantity: number, basisPoints: number, usesPerOrderLimit: number | null, buyItems: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean }, getItems: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } } | null } };

export type EditedPromotionFragment = { id: string, slug: string, name: string, etag: string, automatic: boolean, priority: number, startsAt: string | null, endsAt: string | null, usageLimit: number | null, usageLimitPerCustomer: number | null, class: DiscountClass, combinesWith: Array<DiscountClass>, conditions: { minQuantity: number | null, countryCodes: Array<string>, shippingMethods: Array<string>, firstOrder: boolean, markets: Array<{ id: string, name: string }>, customerGroups: Array<{ id: string, name: string }>, minAmounts: Array<{ amountMinor: string, currency: CurrencyCode }>, items: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } | null }, reward: { percentage: { basisPoints: number, maxAmounts: Array<{ amountMinor: string, currency: CurrencyCode }>, items: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } | null } | null, fixedAmount: { appliesOnEachItem: boolean, amounts: Array<{ amountMinor: string, currency: CurrencyCode }>, items: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } | null } | null, buyXGetY: { buyQuantity: number, getQuantity: number, basisPoints: number, usesPerOrderLimit: number | null, buyItems: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean }, getItems: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } } | null } };

export type MarketChoiceFragment = { id: string, name: string };

export type GroupChoiceFragment = { id: string, name: string };

export type CategoryNamesFragment = { id: string, name: string, children: Array<{ id: string, name: string, children: Array<{ id: string, name: string }> }> };

export type PromotionsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  status?: Array<PromotionStatus> | PromotionStatus | null | undefined;
}>;


export type PromotionsQuery = { promotions: { edges: Array<{ node: { id: string, slug: string, name: string, status: PromotionStatus, automatic: boolean, priority: number, startsAt: string | null, endsAt: string | null, usageLimit: number | null, usageLimitPerCustomer: number | null, usageCount: number, reservedCount: number, class: DiscountClass, combinesWith: Array<DiscountClass>, conditions: { minQuantity: number | null, countryCodes: Array<string>, shippingMethods: Array<string>, firstOrder: boolean, minAmounts: Array<{ amountMinor: string, currency: CurrencyCode }>, items: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } | null, markets: Array<{ name: string }>, customerGroups: Array<{ name: string }> }, reward: { percentage: { basisPoints: number, maxAmounts: Array<{ amountMinor: string, currency: CurrencyCode }>, items: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } | null } | null, fixedAmount: { appliesOnEachItem: boolean, amounts: Array<{ amountMinor: string, currency: CurrencyCode }>, items: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } | null } | null, buyXGetY: { buyQuantity: number, getQuantity: number, basisPoints: number, usesPerOrderLimit: number | null, buyItems: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean }, getItems: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } } | null } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, categories: Array<{ id: string, name: string, children: Array<{ id: string, name: string, children: Array<{ id: string, name: string }> }> }> };

export type PromotionQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
  query?: string | null | undefined;
}>;


export type PromotionQuery = { promotion: { id: string, slug: string, name: string, status: PromotionStatus, automatic: boolean, priority: number, startsAt: string | null, endsAt: string | null, usageLimit: number | null, usageLimitPerCustomer: number | null, usageCount: number, reservedCount: number, class: DiscountClass, combinesWith: Array<DiscountClass>, codes: { edges: Array<{ node: { id: string, code: string, usageLimit: number | null, usageCount: number, reservedCount: number, active: boolean, createdAt: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, conditions: { minQuantity: number | null, countryCodes: Array<string>, shippingMethods: Array<string>, firstOrder: boolean, minAmounts: Array<{ amountMinor: string, currency: CurrencyCode }>, items: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } | null, markets: Array<{ name: string }>, customerGroups: Array<{ name: string }> }, reward: { percentage: { basisPoints: number, maxAmounts: Array<{ amountMinor: string, currency: CurrencyCode }>, items: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } | null } | null, fixedAmount: { appliesOnEachItem: boolean, amounts: Array<{ amountMinor: string, currency: CurrencyCode }>, items: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } | null } | null, buyXGetY: { buyQuantity: number, getQuantity: number, basisPoints: number, usesPerOrderLimit: number | null, buyItems: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean }, getItems: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } } | null } } | null, categories: Array<{ id: string, name: string, children: Array<{ id: string, name: string, children: Array<{ id: string, name: string }> }> }> };

export type SetPromotionActiveMutationVariables = Exact<{
  input: SetPromotionActiveInput;
}>;


export type SetPromotionActiveMutation = { setPromotionActive: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type CreateCouponCodesMutationVariables = Exact<{
  input: CreateCouponCodesInput;
}>;


export type CreateCouponCodesMutation = { createCouponCodes: { couponCodes: Array<{ code: string }>, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type SetCouponCodeActiveMutationVariables = Exact<{
  input: SetCouponCodeActiveInput;
}>;


export type SetCouponCodeActiveMutation = { setCouponCodeActive: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type EditPromotionQueryVariables = Exact<{
  id: string;
}>;


export type EditPromotionQuery = { promotion: { id: string, slug: string, name: string, etag: string, automatic: boolean, priority: number, startsAt: string | null, endsAt: string | null, usageLimit: number | null, usageLimitPerCustomer: number | null, class: DiscountClass, combinesWith: Array<DiscountClass>, conditions: { minQuantity: number | null, countryCodes: Array<string>, shippingMethods: Array<string>, firstOrder: boolean, markets: Array<{ id: string, name: string }>, customerGroups: Array<{ id: string, name: string }>, minAmounts: Array<{ amountMinor: string, currency: CurrencyCode }>, items: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } | null }, reward: { percentage: { basisPoints: number, maxAmounts: Array<{ amountMinor: string, currency: CurrencyCode }>, items: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } | null } | null, fixedAmount: { appliesOnEachItem: boolean, amounts: Array<{ amountMinor: string, currency: CurrencyCode }>, items: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } | null } | null, buyXGetY: { buyQuantity: number, getQuantity: number, basisPoints: number, usesPerOrderLimit: number | null, buyItems: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean }, getItems: { skus: Array<string>, productIds: Array<string>, categoryIds: Array<string>, brands: Array<string>, excludedSkus: Array<string>, excludeSaleItems: boolean } } | null } } | null, categories: Array<{ id: string, slug: string, name: string, children: Array<{ id: string, slug: string, name: string, children: Array<{ id: string, slug: string, name: string }> }> }>, markets: Array<{ id: string, name: string }>, customerGroups: Array<{ id: string, name: string }> };

export type NewPromotionQueryVariables = Exact<{ [key: string]: never; }>;


export type NewPromotionQuery = { categories: Array<{ id: string, slug: string, name: string, children: Array<{ id: string, slug: string, name: string, children: Array<{ id: string, slug: string, name: string }> }> }>, markets: Array<{ id: string, name: string }>, customerGroups: Array<{ id: string, name: string }> };

export type PickProductsQueryVariables = Exact<{
  query: string;
}>;


export type PickProductsQuery = { search: { edges: Array<{ node: { id: string, name: string, variants: Array<{ sku: string }> } }> } };

export type GoodsNamesQueryVariables = Exact<{
  references: Array<Readonly<Record<string, string>>> | Readonly<Record<string, string>>;
}>;


export type GoodsNamesQuery = { _entities: Array<
    | { __typename: 'Product', name: string, variants: Array<{ sku: string }> }
    | { __typename: 'Variant', name: string, product: { name: string } }
   | null> };

export type DeletePromotionPageQueryVariables = Exact<{
  id: string;
}>;


export type DeletePromotionPageQuery = { promotion: { name: string, usageCount: number, reservedCount: number } | null };

export type CreatePromotionMutationVariables = Exact<{
  input: CreatePromotionInput;
}>;


export type CreatePromotionMutation = { createPromotion: { promotion: { id: string } | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type UpdatePromotionMutationVariables = Exact<{
  input: UpdatePromotionInput;
}>;


export type UpdatePromotionMutation = { updatePromotion: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type DeletePromotionMutationVariables = Exact<{
  id: string;
}>;


export type DeletePromotionMutation = { deletePromotion: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type SearchAdminQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type SearchAdminQuery = { synonymGroups: Array<{ id: string, words: Array<string>, updatedAt: string }>, withoutResults: Array<{ query: string, searchCount: number, resultCount: number, clickCount: number }>, searchQueries: Array<{ query: string, searchCount: number, resultCount: number, clickCount: number }>, searchIndexRebuild: { id: string, status: SearchIndexRebuildStatus, productCount: number, processedCount: number, startedAt: string, completedAt: string | null } | null };

export type QueryRowFragment = { query: string, searchCount: number, resultCount: number, clickCount: number };

export type RebuildProgressSubscriptionVariables = Exact<{
  id: string;
}>;


export type RebuildProgressSubscription = { searchIndexRebuildProgress: { processedCount: number } };

export type CreateSynonymsMutationVariables = Exact<{
  words: Array<string> | string;
}>;


export type CreateSynonymsMutation = { createSynonymGroup: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type UpdateSynonymsMutationVariables = Exact<{
  id: string;
  words: Array<string> | string;
}>;


export type UpdateSynonymsMutation = { updateSynonymGroup: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type DeleteSynonymsMutationVariables = Exact<{
  id: string;
}>;


export type DeleteSynonymsMutation = { deleteSynonymGroup: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type RebuildIndexMutationVariables = Exact<{ [key: string]: never; }>;


export type RebuildIndexMutation = { rebuildSearchIndex: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type EditedMethodFragment = { code: string, name: string, carrier: string | null, minDeliveryDays: number | null, maxDeliveryDays: number | null, active: boolean, taxClass: { code: string }, rates: Array<{ fromWeightGrams: number | null, toWeightGrams: number | null, fromAmount: { amountMinor: string, currency: CurrencyCode } | null, toAmount: { amountMinor: string, currency: CurrencyCode } | null, price: { amountMinor: string, currency: CurrencyCode } }> };

export type EditedZoneFragment = { id: string, slug: string, name: string, countryCodes: Array<string>, regions: Array<string>, postalCodePrefixes: Array<string>, etag: string, methods: Array<{ code: string, name: string, carrier: string | null, minDeliveryDays: number | null, maxDeliveryDays: number | null, active: boolean, taxClass: { code: string }, rates: Array<{ fromWeightGrams: number | null, toWeightGrams: number | null, fromAmount: { amountMinor: string, currency: CurrencyCode } | null, toAmount: { amountMinor: string, currency: CurrencyCode } | null, price: { amountMinor: string, currency: CurrencyCode } }> }> };

export type ShippingZonePageQueryVariables = Exact<{
  id: string;
}>;


export type ShippingZonePageQuery = { node:
    | { __typename: 'Account' }
    | { __typename: 'Category' }
    | { __typename: 'CustomerGroup' }
    | { __typename: 'FailedJob' }
    | { __typename: 'ImportJob' }
    | { __typename: 'Market' }
    | { __typename: 'Order' }
    | { __typename: 'PriceList' }
    | { __typename: 'Product' }
    | { __typename: 'Promotion' }
    | { __typename: 'ShippingMethod' }
    | { __typename: 'ShippingZone', id: string, slug: string, name: string, countryCodes: Array<string>, regions: Array<string>, postalCodePrefixes: Array<string>, etag: string, methods: Array<{ code: string, name: string, carrier: string | null, minDeliveryDays: number | null, maxDeliveryDays: number | null, active: boolean, taxClass: { code: string }, rates: Array<{ fromWeightGrams: number | null, toWeightGrams: number | null, fromAmount: { amountMinor: string, currency: CurrencyCode } | null, toAmount: { amountMinor: string, currency: CurrencyCode } | null, price: { amountMinor: string, currency: CurrencyCode } }> }> }
    | { __typename: 'TaxRate' }
   | null, taxClasses: Array<{ code: string, name: string }> };

export type CreateShippingZoneMutationVariables = Exact<{
  input: CreateShippingZoneInput;
}>;


export type CreateShippingZoneMutation = { createShippingZone: { shippingZone: { id: string } | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type UpdateShippingZoneMutationVariables = Exact<{
  input: UpdateShippingZoneInput;
}>;


export type UpdateShippingZoneMutation = { updateShippingZone: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type DeleteShippingZoneMutationVariables = Exact<{
  id: string;
}>;


export type DeleteShippingZoneMutation = { deleteShippingZone: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type SignInMutationVariables = Exact<{
  input: LoginInput;
}>;


export type SignInMutation = { login: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type SignOutMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutMutation = { logout: { userErrors: Array<{ code: string }> } };

export type StockListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: StockFilter | null | undefined;
  sort: StockSort;
}>;


export type StockListQuery = { stockLevels: { totalCount: number, edges: Array<{ node: { sku: string, available: number, reserved: number, committed: number | null, lowStockThreshold: number | null, variant: { name: string, product: { name: string } } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type StockOfSkuQueryVariables = Exact<{
  sku: string;
  after?: string | null | undefined;
  readsOrders: boolean;
}>;


export type StockOfSkuQuery = { variant: { sku: string, name: string, product: { id: string, name: string }, stock: { available: number, reserved: number, lowStockThreshold: number | null } } | null, stockLedger: { edges: Array<{ node: { id: string, availableDelta: number, reservedDelta: number, committedDelta: number, cause: string, reference: string, at: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, reservations: { edges: Array<{ node: { id: string, status: ReservationStatus, createdAt: string, expiresAt: string | null, order?: { id: string, number: string | null } | null, lines: Array<{ sku: string, quantity: number }> } }> } };

export type AdjustStockMutationVariables = Exact<{
  input: AdjustStockInput;
}>;


export type AdjustStockMutation = { adjustStock: { stock: { available: number } | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type AdjustStocksMutationVariables = Exact<{
  inputs: Array<AdjustStockInput> | AdjustStockInput;
}>;


export type AdjustStocksMutation = { adjustStocks: Array<{ userErrors: Array<{ code: string, field: Array<string> | null, message: string }> }> };

export type SetLowStockThresholdMutationVariables = Exact<{
  input: SetLowStockThresholdInput;
}>;


export type SetLowStockThresholdMutation = { setLowStockThreshold: { stock: { lowStockThreshold: number | null } | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type SystemHealthQueryVariables = Exact<{ [key: string]: never; }>;


export type SystemHealthQuery = { shopHealth: { stuckOrderCount: number | null, failedJobCount: number | null, lowStockCount: number | null, catalogLagMs: number, searchDegraded: boolean, dependencies: Array<{ name: string, status: DependencyStatus, latencyMs: number | null, impact: string }> } };

export type FailedJobsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  source?: Array<FailedJobSource> | FailedJobSource | null | undefined;
}>;


export type FailedJobsQuery = { failedJobs: { totalCount: number, edges: Array<{ node: { id: string, source: FailedJobSource, type: string, subjectId: string | null, attemptCount: number, error: string, nextAttemptAt: string | null, createdAt: string, payload: unknown } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RetryFailedJobMutationVariables = Exact<{
  id: string;
}>;


export type RetryFailedJobMutation = { retryFailedJob: { failedJob: { error: string } | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type DiscardFailedJobMutationVariables = Exact<{
  input: DiscardFailedJobInput;
}>;


export type DiscardFailedJobMutation = { discardFailedJob: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type EditedTaxRateFragment = { id: string, name: string, countryCode: string, region: string | null, postalCodePrefix: string | null, ratePpm: number, combinable: boolean, startsAt: string | null, endsAt: string | null, taxClass: { code: string } };

export type TaxClassChoiceFragment = { code: string, name: string };

export type TaxRatePageQueryVariables = Exact<{
  id: string;
}>;


export type TaxRatePageQuery = { node:
    | { __typename: 'Account' }
    | { __typename: 'Category' }
    | { __typename: 'CustomerGroup' }
    | { __typename: 'FailedJob' }
    | { __typename: 'ImportJob' }
    | { __typename: 'Market' }
    | { __typename: 'Order' }
    | { __typename: 'PriceList' }
    | { __typename: 'Product' }
    | { __typename: 'Promotion' }
    | { __typename: 'ShippingMethod' }
    | { __typename: 'ShippingZone' }
    | { __typename: 'TaxRate', id: string, name: string, countryCode: string, region: string | null, postalCodePrefix: string | null, ratePpm: number, combinable: boolean, startsAt: string | null, endsAt: string | null, taxClass: { code: string } }
   | null, taxClasses: Array<{ code: string, name: string }> };

export type TaxClassesQueryVariables = Exact<{ [key: string]: never; }>;


export type TaxClassesQuery = { taxClasses: Array<{ code: string, name: string }> };

export type TaxRatesOfCountryQueryVariables = Exact<{
  countryCode: string;
  taxClassCode: string;
}>;


export type TaxRatesOfCountryQuery = { taxRates: { edges: Array<{ node: { id: string, name: string, countryCode: string, region: string | null, postalCodePrefix: string | null, ratePpm: number, combinable: boolean, startsAt: string | null, endsAt: string | null, taxClass: { code: string } } }> } };

export type SaveTaxClassMutationVariables = Exact<{
  input: SaveTaxClassInput;
}>;


export type SaveTaxClassMutation = { saveTaxClass: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type CreateTaxRateMutationVariables = Exact<{
  input: CreateTaxRateInput;
}>;


export type CreateTaxRateMutation = { createTaxRate: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type UpdateTaxRateMutationVariables = Exact<{
  input: UpdateTaxRateInput;
}>;


export type UpdateTaxRateMutation = { updateTaxRate: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type DeleteTaxRateMutationVariables = Exact<{
  id: string;
}>;


export type DeleteTaxRateMutation = { deleteTaxRate: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type CategoryOptionFragment = { id: string, slug: string, name: string };

export type CategoryOptionsFragment = { id: string, slug: string, name: string, children: Array<{ id: string, slug: string, name: string, children: Array<{ id: string, slug: string, name: string }> }> };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { me: { id: string, email: string | null, firstName: string, lastName: string, roles: Array<Role>, permissions: Array<StaffPermission> } | null };

export type AmountFragment = { amountMinor: string, currency: CurrencyCode };

export type UserErrorsFragment = { code: string, field: Array<string> | null, message: string };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const SecurityEventRowFragmentDoc = new TypedDocumentString(`fragment SecurityEventRow on SecurityEvent { id type at actor addressHash detail account { id email } }`, {"fragmentName":"SecurityEventRow"}) as unknown as TypedDocumentString<SecurityEventRowFragment, unknown>;
export const CategoryRowFragmentDoc = new TypedDocumentString(`fragment CategoryRow on Category { id slug name productCount }`, {"fragmentName":"CategoryRow"}) as unknown as TypedDocumentString<CategoryRowFragment, unknown>;
export const ImportRowFragmentDoc = new TypedDocumentString(`fragment ImportRow on ImportJob { id fileName status dryRun lineCount processedCount createdCount updatedCount failedCount createdAt }`, {"fragmentName":"ImportRow"}) as unknown as TypedDocumentString<ImportRowFragment, unknown>;
export const EditedMarketFragmentDoc = new TypedDocumentString(`fragment EditedMarket on Market { id slug name countryCodes currencies taxesIncluded taxRounding }`, {"fragmentName":"EditedMarket"}) as unknown as TypedDocumentString<EditedMarketFragment, unknown>;
export const AmountFragmentDoc = new TypedDocumentString(`fragment Amount on Money { amountMinor currency }`, {"fragmentName":"Amount"}) as unknown as TypedDocumentString<AmountFragment, unknown>;
export const ComparedOrderFragmentDoc = new TypedDocumentString(`fragment ComparedOrder on Order { status paymentStatus fulfillmentStatus sequence number subtotal { ...Amount } shipping { ...Amount } tax { ...Amount } total { ...Amount } refunded { ...Amount } lines { sku quantity unitPrice { ...Amount } } transactions { id kind status amount { ...Amount } providerReference } shipments { id lines { sku quantity } } refunds { id amount { ...Amount } } rejection { code } } fragment Amount on Money { amountMinor currency }`, {"fragmentName":"ComparedOrder"}) as unknown as TypedDocumentString<ComparedOrderFragment, unknown>;
export const ConsoleAddressFragmentDoc = new TypedDocumentString(`fragment ConsoleAddress on OrderAddress { name line1 line2 city region postalCode countryCode }`, {"fragmentName":"ConsoleAddress"}) as unknown as TypedDocumentString<ConsoleAddressFragment, unknown>;
export const EffectDetailsFragmentDoc = new TypedDocumentString(`fragment EffectDetails on OrderEffect { id type status isCompensation causeSequence outcomeSequence attemptCount attempts { at durationMs error } createdAt nextAttemptAt completedAt }`, {"fragmentName":"EffectDetails"}) as unknown as TypedDocumentString<EffectDetailsFragment, unknown>;
export const StaffOrderFragmentDoc = new TypedDocumentString(`fragment StaffOrder on Order { ...ComparedOrder id placedAt updatedAt deadlineAt stockHeldUntil email customerNote couponCodes traceId account { id email firstName lastName } market { name } shippingMethod shippingAddress { ...ConsoleAddress } billingAddress { ...ConsoleAddress } lines { name total { ...Amount } discountTotal { ...Amount } tax { ...Amount } unfulfilledQuantity shippedQuantity cancelledQuantity refundedQuantity restockedQuantity refundableAmount { ...Amount } } discounts { name code amount { ...Amount } } discountTotal { ...Amount } refundableShipping { ...Amount } taxesIncluded taxLines { name ratePpm amount { ...Amount } } transactions { provider failureReason at } shipments { carrier trackingNumber shippedAt } refunds { status tax { ...Amount } shipping { ...Amount } reason createdAt lines { sku quantity restockedQuantity amount { ...Amount } } } disputes { id type status reason amount { ...Amount } evidenceDueBy createdAt } rejection { message skus } notes { id text actor at } actions { type allowed reason maxAmount { ...Amount } } effects { ...EffectDetails } attention { since fromStatus effects { ...EffectDetails } previews { resolution allowed reason status eventTypes effectTypes } } explanation { text sequences } } fragment ComparedOrder on Order { status paymentStatus fulfillmentStatus sequence number subtotal { ...Amount } shipping { ...Amount } tax { ...Amount } total { ...Amount } refunded { ...Amount } lines { sku quantity unitPrice { ...Amount } } transactions { id kind status amount { ...Amount } providerReference } shipments { id lines { sku quantity } } refunds { id amount { ...Amount } } rejection { code } } fragment EffectDetails on OrderEffect { id type status isCompensation causeSequence outcomeSequence attemptCount attempts { at durationMs error } createdAt nextAttemptAt completedAt } fragment ConsoleAddress on OrderAddress { name line1 line2 city region postalCode countryCode } fragment Amount on Money { amountMinor currency }`, {"fragmentName":"StaffOrder"}) as unknown as TypedDocumentString<StaffOrderFragment, unknown>;
export const OrderRowFragmentDoc = new TypedDocumentString(`fragment OrderRow on Order { id number status paymentStatus fulfillmentStatus email placedAt deadlineAt total { ...Amount } shippingAddress { name countryCode } lines { sku quantity } } fragment Amount on Money { amountMinor currency }`, {"fragmentName":"OrderRow"}) as unknown as TypedDocumentString<OrderRowFragment, unknown>;
export const OrderPageFragmentDoc = new TypedDocumentString(`fragment OrderPage on OrderConnection { totalCount statusCounts { status count } edges { node { ...OrderRow } } pageInfo { hasNextPage endCursor } } fragment OrderRow on Order { id number status paymentStatus fulfillmentStatus email placedAt deadlineAt total { ...Amount } shippingAddress { name countryCode } lines { sku quantity } } fragment Amount on Money { amountMinor currency }`, {"fragmentName":"OrderPage"}) as unknown as TypedDocumentString<OrderPageFragment, unknown>;
export const EditedPriceListFragmentDoc = new TypedDocumentString(`fragment EditedPriceList on PriceList { id slug name type priority active startsAt endsAt markets { id } customerGroups { id } }`, {"fragmentName":"EditedPriceList"}) as unknown as TypedDocumentString<EditedPriceListFragment, unknown>;
export const EditedMediaFragmentDoc = new TypedDocumentString(`fragment EditedMedia on Media { url alt width height thumbHash }`, {"fragmentName":"EditedMedia"}) as unknown as TypedDocumentString<EditedMediaFragment, unknown>;
export const EditedProductFragmentDoc = new TypedDocumentString(`fragment EditedProduct on Product { id slug name description brand etag createdAt updatedAt unitsSold categories { id name } attributes { name value } media { ...EditedMedia } variants { sku name options { name value } price { ...Amount } compareAtPrice { ...Amount } basePrices { ...Amount } taxClass { code } weightGrams media { ...EditedMedia } stock { available reserved } } } fragment EditedMedia on Media { url alt width height thumbHash } fragment Amount on Money { amountMinor currency }`, {"fragmentName":"EditedProduct"}) as unknown as TypedDocumentString<EditedProductFragment, unknown>;
export const ProductRowFragmentDoc = new TypedDocumentString(`fragment ProductRow on Product { id name slug brand etag updatedAt categories { id } priceRange { min { ...Amount } max { ...Amount } } variants { sku stock { available } } } fragment Amount on Money { amountMinor currency }`, {"fragmentName":"ProductRow"}) as unknown as TypedDocumentString<ProductRowFragment, unknown>;
export const ItemChoiceFragmentDoc = new TypedDocumentString(`fragment ItemChoice on ItemSelection { skus productIds categoryIds brands excludedSkus excludeSaleItems }`, {"fragmentName":"ItemChoice"}) as unknown as TypedDocumentString<ItemChoiceFragment, unknown>;
export const PromotionTermsFragmentDoc = new TypedDocumentString(`fragment PromotionTerms on Promotion { class combinesWith conditions { minAmounts { ...Amount } minQuantity items { ...ItemChoice } markets { name } customerGroups { name } countryCodes shippingMethods firstOrder } reward { percentage { basisPoints maxAmounts { ...Amount } items { ...ItemChoice } } fixedAmount { amounts { ...Amount } appliesOnEachItem items { ...ItemChoice } } buyXGetY { buyItems { ...ItemChoice } buyQuantity getItems { ...ItemChoice } getQuantity basisPoints usesPerOrderLimit } } } fragment ItemChoice on ItemSelection { skus productIds categoryIds brands excludedSkus excludeSaleItems } fragment Amount on Money { amountMinor currency }`, {"fragmentName":"PromotionTerms"}) as unknown as TypedDocumentString<PromotionTermsFragment, unknown>;
export const PromotionRowFragmentDoc = new TypedDocumentString(`fragment PromotionRow on Promotion { ...PromotionTerms id slug name status automatic priority startsAt endsAt usageLimit usageLimitPerCustomer usageCount reservedCount } fragment ItemChoice on ItemSelection { skus productIds categoryIds brands excludedSkus excludeSaleItems } fragment PromotionTerms on Promotion { class combinesWith conditions { minAmounts { ...Amount } minQuantity items { ...ItemChoice } markets { name } customerGroups { name } countryCodes shippingMethods firstOrder } reward { percentage { basisPoints maxAmounts { ...Amount } items { ...ItemChoice } } fixedAmount { amounts { ...Amount } appliesOnEachItem items { ...ItemChoice } } buyXGetY { buyItems { ...ItemChoice } buyQuantity getItems { ...ItemChoice } getQuantity basisPoints usesPerOrderLimit } } } fragment Amount on Money { amountMinor currency }`, {"fragmentName":"PromotionRow"}) as unknown as TypedDocumentString<PromotionRowFragment, unknown>;
export const EditedPromotionFragmentDoc = new TypedDocumentString(`fragment EditedPromotion on Promotion { ...PromotionTerms id slug name etag automatic priority startsAt endsAt usageLimit usageLimitPerCustomer conditions { markets { id } customerGroups { id } } } fragment ItemChoice on ItemSelection { skus productIds categoryIds brands excludedSkus excludeSaleItems } fragment PromotionTerms on Promotion { class combinesWith conditions { minAmounts { ...Amount } minQuantity items { ...ItemChoice } markets { name } customerGroups { name } countryCodes shippingMethods firstOrder } reward { percentage { basisPoints maxAmounts { ...Amount } items { ...ItemChoice } } fixedAmount { amounts { ...Amount } appliesOnEachItem items { ...ItemChoice } } buyXGetY { buyItems { ...ItemChoice } buyQuantity getItems { ...ItemChoice } getQuantity basisPoints usesPerOrderLimit } } } fragment Amount on Money { amountMinor currency }`, {"fragmentName":"EditedPromotion"}) as unknown as TypedDocumentString<EditedPromotionFragment, unknown>;
export const MarketChoiceFragmentDoc = new TypedDocumentString(`fragment MarketChoice on Market { id name }`, {"fragmentName":"MarketChoice"}) as unknown as TypedDocumentString<MarketChoiceFragment, unknown>;
export const GroupChoiceFragmentDoc = new TypedDocumentString(`fragment GroupChoice on CustomerGroup { id name }`, {"fragmentName":"GroupChoice"}) as unknown as TypedDocumentString<GroupChoiceFragment, unknown>;
export const CategoryNamesFragmentDoc = new TypedDocumentString(`fragment CategoryNames on Category { id name children { id name children { id name } } }`, {"fragmentName":"CategoryNames"}) as unknown as TypedDocumentString<CategoryNamesFragment, unknown>;
export const QueryRowFragmentDoc = new TypedDocumentString(`fragment QueryRow on SearchQueryCount { query searchCount resultCount clickCount }`, {"fragmentName":"QueryRow"}) as unknown as TypedDocumentString<QueryRowFragment, unknown>;
export const EditedMethodFragmentDoc = new TypedDocumentString(`fragment EditedMethod on ShippingMethod { code name taxClass { code } carrier minDeliveryDays maxDeliveryDays active rates { fromWeightGrams toWeightGrams fromAmount { ...Amount } toAmount { ...Amount } price { ...Amount } } } fragment Amount on Money { amountMinor currency }`, {"fragmentName":"EditedMethod"}) as unknown as TypedDocumentString<EditedMethodFragment, unknown>;
export const EditedZoneFragmentDoc = new TypedDocumentString(`fragment EditedZone on ShippingZone { id slug name countryCodes regions postalCodePrefixes etag methods { ...EditedMethod } } fragment EditedMethod on ShippingMethod { code name taxClass { code } carrier minDeliveryDays maxDeliveryDays active rates { fromWeightGrams toWeightGrams fromAmount { ...Amount } toAmount { ...Amount } price { ...Amount } } } fragment Amount on Money { amountMinor currency }`, {"fragmentName":"EditedZone"}) as unknown as TypedDocumentString<EditedZoneFragment, unknown>;
export const EditedTaxRateFragmentDoc = new TypedDocumentString(`fragment EditedTaxRate on TaxRate { id name taxClass { code } countryCode region postalCodePrefix ratePpm combinable startsAt endsAt }`, {"fragmentName":"EditedTaxRate"}) as unknown as TypedDocumentString<EditedTaxRateFragment, unknown>;
export const TaxClassChoiceFragmentDoc = new TypedDocumentString(`fragment TaxClassChoice on TaxClass { code name }`, {"fragmentName":"TaxClassChoice"}) as unknown as TypedDocumentString<TaxClassChoiceFragment, unknown>;
export const CategoryOptionFragmentDoc = new TypedDocumentString(`fragment CategoryOption on Category { id slug name }`, {"fragmentName":"CategoryOption"}) as unknown as TypedDocumentString<CategoryOptionFragment, unknown>;
export const CategoryOptionsFragmentDoc = new TypedDocumentString(`fragment CategoryOptions on Category { ...CategoryOption children { ...CategoryOption children { ...CategoryOption } } } fragment CategoryOption on Category { id slug name }`, {"fragmentName":"CategoryOptions"}) as unknown as TypedDocumentString<CategoryOptionsFragment, unknown>;
export const UserErrorsFragmentDoc = new TypedDocumentString(`fragment UserErrors on UserError { code field message }`, {"fragmentName":"UserErrors"}) as unknown as TypedDocumentString<UserErrorsFragment, unknown>;
export const ApiTokensDocument = new TypedDocumentString(`query ApiTokens($first: Int!, $after: String) { apiTokens(first: $first, after: $after) { edges { node { id name scopes hint createdAt expiresAt lastUsedAt revokedAt allowedNetworks createdBy { email } } } pageInfo { hasNextPage endCursor } } }`) as unknown as TypedDocumentString<ApiTokensQuery, ApiTokensQueryVariables>;
export const CreateApiTokenDocument = new TypedDocumentString(`mutation CreateApiToken($input: CreateApiTokenInput!) { createApiToken(input: $input) { token userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<CreateApiTokenMutation, CreateApiTokenMutationVariables>;
export const RevokeApiTokenDocument = new TypedDocumentString(`mutation RevokeApiToken($id: ID!) { revokeApiToken(id: $id) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<RevokeApiTokenMutation, RevokeApiTokenMutationVariables>;
export const AuditTrailDocument = new TypedDocumentString(`query AuditTrail($first: Int!, $after: String, $accountId: ID, $filter: SecurityEventFilter) { securityEvents( first: $first after: $after accountId: $accountId filter: $filter ) { edges { node { ...SecurityEventRow } } pageInfo { hasNextPage endCursor } } } fragment SecurityEventRow on SecurityEvent { id type at actor addressHash detail account { id email } }`) as unknown as TypedDocumentString<AuditTrailQuery, AuditTrailQueryVariables>;
export const CategoryTreeDocument = new TypedDocumentString(`query CategoryTree { categories { ...CategoryRow children { ...CategoryRow children { ...CategoryRow } } } } fragment CategoryRow on Category { id slug name productCount }`) as unknown as TypedDocumentString<CategoryTreeQuery, CategoryTreeQueryVariables>;
export const CategoryPageDocument = new TypedDocumentString(`query CategoryPage($id: ID!) { category(id: $id) { ...CategoryRow description path { id name } children { ...CategoryRow children { ...CategoryRow } } } categories { ...CategoryOptions } } fragment CategoryRow on Category { id slug name productCount } fragment CategoryOption on Category { id slug name } fragment CategoryOptions on Category { ...CategoryOption children { ...CategoryOption children { ...CategoryOption } } }`) as unknown as TypedDocumentString<CategoryPageQuery, CategoryPageQueryVariables>;
export const CreateCategoryDocument = new TypedDocumentString(`mutation CreateCategory($input: CreateCategoryInput!) { createCategory(input: $input) { category { id } userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<CreateCategoryMutation, CreateCategoryMutationVariables>;
export const UpdateCategoryDocument = new TypedDocumentString(`mutation UpdateCategory($input: UpdateCategoryInput!) { updateCategory(input: $input) { category { id } userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<UpdateCategoryMutation, UpdateCategoryMutationVariables>;
export const MoveCategoryDocument = new TypedDocumentString(`mutation MoveCategory($input: MoveCategoryInput!) { moveCategory(input: $input) { category { name } userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<MoveCategoryMutation, MoveCategoryMutationVariables>;
export const DeleteCategoryDocument = new TypedDocumentString(`mutation DeleteCategory($id: ID!) { deleteCategory(id: $id) { deletedId userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<DeleteCategoryMutation, DeleteCategoryMutationVariables>;
export const CustomerDocument = new TypedDocumentString(`query Customer($id: ID!, $readsAudit: Boolean!) { account(id: $id) { id email pendingEmail emailVerified firstName lastName roles disabled createdAt lastSignInAt taxId { value status } customerGroups { id name } orderTotals { orderCount paid { ...Amount } refunded { ...Amount } lastOrderAt } orders(first: 10) { edges { node { id number status placedAt total { ...Amount } } } } } customerGroups { id name } securityEvents(first: 10, accountId: $id) @include(if: $readsAudit) { edges { node { ...SecurityEventRow } } } } fragment SecurityEventRow on SecurityEvent { id type at actor addressHash detail account { id email } } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<CustomerQuery, CustomerQueryVariables>;
export const SetAccountRolesDocument = new TypedDocumentString(`mutation SetAccountRoles($input: SetRolesInput!) { setRoles(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<SetAccountRolesMutation, SetAccountRolesMutationVariables>;
export const SetAccountDisabledDocument = new TypedDocumentString(`mutation SetAccountDisabled($input: SetDisabledInput!) { setDisabled(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<SetAccountDisabledMutation, SetAccountDisabledMutationVariables>;
export const RevokeAccountSessionsDocument = new TypedDocumentString(`mutation RevokeAccountSessions($id: ID!) { revokeSessions(accountId: $id) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<RevokeAccountSessionsMutation, RevokeAccountSessionsMutationVariables>;
export const SetAccountGroupsDocument = new TypedDocumentString(`mutation SetAccountGroups($input: SetCustomerGroupsInput!) { setCustomerGroups(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<SetAccountGroupsMutation, SetAccountGroupsMutationVariables>;
export const ConfirmStaffPasswordDocument = new TypedDocumentString(`mutation ConfirmStaffPassword($input: ConfirmPasswordInput!) { confirmPassword(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<ConfirmStaffPasswordMutation, ConfirmStaffPasswordMutationVariables>;
export const InviteStaffDocument = new TypedDocumentString(`mutation InviteStaff($input: InviteStaffInput!) { inviteStaff(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<InviteStaffMutation, InviteStaffMutationVariables>;
export const CustomersDocument = new TypedDocumentString(`query Customers($first: Int!, $after: String, $query: String, $filter: AccountFilter) { accounts(first: $first, after: $after, query: $query, filter: $filter) { totalCount edges { node { id email firstName lastName roles disabled createdAt orderTotals { orderCount paid { ...Amount } lastOrderAt } } } pageInfo { hasNextPage endCursor } } } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<CustomersQuery, CustomersQueryVariables>;
export const FiguresDocument = new TypedDocumentString(`query Figures($from: DateTime!, $to: DateTime!, $currency: CurrencyCode!, $interval: ReportInterval!) { salesReport(from: $from, to: $to, currency: $currency, interval: $interval) { periodStart orderCount unitCount totalSales { ...Amount } refunds { ...Amount } netTotal { ...Amount } } orderStatistics(from: $from, to: $to, currency: $currency) { orderCount statusCounts { status count } rejections { code count } topProducts(first: 10) { product { id name } unitCount revenue { ...Amount } } confirmationTime { p50 p95 p99 } } } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<FiguresQuery, FiguresQueryVariables>;
export const GoToDocument = new TypedDocumentString(`query GoTo($number: String, $withNumber: Boolean!, $orderFilter: OrderFilter, $withReference: Boolean!, $email: String, $withAccount: Boolean!, $sku: String!, $withStock: Boolean!) { byNumber: allOrders(first: 1, query: $number) @include(if: $withNumber) { edges { node { id } } } byReference: allOrders(first: 1, filter: $orderFilter) @include(if: $withReference) { edges { node { id } } } accounts(first: 2, query: $email) @include(if: $withAccount) { edges { node { id } } } stockLedger(sku: $sku, first: 1) @include(if: $withStock) { edges { cursor } } }`) as unknown as TypedDocumentString<GoToQuery, GoToQueryVariables>;
export const ImportsDocument = new TypedDocumentString(`query Imports($first: Int!, $after: String) { importJobs(first: $first, after: $after) { edges { node { ...ImportRow } } pageInfo { hasNextPage endCursor } } } fragment ImportRow on ImportJob { id fileName status dryRun lineCount processedCount createdCount updatedCount failedCount createdAt }`) as unknown as TypedDocumentString<ImportsQuery, ImportsQueryVariables>;
export const ImportDocument = new TypedDocumentString(`query Import($id: ID!, $after: String) { importJob(id: $id) { ...ImportRow errors(first: 100, after: $after) { totalCount edges { node { line slug error { code field message } } } pageInfo { hasNextPage endCursor } } } } fragment ImportRow on ImportJob { id fileName status dryRun lineCount processedCount createdCount updatedCount failedCount createdAt }`) as unknown as TypedDocumentString<ImportQuery, ImportQueryVariables>;
export const ImportProgressDocument = new TypedDocumentString(`subscription ImportProgress($id: ID!) { importProgress(id: $id) { processedCount } }`) as unknown as TypedDocumentString<ImportProgressSubscription, ImportProgressSubscriptionVariables>;
export const CreateImportDocument = new TypedDocumentString(`mutation CreateImport($input: CreateImportInput!) { createImport(input: $input) { importJob { id } uploadUrl userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<CreateImportMutation, CreateImportMutationVariables>;
export const CancelImportDocument = new TypedDocumentString(`mutation CancelImport($id: ID!) { cancelImport(id: $id) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<CancelImportMutation, CancelImportMutationVariables>;
export const LabOrdersDocument = new TypedDocumentString(`query LabOrders($email: String!) { allOrders(first: 20, query: $email) { edges { node { id number status placedAt deadlineAt lines { sku quantity } explanation { text } } } } products(first: 1) { edges { node { variants { sku } } } } }`) as unknown as TypedDocumentString<LabOrdersQuery, LabOrdersQueryVariables>;
export const LabSearchDocument = new TypedDocumentString(`query LabSearch($query: String!) { search(query: $query, first: 5) { degraded edges { node { name } } } }`) as unknown as TypedDocumentString<LabSearchQuery, LabSearchQueryVariables>;
export const PlaceTestOrderDocument = new TypedDocumentString(`mutation PlaceTestOrder($input: PlaceOrderInput!) { placeOrder(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<PlaceTestOrderMutation, PlaceTestOrderMutationVariables>;
export const OrderFeedDocument = new TypedDocumentString(`subscription OrderFeed { orderFeed { sequence } }`) as unknown as TypedDocumentString<OrderFeedSubscription, OrderFeedSubscriptionVariables>;
export const LiveFloorDocument = new TypedDocumentString(`query LiveFloor($first: Int!) { allOrders(first: $first, sort: NEWEST) { statusCounts { status count } edges { node { id number status } } } }`) as unknown as TypedDocumentString<LiveFloorQuery, LiveFloorQueryVariables>;
export const LiveFloorEventsDocument = new TypedDocumentString(`subscription LiveFloorEvents { orderFeed { order { id number status } } }`) as unknown as TypedDocumentString<LiveFloorEventsSubscription, LiveFloorEventsSubscriptionVariables>;
export const MarketPageDocument = new TypedDocumentString(`query MarketPage { markets { ...EditedMarket } } fragment EditedMarket on Market { id slug name countryCodes currencies taxesIncluded taxRounding }`) as unknown as TypedDocumentString<MarketPageQuery, MarketPageQueryVariables>;
export const CreateMarketDocument = new TypedDocumentString(`mutation CreateMarket($input: CreateMarketInput!) { createMarket(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<CreateMarketMutation, CreateMarketMutationVariables>;
export const UpdateMarketDocument = new TypedDocumentString(`mutation UpdateMarket($input: UpdateMarketInput!) { updateMarket(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<UpdateMarketMutation, UpdateMarketMutationVariables>;
export const OrderActionPageDocument = new TypedDocumentString(`query OrderActionPage($id: ID!, $preview: PreviewOrderActionInput!) { order(id: $id) { id number refundableShipping { ...Amount } lines { sku name quantity unfulfilledQuantity refundedQuantity shippedQuantity refundableAmount { ...Amount } } actions { type allowed reason } } previewOrderAction(input: $preview) { allowed reason status eventTypes effectTypes refund { amount { ...Amount } tax { ...Amount } shipping { ...Amount } lines { sku quantity restockedQuantity amount { ...Amount } tax { ...Amount } } } } } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<OrderActionPageQuery, OrderActionPageQueryVariables>;
export const ConsoleCancelOrderDocument = new TypedDocumentString(`mutation ConsoleCancelOrder($input: CancelOrderInput!) { result: cancelOrder(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<ConsoleCancelOrderMutation, ConsoleCancelOrderMutationVariables>;
export const ConsoleCancelLinesDocument = new TypedDocumentString(`mutation ConsoleCancelLines($input: CancelOrderLinesInput!) { result: cancelOrderLines(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<ConsoleCancelLinesMutation, ConsoleCancelLinesMutationVariables>;
export const ConsoleRefundDocument = new TypedDocumentString(`mutation ConsoleRefund($input: RefundOrderInput!) { result: refundOrder(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<ConsoleRefundMutation, ConsoleRefundMutationVariables>;
export const ConsoleFulfilDocument = new TypedDocumentString(`mutation ConsoleFulfil($input: FulfilOrderInput!) { result: fulfilOrder(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<ConsoleFulfilMutation, ConsoleFulfilMutationVariables>;
export const ConsoleMarkDeliveredDocument = new TypedDocumentString(`mutation ConsoleMarkDelivered($input: MarkOrderDeliveredInput!) { result: markOrderDelivered(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<ConsoleMarkDeliveredMutation, ConsoleMarkDeliveredMutationVariables>;
export const ConsoleResolveDocument = new TypedDocumentString(`mutation ConsoleResolve($input: ResolveOrderInput!) { result: resolveOrder(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<ConsoleResolveMutation, ConsoleResolveMutationVariables>;
export const OrderBooksDocument = new TypedDocumentString(`query OrderBooks($id: ID!) { orderReconciliation(orderId: $id) { order { ...ComparedOrder id } payment listRow reservation { id status createdAt expiresAt lines { sku quantity } } differences { message expected actual } } } fragment ComparedOrder on Order { status paymentStatus fulfillmentStatus sequence number subtotal { ...Amount } shipping { ...Amount } tax { ...Amount } total { ...Amount } refunded { ...Amount } lines { sku quantity unitPrice { ...Amount } } transactions { id kind status amount { ...Amount } providerReference } shipments { id lines { sku quantity } } refunds { id amount { ...Amount } } rejection { code } } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<OrderBooksQuery, OrderBooksQueryVariables>;
export const AddOrderNoteDocument = new TypedDocumentString(`mutation AddOrderNote($input: AddOrderNoteInput!) { addOrderNote(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<AddOrderNoteMutation, AddOrderNoteMutationVariables>;
export const OrderPageDocument = new TypedDocumentString(`query OrderPage($id: ID!, $withData: Boolean!) { order(id: $id) { ...StaffOrder timeline(first: 250) { sequence type at actor data @include(if: $withData) } } } fragment ComparedOrder on Order { status paymentStatus fulfillmentStatus sequence number subtotal { ...Amount } shipping { ...Amount } tax { ...Amount } total { ...Amount } refunded { ...Amount } lines { sku quantity unitPrice { ...Amount } } transactions { id kind status amount { ...Amount } providerReference } shipments { id lines { sku quantity } } refunds { id amount { ...Amount } } rejection { code } } fragment EffectDetails on OrderEffect { id type status isCompensation causeSequence outcomeSequence attemptCount attempts { at durationMs error } createdAt nextAttemptAt completedAt } fragment ConsoleAddress on OrderAddress { name line1 line2 city region postalCode countryCode } fragment StaffOrder on Order { ...ComparedOrder id placedAt updatedAt deadlineAt stockHeldUntil email customerNote couponCodes traceId account { id email firstName lastName } market { name } shippingMethod shippingAddress { ...ConsoleAddress } billingAddress { ...ConsoleAddress } lines { name total { ...Amount } discountTotal { ...Amount } tax { ...Amount } unfulfilledQuantity shippedQuantity cancelledQuantity refundedQuantity restockedQuantity refundableAmount { ...Amount } } discounts { name code amount { ...Amount } } discountTotal { ...Amount } refundableShipping { ...Amount } taxesIncluded taxLines { name ratePpm amount { ...Amount } } transactions { provider failureReason at } shipments { carrier trackingNumber shippedAt } refunds { status tax { ...Amount } shipping { ...Amount } reason createdAt lines { sku quantity restockedQuantity amount { ...Amount } } } disputes { id type status reason amount { ...Amount } evidenceDueBy createdAt } rejection { message skus } notes { id text actor at } actions { type allowed reason maxAmount { ...Amount } } effects { ...EffectDetails } attention { since fromStatus effects { ...EffectDetails } previews { resolution allowed reason status eventTypes effectTypes } } explanation { text sequences } } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<OrderPageQuery, OrderPageQueryVariables>;
export const OrderAsOfDocument = new TypedDocumentString(`query OrderAsOf($id: ID!, $asOf: DateTime!) { order(id: $id, asOf: $asOf) { ...ComparedOrder } } fragment ComparedOrder on Order { status paymentStatus fulfillmentStatus sequence number subtotal { ...Amount } shipping { ...Amount } tax { ...Amount } total { ...Amount } refunded { ...Amount } lines { sku quantity unitPrice { ...Amount } } transactions { id kind status amount { ...Amount } providerReference } shipments { id lines { sku quantity } } refunds { id amount { ...Amount } } rejection { code } } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<OrderAsOfQuery, OrderAsOfQueryVariables>;
export const OrderLogDocument = new TypedDocumentString(`query OrderLog($id: ID!, $after: Int) { order(id: $id) { ...ComparedOrder timeline(first: 250, after: $after) { sequence type at actor data } } } fragment ComparedOrder on Order { status paymentStatus fulfillmentStatus sequence number subtotal { ...Amount } shipping { ...Amount } tax { ...Amount } total { ...Amount } refunded { ...Amount } lines { sku quantity unitPrice { ...Amount } } transactions { id kind status amount { ...Amount } providerReference } shipments { id lines { sku quantity } } refunds { id amount { ...Amount } } rejection { code } } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<OrderLogQuery, OrderLogQueryVariables>;
export const RunPendingEffectsDocument = new TypedDocumentString(`mutation RunPendingEffects($orderId: ID!) { runPendingEffects(orderId: $orderId) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<RunPendingEffectsMutation, RunPendingEffectsMutationVariables>;
export const AskPaymentProviderDocument = new TypedDocumentString(`mutation AskPaymentProvider($orderId: ID!) { resumeOrderPayment(input: {orderId: $orderId}) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<AskPaymentProviderMutation, AskPaymentProviderMutationVariables>;
export const OrderEventsDocument = new TypedDocumentString(`subscription OrderEvents($orderId: ID!, $after: Int) { orderEvents(orderId: $orderId, after: $after) { sequence } }`) as unknown as TypedDocumentString<OrderEventsSubscription, OrderEventsSubscriptionVariables>;
export const OrdersDocument = new TypedDocumentString(`query Orders($first: Int!, $after: String, $status: [OrderStatus!], $sort: OrderSort!, $byQuery: Boolean!, $query: String, $filter: OrderFilter, $bySku: Boolean!, $skuFilter: OrderFilter, $byName: Boolean!, $nameFilter: OrderFilter) { byQuery: allOrders( first: $first after: $after status: $status sort: $sort query: $query filter: $filter ) @include(if: $byQuery) { ...OrderPage } bySku: allOrders( first: $first after: $after status: $status sort: $sort filter: $skuFilter ) @include(if: $bySku) { ...OrderPage } byName: allOrders( first: $first after: $after status: $status sort: $sort filter: $nameFilter ) @include(if: $byName) { ...OrderPage } } fragment OrderRow on Order { id number status paymentStatus fulfillmentStatus email placedAt deadlineAt total { ...Amount } shippingAddress { name countryCode } lines { sku quantity } } fragment OrderPage on OrderConnection { totalCount statusCounts { status count } edges { node { ...OrderRow } } pageInfo { hasNextPage endCursor } } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<OrdersQuery, OrdersQueryVariables>;
export const ExportedOrdersDocument = new TypedDocumentString(`query ExportedOrders($first: Int!, $after: String, $status: [OrderStatus!], $sort: OrderSort!, $query: String, $filter: OrderFilter) { allOrders( first: $first after: $after status: $status sort: $sort query: $query filter: $filter ) { edges { node { ...OrderRow } } pageInfo { hasNextPage endCursor } } } fragment OrderRow on Order { id number status paymentStatus fulfillmentStatus email placedAt deadlineAt total { ...Amount } shippingAddress { name countryCode } lines { sku quantity } } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<ExportedOrdersQuery, ExportedOrdersQueryVariables>;
export const FulfilOrdersDocument = new TypedDocumentString(`mutation FulfilOrders($inputs: [FulfilOrderInput!]!) { fulfilOrders(inputs: $inputs) { order { id number } userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<FulfilOrdersMutation, FulfilOrdersMutationVariables>;
export const PriceListPageDocument = new TypedDocumentString(`query PriceListPage($id: ID!, $after: String, $sku: String) { node(id: $id) { __typename ... on PriceList { ...EditedPriceList prices(first: 50, after: $after, sku: $sku) { edges { node { sku minQuantity amount { ...Amount } } } pageInfo { hasNextPage endCursor } } } } markets { ...MarketChoice } customerGroups { ...GroupChoice } } fragment EditedPriceList on PriceList { id slug name type priority active startsAt endsAt markets { id } customerGroups { id } } fragment MarketChoice on Market { id name } fragment GroupChoice on CustomerGroup { id name } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<PriceListPageQuery, PriceListPageQueryVariables>;
export const NewPriceListDocument = new TypedDocumentString(`query NewPriceList { markets { ...MarketChoice } customerGroups { ...GroupChoice } } fragment MarketChoice on Market { id name } fragment GroupChoice on CustomerGroup { id name }`) as unknown as TypedDocumentString<NewPriceListQuery, NewPriceListQueryVariables>;
export const CreatePriceListDocument = new TypedDocumentString(`mutation CreatePriceList($input: CreatePriceListInput!) { createPriceList(input: $input) { priceList { id } userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<CreatePriceListMutation, CreatePriceListMutationVariables>;
export const UpdatePriceListDocument = new TypedDocumentString(`mutation UpdatePriceList($input: UpdatePriceListInput!) { updatePriceList(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<UpdatePriceListMutation, UpdatePriceListMutationVariables>;
export const SetPriceListPricesDocument = new TypedDocumentString(`mutation SetPriceListPrices($input: SetPriceListPricesInput!) { setPriceListPrices(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<SetPriceListPricesMutation, SetPriceListPricesMutationVariables>;
export const DeletePriceListDocument = new TypedDocumentString(`mutation DeletePriceList($id: ID!) { deletePriceList(id: $id) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<DeletePriceListMutation, DeletePriceListMutationVariables>;
export const PricingTablesDocument = new TypedDocumentString(`query PricingTables { priceLists(first: 100) { edges { node { id name type priority active startsAt endsAt markets { name } customerGroups { name } } } } markets { id name countryCodes currencies taxesIncluded } taxRates(first: 100) { edges { node { id name taxClass { name } countryCode region postalCodePrefix ratePpm } } pageInfo { hasNextPage } } shippingZones { id name countryCodes methods { id code name active carrier minDeliveryDays maxDeliveryDays rates { price { ...Amount } } } } } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<PricingTablesQuery, PricingTablesQueryVariables>;
export const ProductPageDocument = new TypedDocumentString(`query ProductPage($id: ID!, $after: String) { product(id: $id) { ...EditedProduct changes(first: 20, after: $after) { edges { node { id actor fields at } } pageInfo { hasNextPage endCursor } } } categories { ...CategoryOptions } } fragment EditedMedia on Media { url alt width height thumbHash } fragment EditedProduct on Product { id slug name description brand etag createdAt updatedAt unitsSold categories { id name } attributes { name value } media { ...EditedMedia } variants { sku name options { name value } price { ...Amount } compareAtPrice { ...Amount } basePrices { ...Amount } taxClass { code } weightGrams media { ...EditedMedia } stock { available reserved } } } fragment CategoryOption on Category { id slug name } fragment CategoryOptions on Category { ...CategoryOption children { ...CategoryOption children { ...CategoryOption } } } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<ProductPageQuery, ProductPageQueryVariables>;
export const NewProductDocument = new TypedDocumentString(`query NewProduct { categories { ...CategoryOptions } } fragment CategoryOption on Category { id slug name } fragment CategoryOptions on Category { ...CategoryOption children { ...CategoryOption children { ...CategoryOption } } }`) as unknown as TypedDocumentString<NewProductQuery, NewProductQueryVariables>;
export const CreateProductDocument = new TypedDocumentString(`mutation CreateProduct($input: CreateProductInput!) { createProduct(input: $input) { product { id } userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<CreateProductMutation, CreateProductMutationVariables>;
export const UpdateProductDocument = new TypedDocumentString(`mutation UpdateProduct($input: UpdateProductInput!) { updateProduct(input: $input) { product { id } userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<UpdateProductMutation, UpdateProductMutationVariables>;
export const DeleteProductDocument = new TypedDocumentString(`mutation DeleteProduct($id: ID!) { deleteProduct(id: $id) { deletedId userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<DeleteProductMutation, DeleteProductMutationVariables>;
export const RestoreProductDocument = new TypedDocumentString(`mutation RestoreProduct($id: ID!) { restoreProduct(id: $id) { product { id } userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<RestoreProductMutation, RestoreProductMutationVariables>;
export const ProductListDocument = new TypedDocumentString(`query ProductList($first: Int!, $after: String, $categorySlug: String, $sort: ProductSort!) { page: products( first: $first after: $after categorySlug: $categorySlug sort: $sort ) { edges { node { ...ProductRow } } pageInfo { hasNextPage endCursor } } categories { ...CategoryOptions } } fragment ProductRow on Product { id name slug brand etag updatedAt categories { id } priceRange { min { ...Amount } max { ...Amount } } variants { sku stock { available } } } fragment CategoryOption on Category { id slug name } fragment CategoryOptions on Category { ...CategoryOption children { ...CategoryOption children { ...CategoryOption } } } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<ProductListQuery, ProductListQueryVariables>;
export const ProductSearchDocument = new TypedDocumentString(`query ProductSearch($first: Int!, $after: String, $query: String!, $filter: SearchFilter, $sort: SearchSort!) { page: search( query: $query first: $first after: $after filter: $filter sort: $sort ) { totalCount correctedQuery degraded edges { node { ...ProductRow } } pageInfo { hasNextPage endCursor } } categories { ...CategoryOptions } } fragment ProductRow on Product { id name slug brand etag updatedAt categories { id } priceRange { min { ...Amount } max { ...Amount } } variants { sku stock { available } } } fragment CategoryOption on Category { id slug name } fragment CategoryOptions on Category { ...CategoryOption children { ...CategoryOption children { ...CategoryOption } } } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<ProductSearchQuery, ProductSearchQueryVariables>;
export const UpdateProductsDocument = new TypedDocumentString(`mutation UpdateProducts($inputs: [UpdateProductInput!]!) { updateProducts(inputs: $inputs) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<UpdateProductsMutation, UpdateProductsMutationVariables>;
export const PromotionsDocument = new TypedDocumentString(`query Promotions($first: Int!, $after: String, $status: [PromotionStatus!]) { promotions(first: $first, after: $after, status: $status) { edges { node { ...PromotionRow } } pageInfo { hasNextPage endCursor } } categories { ...CategoryNames } } fragment ItemChoice on ItemSelection { skus productIds categoryIds brands excludedSkus excludeSaleItems } fragment PromotionTerms on Promotion { class combinesWith conditions { minAmounts { ...Amount } minQuantity items { ...ItemChoice } markets { name } customerGroups { name } countryCodes shippingMethods firstOrder } reward { percentage { basisPoints maxAmounts { ...Amount } items { ...ItemChoice } } fixedAmount { amounts { ...Amount } appliesOnEachItem items { ...ItemChoice } } buyXGetY { buyItems { ...ItemChoice } buyQuantity getItems { ...ItemChoice } getQuantity basisPoints usesPerOrderLimit } } } fragment PromotionRow on Promotion { ...PromotionTerms id slug name status automatic priority startsAt endsAt usageLimit usageLimitPerCustomer usageCount reservedCount } fragment CategoryNames on Category { id name children { id name children { id name } } } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<PromotionsQuery, PromotionsQueryVariables>;
export const PromotionDocument = new TypedDocumentString(`query Promotion($id: ID!, $first: Int!, $after: String, $query: String) { promotion(id: $id) { ...PromotionRow codes(first: $first, after: $after, query: $query) { edges { node { id code usageLimit usageCount reservedCount active createdAt } } pageInfo { hasNextPage endCursor } } } categories { ...CategoryNames } } fragment ItemChoice on ItemSelection { skus productIds categoryIds brands excludedSkus excludeSaleItems } fragment PromotionTerms on Promotion { class combinesWith conditions { minAmounts { ...Amount } minQuantity items { ...ItemChoice } markets { name } customerGroups { name } countryCodes shippingMethods firstOrder } reward { percentage { basisPoints maxAmounts { ...Amount } items { ...ItemChoice } } fixedAmount { amounts { ...Amount } appliesOnEachItem items { ...ItemChoice } } buyXGetY { buyItems { ...ItemChoice } buyQuantity getItems { ...ItemChoice } getQuantity basisPoints usesPerOrderLimit } } } fragment PromotionRow on Promotion { ...PromotionTerms id slug name status automatic priority startsAt endsAt usageLimit usageLimitPerCustomer usageCount reservedCount } fragment CategoryNames on Category { id name children { id name children { id name } } } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<PromotionQuery, PromotionQueryVariables>;
export const SetPromotionActiveDocument = new TypedDocumentString(`mutation SetPromotionActive($input: SetPromotionActiveInput!) { setPromotionActive(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<SetPromotionActiveMutation, SetPromotionActiveMutationVariables>;
export const CreateCouponCodesDocument = new TypedDocumentString(`mutation CreateCouponCodes($input: CreateCouponCodesInput!) { createCouponCodes(input: $input) { couponCodes { code } userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<CreateCouponCodesMutation, CreateCouponCodesMutationVariables>;
export const SetCouponCodeActiveDocument = new TypedDocumentString(`mutation SetCouponCodeActive($input: SetCouponCodeActiveInput!) { setCouponCodeActive(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<SetCouponCodeActiveMutation, SetCouponCodeActiveMutationVariables>;
export const EditPromotionDocument = new TypedDocumentString(`query EditPromotion($id: ID!) { promotion(id: $id) { ...EditedPromotion } categories { ...CategoryOptions } markets { ...MarketChoice } customerGroups { ...GroupChoice } } fragment ItemChoice on ItemSelection { skus productIds categoryIds brands excludedSkus excludeSaleItems } fragment PromotionTerms on Promotion { class combinesWith conditions { minAmounts { ...Amount } minQuantity items { ...ItemChoice } markets { name } customerGroups { name } countryCodes shippingMethods firstOrder } reward { percentage { basisPoints maxAmounts { ...Amount } items { ...ItemChoice } } fixedAmount { amounts { ...Amount } appliesOnEachItem items { ...ItemChoice } } buyXGetY { buyItems { ...ItemChoice } buyQuantity getItems { ...ItemChoice } getQuantity basisPoints usesPerOrderLimit } } } fragment EditedPromotion on Promotion { ...PromotionTerms id slug name etag automatic priority startsAt endsAt usageLimit usageLimitPerCustomer conditions { markets { id } customerGroups { id } } } fragment MarketChoice on Market { id name } fragment GroupChoice on CustomerGroup { id name } fragment CategoryOption on Category { id slug name } fragment CategoryOptions on Category { ...CategoryOption children { ...CategoryOption children { ...CategoryOption } } } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<EditPromotionQuery, EditPromotionQueryVariables>;
export const NewPromotionDocument = new TypedDocumentString(`query NewPromotion { categories { ...CategoryOptions } markets { ...MarketChoice } customerGroups { ...GroupChoice } } fragment MarketChoice on Market { id name } fragment GroupChoice on CustomerGroup { id name } fragment CategoryOption on Category { id slug name } fragment CategoryOptions on Category { ...CategoryOption children { ...CategoryOption children { ...CategoryOption } } }`) as unknown as TypedDocumentString<NewPromotionQuery, NewPromotionQueryVariables>;
export const PickProductsDocument = new TypedDocumentString(`query PickProducts($query: String!) { search(query: $query, first: 8) { edges { node { id name variants { sku } } } } }`) as unknown as TypedDocumentString<PickProductsQuery, PickProductsQueryVariables>;
export const GoodsNamesDocument = new TypedDocumentString(`query GoodsNames($references: [_Any!]!) { _entities(representations: $references) { __typename ... on Product { name variants { sku } } ... on Variant { name product { name } } } }`) as unknown as TypedDocumentString<GoodsNamesQuery, GoodsNamesQueryVariables>;
export const DeletePromotionPageDocument = new TypedDocumentString(`query DeletePromotionPage($id: ID!) { promotion(id: $id) { name usageCount reservedCount } }`) as unknown as TypedDocumentString<DeletePromotionPageQuery, DeletePromotionPageQueryVariables>;
export const CreatePromotionDocument = new TypedDocumentString(`mutation CreatePromotion($input: CreatePromotionInput!) { createPromotion(input: $input) { promotion { id } userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<CreatePromotionMutation, CreatePromotionMutationVariables>;
export const UpdatePromotionDocument = new TypedDocumentString(`mutation UpdatePromotion($input: UpdatePromotionInput!) { updatePromotion(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<UpdatePromotionMutation, UpdatePromotionMutationVariables>;
export const DeletePromotionDocument = new TypedDocumentString(`mutation DeletePromotion($id: ID!) { deletePromotion(id: $id) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<DeletePromotionMutation, DeletePromotionMutationVariables>;
export const SearchAdminDocument = new TypedDocumentString(`query SearchAdmin($from: DateTime!, $to: DateTime!) { synonymGroups { id words updatedAt } withoutResults: searchQueries( from: $from to: $to first: 20 withoutResults: true ) { ...QueryRow } searchQueries(from: $from, to: $to, first: 20) { ...QueryRow } searchIndexRebuild { id status productCount processedCount startedAt completedAt } } fragment QueryRow on SearchQueryCount { query searchCount resultCount clickCount }`) as unknown as TypedDocumentString<SearchAdminQuery, SearchAdminQueryVariables>;
export const RebuildProgressDocument = new TypedDocumentString(`subscription RebuildProgress($id: ID!) { searchIndexRebuildProgress(id: $id) { processedCount } }`) as unknown as TypedDocumentString<RebuildProgressSubscription, RebuildProgressSubscriptionVariables>;
export const CreateSynonymsDocument = new TypedDocumentString(`mutation CreateSynonyms($words: [String!]!) { createSynonymGroup(input: {words: $words}) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<CreateSynonymsMutation, CreateSynonymsMutationVariables>;
export const UpdateSynonymsDocument = new TypedDocumentString(`mutation UpdateSynonyms($id: ID!, $words: [String!]!) { updateSynonymGroup(input: {id: $id, words: $words}) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<UpdateSynonymsMutation, UpdateSynonymsMutationVariables>;
export const DeleteSynonymsDocument = new TypedDocumentString(`mutation DeleteSynonyms($id: ID!) { deleteSynonymGroup(id: $id) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<DeleteSynonymsMutation, DeleteSynonymsMutationVariables>;
export const RebuildIndexDocument = new TypedDocumentString(`mutation RebuildIndex { rebuildSearchIndex { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<RebuildIndexMutation, RebuildIndexMutationVariables>;
export const ShippingZonePageDocument = new TypedDocumentString(`query ShippingZonePage($id: ID!) { node(id: $id) { __typename ... on ShippingZone { ...EditedZone } } taxClasses { ...TaxClassChoice } } fragment EditedMethod on ShippingMethod { code name taxClass { code } carrier minDeliveryDays maxDeliveryDays active rates { fromWeightGrams toWeightGrams fromAmount { ...Amount } toAmount { ...Amount } price { ...Amount } } } fragment EditedZone on ShippingZone { id slug name countryCodes regions postalCodePrefixes etag methods { ...EditedMethod } } fragment TaxClassChoice on TaxClass { code name } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<ShippingZonePageQuery, ShippingZonePageQueryVariables>;
export const CreateShippingZoneDocument = new TypedDocumentString(`mutation CreateShippingZone($input: CreateShippingZoneInput!) { createShippingZone(input: $input) { shippingZone { id } userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<CreateShippingZoneMutation, CreateShippingZoneMutationVariables>;
export const UpdateShippingZoneDocument = new TypedDocumentString(`mutation UpdateShippingZone($input: UpdateShippingZoneInput!) { updateShippingZone(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<UpdateShippingZoneMutation, UpdateShippingZoneMutationVariables>;
export const DeleteShippingZoneDocument = new TypedDocumentString(`mutation DeleteShippingZone($id: ID!) { deleteShippingZone(id: $id) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<DeleteShippingZoneMutation, DeleteShippingZoneMutationVariables>;
export const SignInDocument = new TypedDocumentString(`mutation SignIn($input: LoginInput!) { login(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<SignInMutation, SignInMutationVariables>;
export const SignOutDocument = new TypedDocumentString(`mutation SignOut { logout { userErrors { code } } }`) as unknown as TypedDocumentString<SignOutMutation, SignOutMutationVariables>;
export const StockListDocument = new TypedDocumentString(`query StockList($first: Int!, $after: String, $filter: StockFilter, $sort: StockSort!) { stockLevels(first: $first, after: $after, filter: $filter, sort: $sort) { totalCount edges { node { sku available reserved committed lowStockThreshold variant { name product { name } } } } pageInfo { hasNextPage endCursor } } }`) as unknown as TypedDocumentString<StockListQuery, StockListQueryVariables>;
export const StockOfSkuDocument = new TypedDocumentString(`query StockOfSku($sku: String!, $after: String, $readsOrders: Boolean!) { variant(sku: $sku) { sku name product { id name } stock { available reserved lowStockThreshold } } stockLedger(sku: $sku, first: 50, after: $after) { edges { node { id availableDelta reservedDelta committedDelta cause reference at } } pageInfo { hasNextPage endCursor } } reservations(sku: $sku, first: 20) { edges { node { id status order @include(if: $readsOrders) { id number } lines { sku quantity } createdAt expiresAt } } } }`) as unknown as TypedDocumentString<StockOfSkuQuery, StockOfSkuQueryVariables>;
export const AdjustStockDocument = new TypedDocumentString(`mutation AdjustStock($input: AdjustStockInput!) { adjustStock(input: $input) { stock { available } userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<AdjustStockMutation, AdjustStockMutationVariables>;
export const AdjustStocksDocument = new TypedDocumentString(`mutation AdjustStocks($inputs: [AdjustStockInput!]!) { adjustStocks(inputs: $inputs) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<AdjustStocksMutation, AdjustStocksMutationVariables>;
export const SetLowStockThresholdDocument = new TypedDocumentString(`mutation SetLowStockThreshold($input: SetLowStockThresholdInput!) { setLowStockThreshold(input: $input) { stock { lowStockThreshold } userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<SetLowStockThresholdMutation, SetLowStockThresholdMutationVariables>;
export const SystemHealthDocument = new TypedDocumentString(`query SystemHealth { shopHealth { dependencies { name status latencyMs impact } stuckOrderCount failedJobCount lowStockCount catalogLagMs searchDegraded } }`) as unknown as TypedDocumentString<SystemHealthQuery, SystemHealthQueryVariables>;
export const FailedJobsDocument = new TypedDocumentString(`query FailedJobs($first: Int!, $after: String, $source: [FailedJobSource!]) { failedJobs(first: $first, after: $after, source: $source) { totalCount edges { node { id source type subjectId attemptCount error nextAttemptAt createdAt payload } } pageInfo { hasNextPage endCursor } } }`) as unknown as TypedDocumentString<FailedJobsQuery, FailedJobsQueryVariables>;
export const RetryFailedJobDocument = new TypedDocumentString(`mutation RetryFailedJob($id: ID!) { retryFailedJob(id: $id) { failedJob { error } userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<RetryFailedJobMutation, RetryFailedJobMutationVariables>;
export const DiscardFailedJobDocument = new TypedDocumentString(`mutation DiscardFailedJob($input: DiscardFailedJobInput!) { discardFailedJob(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<DiscardFailedJobMutation, DiscardFailedJobMutationVariables>;
export const TaxRatePageDocument = new TypedDocumentString(`query TaxRatePage($id: ID!) { node(id: $id) { __typename ... on TaxRate { ...EditedTaxRate } } taxClasses { ...TaxClassChoice } } fragment EditedTaxRate on TaxRate { id name taxClass { code } countryCode region postalCodePrefix ratePpm combinable startsAt endsAt } fragment TaxClassChoice on TaxClass { code name }`) as unknown as TypedDocumentString<TaxRatePageQuery, TaxRatePageQueryVariables>;
export const TaxClassesDocument = new TypedDocumentString(`query TaxClasses { taxClasses { ...TaxClassChoice } } fragment TaxClassChoice on TaxClass { code name }`) as unknown as TypedDocumentString<TaxClassesQuery, TaxClassesQueryVariables>;
export const TaxRatesOfCountryDocument = new TypedDocumentString(`query TaxRatesOfCountry($countryCode: String!, $taxClassCode: String!) { taxRates(first: 100, countryCode: $countryCode, taxClassCode: $taxClassCode) { edges { node { ...EditedTaxRate } } } } fragment EditedTaxRate on TaxRate { id name taxClass { code } countryCode region postalCodePrefix ratePpm combinable startsAt endsAt }`) as unknown as TypedDocumentString<TaxRatesOfCountryQuery, TaxRatesOfCountryQueryVariables>;
export const SaveTaxClassDocument = new TypedDocumentString(`mutation SaveTaxClass($input: SaveTaxClassInput!) { saveTaxClass(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<SaveTaxClassMutation, SaveTaxClassMutationVariables>;
export const CreateTaxRateDocument = new TypedDocumentString(`mutation CreateTaxRate($input: CreateTaxRateInput!) { createTaxRate(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<CreateTaxRateMutation, CreateTaxRateMutationVariables>;
export const UpdateTaxRateDocument = new TypedDocumentString(`mutation UpdateTaxRate($input: UpdateTaxRateInput!) { updateTaxRate(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<UpdateTaxRateMutation, UpdateTaxRateMutationVariables>;
export const DeleteTaxRateDocument = new TypedDocumentString(`mutation DeleteTaxRate($id: ID!) { deleteTaxRate(id: $id) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<DeleteTaxRateMutation, DeleteTaxRateMutationVariables>;
export const ViewerDocument = new TypedDocumentString(`query Viewer { me { id email firstName lastName roles permissions } }`) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;