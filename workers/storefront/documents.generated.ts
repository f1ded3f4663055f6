/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AddToCartInput = {
  /** The caller's cart when absent: see Query.cart. */
  cartId?: string | null | undefined;
  /** Chosen by the client, one per addition. At most 200 characters. */
  idempotencyKey: string;
  quantity?: number;
  sku: string;
};

/**
 * Selects products whose attribute, or an option of a variant on sale, has any of the values. An empty list selects all
 * products. Filters on options, price and `inStock: true` must hold for the same variant.
 */
export type AttributeFilter = {
  name: string;
  values: Array<string>;
};

export type CancelOrderInput = {
  idempotencyKey: string;
  orderId: string;
  reason?: string | null | undefined;
};

export type ChangePasswordInput = {
  currentPassword: string;
  /** 8 to 128 characters. Common passwords are rejected. */
  newPassword: string;
};

/** If several of these are true, the first one in this list is reported. Only an APPLIED code is redeemed. */
export type CouponCodeStatus =
  | 'APPLIED'
  /** A usage limit is reached, in total or for this customer. Reserved uses count. */
  | 'EXHAUSTED'
  /** The code does not exist, has not started, has ended or is inactive. */
  | 'INVALID'
  /** A condition of the promotion does not hold. */
  | 'NOT_APPLICABLE'
  /** Another promotion applies that it does not combine with. */
  | 'NOT_COMBINABLE'
  /** The discount is zero. */
  | 'NO_EFFECT';

/** ISO 4217 codes of the currencies that the shop supports. */
export type CurrencyCode =
  | 'EUR'
  | 'GBP'
  | 'INR'
  | 'JPY'
  | 'KWD'
  | 'USD';

export type DeleteMyAccountInput = {
  password: string;
};

export type DestinationInput = {
  countryCode: string;
  postalCode?: string | null | undefined;
  region?: string | null | undefined;
};

export type FacetType =
  /** An attribute, or an option of variants. */
  | 'ATTRIBUTE'
  | 'BRAND'
  | 'CATEGORY';

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

export type LoginInput = {
  email: string;
  /** From the mail that follows EMAIL_CONFIRMATION_REQUIRED. It makes the network address known to the account. */
  emailToken?: string | null | undefined;
  password: string;
};

export type MoneyInput = {
  amountMinor: string;
  currency: CurrencyCode;
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

export type OrderLineInput = {
  quantity: number;
  sku: string;
};

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

/** Either cartId or lines. */
export type QuoteInput = {
  cartId?: string | null | undefined;
  /** At most 5. Case does not matter. For a cart, they replace the codes of the cart. */
  couponCodes?: Array<string> | null | undefined;
  /** The default of the market when absent. A cart has its own: another one fails with BAD_USER_INPUT. */
  currency?: CurrencyCode | null | undefined;
  /** Without it, shipping and tax are unknown: both are zero, and shippingOptions is empty. */
  destination?: DestinationInput | null | undefined;
  lines?: Array<OrderLineInput> | null | undefined;
  shippingMethod?: string | null | undefined;
  /** The account's tax id when absent; none when empty. */
  taxId?: string | null | undefined;
};

export type RegisterInput = {
  email: string;
  firstName: string;
  lastName: string;
  /** 8 to 128 characters. Common passwords are rejected. */
  password: string;
};

export type ReorderInput = {
  idempotencyKey: string;
  orderId: string;
};

export type RequestPasswordResetInput = {
  email: string;
};

export type RequestStockNotificationInput = {
  /** The account's address when absent. Guests must give one. */
  email?: string | null | undefined;
  /** The language of the email to a visitor or a guest; English when absent. An account has its own. */
  locale?: string | null | undefined;
  sku: string;
};

export type ResetPasswordInput = {
  newPassword: string;
  token: string;
};

export type Role =
  | 'ADMIN'
  | 'CATALOG_MANAGER'
  | 'CUSTOMER'
  | 'GUEST'
  | 'SUPPORT';

export type SaveAddressInput = {
  city: string;
  /** ISO 3166-1 alpha-2: GB, not UK. */
  countryCode: string;
  /** The address to update. Without it, an address is added. */
  id?: string | null | undefined;
  /** True makes it the default address in place of the current one. Otherwise the default does not change. */
  isDefault?: boolean | null | undefined;
  line1: string;
  line2?: string | null | undefined;
  name: string;
  /** Required in countries that have postal codes. */
  postalCode?: string | null | undefined;
  region?: string | null | undefined;
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

export type SearchSort =
  | 'BEST_SELLING'
  | 'NEWEST'
  | 'PRICE_ASC'
  | 'PRICE_DESC'
  | 'RELEVANCE';

export type SetCartCouponCodesInput = {
  cartId: string;
  /** Case does not matter. An empty list removes all codes. */
  couponCodes: Array<string>;
};

export type SetCartCurrencyInput = {
  cartId: string;
  currency: CurrencyCode;
};

export type SetCartLinesInput = {
  cartId: string;
  /** Quantity 0 removes a line. Lines that are not listed do not change. */
  lines: Array<OrderLineInput>;
};

export type SetWishlistItemInput = {
  saved: boolean;
  sku: string;
};

export type UndoEmailChangeInput = {
  token: string;
};

/** Absent fields stay unchanged. */
export type UpdatePreferencesInput = {
  currency?: CurrencyCode | null | undefined;
  locale?: string | null | undefined;
  marketingEmails?: boolean | null | undefined;
  orderEmails?: boolean | null | undefined;
};

/** Absent fields stay unchanged. */
export type UpdateProfileInput = {
  /** Required with `email`. */
  currentPassword?: string | null | undefined;
  email?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
};

export type VerifyEmailInput = {
  token: string;
};

export type AmountFragment = { amountMinor: string, currency: CurrencyCode };

export type UserErrorsFragment = { code: string, field: Array<string> | null, message: string };

export type AccountAddressesQueryVariables = Exact<{ [key: string]: never; }>;


export type AccountAddressesQuery = { me: { roles: Array<Role>, addresses: Array<{ id: string, name: string, line1: string, line2: string | null, city: string, region: string | null, postalCode: string, countryCode: string, isDefault: boolean }> } | null };

export type SaveAddressMutationVariables = Exact<{
  input: SaveAddressInput;
}>;


export type SaveAddressMutation = { saveAddress: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type DeleteAddressMutationVariables = Exact<{
  id: string;
}>;


export type DeleteAddressMutation = { deleteAddress: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type AccountOrdersQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type AccountOrdersQuery = { orders: { edges: Array<{ node: { id: string, number: string | null, status: OrderStatus, placedAt: string | null, total: { amountMinor: string, currency: CurrencyCode }, lines: Array<{ name: string, quantity: number }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type AccountWishlistQueryVariables = Exact<{ [key: string]: never; }>;


export type AccountWishlistQuery = { me: { roles: Array<Role>, wishlist: Array<{ sku: string, name: string, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, options: Array<{ name: string, value: string }>, price: { amountMinor: string, currency: CurrencyCode }, stock: { available: number }, product: { slug: string, name: string, categories: Array<{ slug: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }> } }> } | null };

export type WishlistOwnerQueryVariables = Exact<{ [key: string]: never; }>;


export type WishlistOwnerQuery = { me: { roles: Array<Role> } | null };

export type SetWishlistItemMutationVariables = Exact<{
  input: SetWishlistItemInput;
}>;


export type SetWishlistItemMutation = { setWishlistItem: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type AccountPageQueryVariables = Exact<{ [key: string]: never; }>;


export type AccountPageQuery = { me: { email: string | null, pendingEmail: string | null, emailVerified: boolean, firstName: string, lastName: string, roles: Array<Role>, preferences: { orderEmails: boolean, marketingEmails: boolean }, sessions: Array<{ id: string, createdAt: string, lastSeenAt: string, userAgent: string | null, current: boolean }> } | null };

export type UpdateProfileMutationVariables = Exact<{
  input: UpdateProfileInput;
}>;


export type UpdateProfileMutation = { updateProfile: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type UpdatePreferencesMutationVariables = Exact<{
  input: UpdatePreferencesInput;
}>;


export type UpdatePreferencesMutation = { updatePreferences: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type ChangePasswordMutationVariables = Exact<{
  input: ChangePasswordInput;
}>;


export type ChangePasswordMutation = { changePassword: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type RequestEmailVerificationMutationVariables = Exact<{ [key: string]: never; }>;


export type RequestEmailVerificationMutation = { requestEmailVerification: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type RevokeSessionMutationVariables = Exact<{
  id: string;
}>;


export type RevokeSessionMutation = { revokeSession: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type DeleteMyAccountMutationVariables = Exact<{
  input: DeleteMyAccountInput;
}>;


export type DeleteMyAccountMutation = { deleteMyAccount: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type AddToCartMutationVariables = Exact<{
  input: AddToCartInput;
}>;


export type AddToCartMutation = { addToCart: { order: { id: string, status: OrderStatus, subtotal: { currency: CurrencyCode } } | null, userErrors: Array<{ code: string, message: string }> } };

export type SetCartCurrencyMutationVariables = Exact<{
  input: SetCartCurrencyInput;
}>;


export type SetCartCurrencyMutation = { setCartCurrency: { userErrors: Array<{ code: string }> } };

export type CartQueryVariables = Exact<{ [key: string]: never; }>;


export type CartQuery = { cart: { id: string, status: OrderStatus, subtotal: { amountMinor: string, currency: CurrencyCode }, quote: { lines: Array<{ sku: string, unitPrice: { amountMinor: string, currency: CurrencyCode }, compareAtUnitPrice: { amountMinor: string, currency: CurrencyCode } | null, total: { amountMinor: string, currency: CurrencyCode } }>, subtotal: { amountMinor: string, currency: CurrencyCode } } | null, lines: Array<{ sku: string, name: string, quantity: number, unitPrice: { amountMinor: string, currency: CurrencyCode }, compareAtUnitPrice: { amountMinor: string, currency: CurrencyCode } | null, total: { amountMinor: string, currency: CurrencyCode }, product: { slug: string, categories: Array<{ slug: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, variants: Array<{ sku: string, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, options: Array<{ name: string, value: string }>, stock: { available: number } }> } | null }> } | null };

export type SetCartLinesMutationVariables = Exact<{
  input: SetCartLinesInput;
}>;


export type SetCartLinesMutation = { setCartLines: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type CheckoutStartQueryVariables = Exact<{ [key: string]: never; }>;


export type CheckoutStartQuery = { me: { email: string | null, roles: Array<Role>, preferences: { locale: string }, addresses: Array<{ isDefault: boolean, name: string, line1: string, line2: string | null, city: string, region: string | null, postalCode: string, countryCode: string }> } | null, cart: { id: string, status: OrderStatus, couponCodes: Array<string>, email: string | null, customerNote: string | null, shippingMethod: string | null, shippingAddress: { name: string, line1: string, line2: string | null, city: string, region: string | null, postalCode: string, countryCode: string } | null, rejection: { code: string, message: string, skus: Array<string> } | null, lines: Array<{ sku: string }> } | null, markets: Array<{ slug: string, countryCodes: Array<string> }> };

export type CheckoutQuoteQueryVariables = Exact<{
  input: QuoteInput;
}>;


export type CheckoutQuoteQuery = { quote: { shippingMethod: string | null, taxesIncluded: boolean, market: { slug: string }, lines: Array<{ sku: string, name: string, quantity: number, total: { amountMinor: string, currency: CurrencyCode } }>, subtotal: { amountMinor: string, currency: CurrencyCode }, discounts: Array<{ name: string, code: string | null, amount: { amountMinor: string, currency: CurrencyCode } }>, shippingOptions: Array<{ code: string, name: string, minDeliveryDays: number | null, maxDeliveryDays: number | null, price: { amountMinor: string, currency: CurrencyCode } }>, shipping: { amountMinor: string, currency: CurrencyCode }, tax: { amountMinor: string, currency: CurrencyCode }, taxLines: Array<{ name: string, ratePpm: number, amount: { amountMinor: string, currency: CurrencyCode } }>, total: { amountMinor: string, currency: CurrencyCode }, couponCodes: Array<{ code: string, status: CouponCodeStatus, message: string }>, problems: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type SetLocaleMutationVariables = Exact<{
  locale: string;
}>;


export type SetLocaleMutation = { updatePreferences: { userErrors: Array<{ code: string }> } };

export type SetCouponCodesMutationVariables = Exact<{
  input: SetCartCouponCodesInput;
}>;


export type SetCouponCodesMutation = { setCartCouponCodes: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type PlaceOrderMutationVariables = Exact<{
  input: PlaceOrderInput;
}>;


export type PlaceOrderMutation = { placeOrder: { order: { id: string, status: OrderStatus, total: { amountMinor: string, currency: CurrencyCode }, rejection: { code: string, message: string, skus: Array<string> } | null, paymentAction: { url: string | null } | null } | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type CompareQueryVariables = Exact<{
  a: string;
  b: string;
  hasBoth: boolean;
}>;


export type CompareQuery = { a: { slug: string, name: string, description: string, brand: string | null, relatedProducts: Array<{ slug: string, name: string }>, categories: Array<{ slug: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, priceRange: { min: { amountMinor: string, currency: CurrencyCode }, max: { amountMinor: string, currency: CurrencyCode } }, variants: Array<{ options: Array<{ name: string, value: string }> }> } | null, b?: { slug: string, name: string, description: string, brand: string | null, categories: Array<{ slug: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, priceRange: { min: { amountMinor: string, currency: CurrencyCode }, max: { amountMinor: string, currency: CurrencyCode } }, variants: Array<{ options: Array<{ name: string, value: string }> }> } | null };

export type ComparedProductFragment = { slug: string, name: string, description: string, brand: string | null, categories: Array<{ slug: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, priceRange: { min: { amountMinor: string, currency: CurrencyCode }, max: { amountMinor: string, currency: CurrencyCode } }, variants: Array<{ options: Array<{ name: string, value: string }> }> };

export type HomeQueryVariables = Exact<{
  first: number;
}>;


export type HomeQuery = { categories: Array<{ slug: string, name: string, children: Array<{ slug: string, name: string }> }>, bestSelling: { edges: Array<{ node: { slug: string, name: string, brand: string | null, categories: Array<{ slug: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, priceRange: { min: { amountMinor: string, currency: CurrencyCode }, max: { amountMinor: string, currency: CurrencyCode } }, variants: Array<{ options: Array<{ name: string, value: string }>, price: { amountMinor: string }, compareAtPrice: { amountMinor: string, currency: CurrencyCode } | null }> } }> } };

export type ListingQueryVariables = Exact<{
  query: string;
  first: number;
  after?: string | null | undefined;
  filter: SearchFilter;
  sort: SearchSort;
  category: string;
  hasCategory: boolean;
}>;


export type ListingQuery = { category?: { slug: string, name: string, description: string, path: Array<{ slug: string, name: string }>, children: Array<{ slug: string, name: string }> } | null, search: { totalCount: number, correctedQuery: string | null, priceBounds: { min: { amountMinor: string, currency: CurrencyCode }, max: { amountMinor: string, currency: CurrencyCode } } | null, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ highlight: string | null, node: { slug: string, name: string, brand: string | null, categories: Array<{ slug: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, priceRange: { min: { amountMinor: string, currency: CurrencyCode }, max: { amountMinor: string, currency: CurrencyCode } }, variants: Array<{ options: Array<{ name: string, value: string }>, price: { amountMinor: string }, compareAtPrice: { amountMinor: string, currency: CurrencyCode } | null }> } }>, facets: Array<{ name: string, type: FacetType, label: string, values: Array<{ value: string, label: string, count: number, selected: boolean }> }> } };

export type SuggestionsQueryVariables = Exact<{
  prefix: string;
}>;


export type SuggestionsQuery = { suggest: Array<{ text: string }> };

export type LiveStockSubscriptionVariables = Exact<{
  skus: Array<string> | string;
}>;


export type LiveStockSubscription = { stockLevels: { sku: string, available: number } };

export type RequestPasswordResetMutationVariables = Exact<{
  input: RequestPasswordResetInput;
}>;


export type RequestPasswordResetMutation = { requestPasswordReset: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type ResetPasswordMutationVariables = Exact<{
  input: ResetPasswordInput;
}>;


export type ResetPasswordMutation = { resetPassword: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type VerifyEmailMutationVariables = Exact<{
  input: VerifyEmailInput;
}>;


export type VerifyEmailMutation = { verifyEmail: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type UndoEmailChangeMutationVariables = Exact<{
  input: UndoEmailChangeInput;
}>;


export type UndoEmailChangeMutation = { undoEmailChange: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type OrderDetailsFragment = { id: string, number: string | null, status: OrderStatus, paymentStatus: PaymentStatus, fulfillmentStatus: FulfillmentStatus, sequence: number, placedAt: string | null, taxesIncluded: boolean, email: string | null, stockHeldUntil: string | null, subtotal: { amountMinor: string, currency: CurrencyCode }, shipping: { amountMinor: string, currency: CurrencyCode }, discounts: Array<{ name: string, code: string | null, amount: { amountMinor: string, currency: CurrencyCode } }>, taxLines: Array<{ name: string, ratePpm: number, amount: { amountMinor: string, currency: CurrencyCode } }>, total: { amountMinor: string, currency: CurrencyCode }, refunded: { amountMinor: string, currency: CurrencyCode }, shippingAddress: { name: string, line1: string, line2: string | null, city: string, region: string | null, postalCode: string, countryCode: string } | null, rejection: { code: string, message: string } | null, shipments: Array<{ id: string, carrier: string | null, trackingNumber: string | null, shippedAt: string, lines: Array<{ sku: string, quantity: number }> }>, paymentAction: { url: string | null } | null, actions: Array<{ type: OrderActionType, allowed: boolean, reason: string | null }>, timeline: Array<{ sequence: number, type: string, at: string }>, lines: Array<{ sku: string, name: string, quantity: number, unitPrice: { amountMinor: string, currency: CurrencyCode }, compareAtUnitPrice: { amountMinor: string, currency: CurrencyCode } | null, total: { amountMinor: string, currency: CurrencyCode }, product: { slug: string, categories: Array<{ slug: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, variants: Array<{ sku: string, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, options: Array<{ name: string, value: string }>, stock: { available: number } }> } | null }> };

export type OrderPageQueryVariables = Exact<{
  id: string;
  asOf?: string | null | undefined;
}>;


export type OrderPageQuery = { order: { id: string, number: string | null, status: OrderStatus, paymentStatus: PaymentStatus, fulfillmentStatus: FulfillmentStatus, sequence: number, placedAt: string | null, taxesIncluded: boolean, email: string | null, stockHeldUntil: string | null, subtotal: { amountMinor: string, currency: CurrencyCode }, shipping: { amountMinor: string, currency: CurrencyCode }, discounts: Array<{ name: string, code: string | null, amount: { amountMinor: string, currency: CurrencyCode } }>, taxLines: Array<{ name: string, ratePpm: number, amount: { amountMinor: string, currency: CurrencyCode } }>, total: { amountMinor: string, currency: CurrencyCode }, refunded: { amountMinor: string, currency: CurrencyCode }, shippingAddress: { name: string, line1: string, line2: string | null, city: string, region: string | null, postalCode: string, countryCode: string } | null, rejection: { code: string, message: string } | null, shipments: Array<{ id: string, carrier: string | null, trackingNumber: string | null, shippedAt: string, lines: Array<{ sku: string, quantity: number }> }>, paymentAction: { url: string | null } | null, actions: Array<{ type: OrderActionType, allowed: boolean, reason: string | null }>, timeline: Array<{ sequence: number, type: string, at: string }>, lines: Array<{ sku: string, name: string, quantity: number, unitPrice: { amountMinor: string, currency: CurrencyCode }, compareAtUnitPrice: { amountMinor: string, currency: CurrencyCode } | null, total: { amountMinor: string, currency: CurrencyCode }, product: { slug: string, categories: Array<{ slug: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, variants: Array<{ sku: string, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, options: Array<{ name: string, value: string }>, stock: { available: number } }> } | null }> } | null };

export type CancelOrderMutationVariables = Exact<{
  input: CancelOrderInput;
}>;


export type CancelOrderMutation = { cancelOrder: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type ResumePaymentMutationVariables = Exact<{
  orderId: string;
}>;


export type ResumePaymentMutation = { resumeOrderPayment: { order: { status: OrderStatus } | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type ReorderMutationVariables = Exact<{
  input: ReorderInput;
}>;


export type ReorderMutation = { reorder: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type OrderLogQueryVariables = Exact<{
  id: string;
  after?: number | null | undefined;
}>;


export type OrderLogQuery = { order: { number: string | null, timeline: Array<{ sequence: number, type: string, at: string, actor: string, data: unknown }> } | null };

export type OrderEventsSubscriptionVariables = Exact<{
  orderId: string;
  after?: number | null | undefined;
}>;


export type OrderEventsSubscription = { orderEvents: { sequence: number } };

export type MarketsQueryVariables = Exact<{ [key: string]: never; }>;


export type MarketsQuery = { markets: Array<{ slug: string, name: string, currencies: Array<CurrencyCode> }> };

export type ProductPageQueryVariables = Exact<{
  slug: string;
}>;


export type ProductPageQuery = { product: { slug: string, name: string, description: string, brand: string | null, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, categories: Array<{ slug: string, name: string, path: Array<{ slug: string, name: string }> }>, relatedProducts: Array<{ slug: string, name: string, brand: string | null, categories: Array<{ slug: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, priceRange: { min: { amountMinor: string, currency: CurrencyCode }, max: { amountMinor: string, currency: CurrencyCode } }, variants: Array<{ options: Array<{ name: string, value: string }>, price: { amountMinor: string }, compareAtPrice: { amountMinor: string, currency: CurrencyCode } | null }> }>, variants: Array<{ sku: string, name: string, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, options: Array<{ name: string, value: string }>, price: { amountMinor: string, currency: CurrencyCode }, compareAtPrice: { amountMinor: string, currency: CurrencyCode } | null }> } | null };

export type ProductStockQueryVariables = Exact<{
  slug: string;
}>;


export type ProductStockQuery = { product: { variants: Array<{ sku: string, stock: { available: number } }> } | null };

export type SessionSummaryQueryVariables = Exact<{
  withWishlist: boolean;
}>;


export type SessionSummaryQuery = { me: { firstName: string, roles: Array<Role>, wishlist?: Array<{ sku: string }> } | null, cart: { lines: Array<{ quantity: number }> } | null };

export type LoginMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginMutation = { login: { account: { id: string } | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type RegisterMutationVariables = Exact<{
  input: RegisterInput;
}>;


export type RegisterMutation = { register: { account: { id: string } | null, userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type LogoutMutationVariables = Exact<{ [key: string]: never; }>;


export type LogoutMutation = { logout: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type SitemapCategoriesQueryVariables = Exact<{ [key: string]: never; }>;


export type SitemapCategoriesQuery = { categories: Array<{ slug: string, children: Array<{ slug: string, children: Array<{ slug: string }> }> }> };

export type SitemapProductsQueryVariables = Exact<{
  category: string;
  after?: string | null | undefined;
}>;


export type SitemapProductsQuery = { products: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { slug: string, updatedAt: string } }> } };

export type RequestStockNotificationMutationVariables = Exact<{
  input: RequestStockNotificationInput;
}>;


export type RequestStockNotificationMutation = { requestStockNotification: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type TrackedOrderQueryVariables = Exact<{
  number: string;
  email: string;
}>;


export type TrackedOrderQuery = { orderByNumber: { id: string, number: string | null, status: OrderStatus, paymentStatus: PaymentStatus, fulfillmentStatus: FulfillmentStatus, sequence: number, placedAt: string | null, taxesIncluded: boolean, email: string | null, stockHeldUntil: string | null, subtotal: { amountMinor: string, currency: CurrencyCode }, shipping: { amountMinor: string, currency: CurrencyCode }, discounts: Array<{ name: string, code: string | null, amount: { amountMinor: string, currency: CurrencyCode } }>, taxLines: Array<{ name: string, ratePpm: number, amount: { amountMinor: string, currency: CurrencyCode } }>, total: { amountMinor: string, currency: CurrencyCode }, refunded: { amountMinor: string, currency: CurrencyCode }, shippingAddress: { name: string, line1: string, line2: string | null, city: string, region: string | null, postalCode: string, countryCode: string } | null, rejection: { code: string, message: string } | null, shipments: Array<{ id: string, carrier: string | null, trackingNumber: string | null, shippedAt: string, lines: Array<{ sku: string, quantity: number }> }>, paymentAction: { url: string | null } | null, actions: Array<{ type: OrderActionType, allowed: boolean, reason: string | null }>, timeline: Array<{ sequence: number, type: string, at: string }>, lines: Array<{ sku: string, name: string, quantity: number, unitPrice: { amountMinor: string, currency: CurrencyCode }, compareAtUnitPrice: { amountMinor: string, currency: CurrencyCode } | null, total: { amountMinor: string, currency: CurrencyCode }, product: { slug: string, categories: Array<{ slug: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, variants: Array<{ sku: string, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, options: Array<{ name: string, value: string }>, stock: { available: number } }> } | null }> } | null };

export type OrderLinesFragment = { lines: Array<{ sku: string, name: string, quantity: number, unitPrice: { amountMinor: string, currency: CurrencyCode }, compareAtUnitPrice: { amountMinor: string, currency: CurrencyCode } | null, total: { amountMinor: string, currency: CurrencyCode }, product: { slug: string, categories: Array<{ slug: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, variants: Array<{ sku: string, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, options: Array<{ name: string, value: string }>, stock: { available: number } }> } | null }> };

export type PictureFragment = { url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string };

export type ProductCardFragment = { slug: string, name: string, brand: string | null, categories: Array<{ slug: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string, width: number | null, height: number | null, w200: string, w400: string, w800: string, w1600: string }>, priceRange: { min: { amountMinor: string, currency: CurrencyCode }, max: { amountMinor: string, currency: CurrencyCode } }, variants: Array<{ options: Array<{ name: string, value: string }>, price: { amountMinor: string }, compareAtPrice: { amountMinor: string, currency: CurrencyCode } | null }> };

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
export const UserErrorsFragmentDoc = new TypedDocumentString(`fragment UserErrors on UserError { code field message }`, {"fragmentName":"UserErrors"}) as unknown as TypedDocumentString<UserErrorsFragment, unknown>;
export const PictureFragmentDoc = new TypedDocumentString(`fragment Picture on Media { url alt width height w200: resizedUrl(width: 200) w400: resizedUrl(width: 400) w800: resizedUrl(width: 800) w1600: resizedUrl(width: 1600) }`, {"fragmentName":"Picture"}) as unknown as TypedDocumentString<PictureFragment, unknown>;
export const ComparedProductFragmentDoc = new TypedDocumentString(`fragment ComparedProduct on Product { slug name description brand categories { slug } attributes { name value } media { ...Picture } priceRange { min { amountMinor currency } max { amountMinor currency } } variants { options { name value } } } fragment Picture on Media { url alt width height w200: resizedUrl(width: 200) w400: resizedUrl(width: 400) w800: resizedUrl(width: 800) w1600: resizedUrl(width: 1600) }`, {"fragmentName":"ComparedProduct"}) as unknown as TypedDocumentString<ComparedProductFragment, unknown>;
export const AmountFragmentDoc = new TypedDocumentString(`fragment Amount on Money { amountMinor currency }`, {"fragmentName":"Amount"}) as unknown as TypedDocumentString<AmountFragment, unknown>;
export const OrderLinesFragmentDoc = new TypedDocumentString(`fragment OrderLines on Order { lines { sku name quantity unitPrice { ...Amount } compareAtUnitPrice { ...Amount } total { ...Amount } product { slug categories { slug } attributes { name value } media { ...Picture } variants { sku media { ...Picture } options { name value } stock { available } } } } } fragment Amount on Money { amountMinor currency } fragment Picture on Media { url alt width height w200: resizedUrl(width: 200) w400: resizedUrl(width: 400) w800: resizedUrl(width: 800) w1600: resizedUrl(width: 1600) }`, {"fragmentName":"OrderLines"}) as unknown as TypedDocumentString<OrderLinesFragment, unknown>;
export const OrderDetailsFragmentDoc = new TypedDocumentString(`fragment OrderDetails on Order { id number status paymentStatus fulfillmentStatus sequence placedAt ...OrderLines subtotal { ...Amount } shipping { ...Amount } discounts { name code amount { ...Amount } } taxesIncluded taxLines { name ratePpm amount { ...Amount } } total { ...Amount } refunded { ...Amount } email shippingAddress { name line1 line2 city region postalCode countryCode } rejection { code message } shipments { id carrier trackingNumber shippedAt lines { sku quantity } } paymentAction { url } actions { type allowed reason } stockHeldUntil timeline(first: 250) { sequence type at } } fragment Amount on Money { amountMinor currency } fragment OrderLines on Order { lines { sku name quantity unitPrice { ...Amount } compareAtUnitPrice { ...Amount } total { ...Amount } product { slug categories { slug } attributes { name value } media { ...Picture } variants { sku media { ...Picture } options { name value } stock { available } } } } } fragment Picture on Media { url alt width height w200: resizedUrl(width: 200) w400: resizedUrl(width: 400) w800: resizedUrl(width: 800) w1600: resizedUrl(width: 1600) }`, {"fragmentName":"OrderDetails"}) as unknown as TypedDocumentString<OrderDetailsFragment, unknown>;
export const ProductCardFragmentDoc = new TypedDocumentString(`fragment ProductCard on Product { slug name brand categories { slug } attributes { name value } media { ...Picture } priceRange { min { amountMinor currency } max { amountMinor currency } } variants { options { name value } price { amountMinor } compareAtPrice { amountMinor currency } } } fragment Picture on Media { url alt width height w200: resizedUrl(width: 200) w400: resizedUrl(width: 400) w800: resizedUrl(width: 800) w1600: resizedUrl(width: 1600) }`, {"fragmentName":"ProductCard"}) as unknown as TypedDocumentString<ProductCardFragment, unknown>;
export const AccountAddressesDocument = new TypedDocumentString(`query AccountAddresses { me { roles addresses { id name line1 line2 city region postalCode countryCode isDefault } } }`) as unknown as TypedDocumentString<AccountAddressesQuery, AccountAddressesQueryVariables>;
export const SaveAddressDocument = new TypedDocumentString(`mutation SaveAddress($input: SaveAddressInput!) { saveAddress(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<SaveAddressMutation, SaveAddressMutationVariables>;
export const DeleteAddressDocument = new TypedDocumentString(`mutation DeleteAddress($id: ID!) { deleteAddress(id: $id) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<DeleteAddressMutation, DeleteAddressMutationVariables>;
export const AccountOrdersDocument = new TypedDocumentString(`query AccountOrders($after: String) { orders(first: 20, after: $after) { edges { node { id number status placedAt total { ...Amount } lines { name quantity } } } pageInfo { hasNextPage endCursor } } } fragment Amount on Money { amountMinor currency }`) as unknown as TypedDocumentString<AccountOrdersQuery, AccountOrdersQueryVariables>;
export const AccountWishlistDocument = new TypedDocumentString(`query AccountWishlist { me { roles wishlist { sku name media { ...Picture } options { name value } price { ...Amount } stock { available } product { slug name categories { slug } attributes { name value } media { ...Picture } } } } } fragment Amount on Money { amountMinor currency } fragment Picture on Media { url alt width height w200: resizedUrl(width: 200) w400: resizedUrl(width: 400) w800: resizedUrl(width: 800) w1600: resizedUrl(width: 1600) }`) as unknown as TypedDocumentString<AccountWishlistQuery, AccountWishlistQueryVariables>;
export const WishlistOwnerDocument = new TypedDocumentString(`query WishlistOwner { me { roles } }`) as unknown as TypedDocumentString<WishlistOwnerQuery, WishlistOwnerQueryVariables>;
export const SetWishlistItemDocument = new TypedDocumentString(`mutation SetWishlistItem($input: SetWishlistItemInput!) { setWishlistItem(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<SetWishlistItemMutation, SetWishlistItemMutationVariables>;
export const AccountPageDocument = new TypedDocumentString(`query AccountPage { me { email pendingEmail emailVerified firstName lastName roles preferences { orderEmails marketingEmails } sessions { id createdAt lastSeenAt userAgent current } } }`) as unknown as TypedDocumentString<AccountPageQuery, AccountPageQueryVariables>;
export const UpdateProfileDocument = new TypedDocumentString(`mutation UpdateProfile($input: UpdateProfileInput!) { updateProfile(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<UpdateProfileMutation, UpdateProfileMutationVariables>;
export const UpdatePreferencesDocument = new TypedDocumentString(`mutation UpdatePreferences($input: UpdatePreferencesInput!) { updatePreferences(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<UpdatePreferencesMutation, UpdatePreferencesMutationVariables>;
export const ChangePasswordDocument = new TypedDocumentString(`mutation ChangePassword($input: ChangePasswordInput!) { changePassword(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<ChangePasswordMutation, ChangePasswordMutationVariables>;
export const RequestEmailVerificationDocument = new TypedDocumentString(`mutation RequestEmailVerification { requestEmailVerification { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<RequestEmailVerificationMutation, RequestEmailVerificationMutationVariables>;
export const RevokeSessionDocument = new TypedDocumentString(`mutation RevokeSession($id: ID!) { revokeSession(id: $id) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<RevokeSessionMutation, RevokeSessionMutationVariables>;
export const DeleteMyAccountDocument = new TypedDocumentString(`mutation DeleteMyAccount($input: DeleteMyAccountInput!) { deleteMyAccount(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<DeleteMyAccountMutation, DeleteMyAccountMutationVariables>;
export const AddToCartDocument = new TypedDocumentString(`mutation AddToCart($input: AddToCartInput!) { addToCart(input: $input) { order { id status subtotal { currency } } userErrors { code message } } }`) as unknown as TypedDocumentString<AddToCartMutation, AddToCartMutationVariables>;
export const SetCartCurrencyDocument = new TypedDocumentString(`mutation SetCartCurrency($input: SetCartCurrencyInput!) { setCartCurrency(input: $input) { userErrors { code } } }`) as unknown as TypedDocumentString<SetCartCurrencyMutation, SetCartCurrencyMutationVariables>;
export const CartDocument = new TypedDocumentString(`query Cart { cart { id status ...OrderLines subtotal { ...Amount } quote { lines { sku unitPrice { ...Amount } compareAtUnitPrice { ...Amount } total { ...Amount } } subtotal { ...Amount } } } } fragment Amount on Money { amountMinor currency } fragment OrderLines on Order { lines { sku name quantity unitPrice { ...Amount } compareAtUnitPrice { ...Amount } total { ...Amount } product { slug categories { slug } attributes { name value } media { ...Picture } variants { sku media { ...Picture } options { name value } stock { available } } } } } fragment Picture on Media { url alt width height w200: resizedUrl(width: 200) w400: resizedUrl(width: 400) w800: resizedUrl(width: 800) w1600: resizedUrl(width: 1600) }`) as unknown as TypedDocumentString<CartQuery, CartQueryVariables>;
export const SetCartLinesDocument = new TypedDocumentString(`mutation SetCartLines($input: SetCartLinesInput!) { setCartLines(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<SetCartLinesMutation, SetCartLinesMutationVariables>;
export const CheckoutStartDocument = new TypedDocumentString(`query CheckoutStart { me { email roles preferences { locale } addresses { isDefault name line1 line2 city region postalCode countryCode } } cart { id status couponCodes email customerNote shippingMethod shippingAddress { name line1 line2 city region postalCode countryCode } rejection { code message skus } lines { sku } } markets { slug countryCodes } }`) as unknown as TypedDocumentString<CheckoutStartQuery, CheckoutStartQueryVariables>;
export const CheckoutQuoteDocument = new TypedDocumentString(`query CheckoutQuote($input: QuoteInput!) { quote(input: $input) { market { slug } lines { sku name quantity total { ...Amount } } subtotal { ...Amount } discounts { name code amount { ...Amount } } shippingOptions { code name price { ...Amount } minDeliveryDays maxDeliveryDays } shippingMethod shipping { ...Amount } tax { ...Amount } taxesIncluded taxLines { name ratePpm amount { ...Amount } } total { ...Amount } couponCodes { code status message } problems { ...UserErrors } } } fragment Amount on Money { amountMinor currency } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<CheckoutQuoteQuery, CheckoutQuoteQueryVariables>;
export const SetLocaleDocument = new TypedDocumentString(`mutation SetLocale($locale: String!) { updatePreferences(input: {locale: $locale}) { userErrors { code } } }`) as unknown as TypedDocumentString<SetLocaleMutation, SetLocaleMutationVariables>;
export const SetCouponCodesDocument = new TypedDocumentString(`mutation SetCouponCodes($input: SetCartCouponCodesInput!) { setCartCouponCodes(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<SetCouponCodesMutation, SetCouponCodesMutationVariables>;
export const PlaceOrderDocument = new TypedDocumentString(`mutation PlaceOrder($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id status total { ...Amount } rejection { code message skus } paymentAction { url } } userErrors { ...UserErrors } } } fragment Amount on Money { amountMinor currency } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<PlaceOrderMutation, PlaceOrderMutationVariables>;
export const CompareDocument = new TypedDocumentString(`query Compare($a: String!, $b: String!, $hasBoth: Boolean!) { a: product(slug: $a) { ...ComparedProduct relatedProducts(first: 12) { slug name } } b: product(slug: $b) @include(if: $hasBoth) { ...ComparedProduct } } fragment ComparedProduct on Product { slug name description brand categories { slug } attributes { name value } media { ...Picture } priceRange { min { amountMinor currency } max { amountMinor currency } } variants { options { name value } } } fragment Picture on Media { url alt width height w200: resizedUrl(width: 200) w400: resizedUrl(width: 400) w800: resizedUrl(width: 800) w1600: resizedUrl(width: 1600) }`) as unknown as TypedDocumentString<CompareQuery, CompareQueryVariables>;
export const HomeDocument = new TypedDocumentString(`query Home($first: Int!) { categories { slug name children { slug name } } bestSelling: products(first: $first, sort: BEST_SELLING) { edges { node { ...ProductCard } } } } fragment Picture on Media { url alt width height w200: resizedUrl(width: 200) w400: resizedUrl(width: 400) w800: resizedUrl(width: 800) w1600: resizedUrl(width: 1600) } fragment ProductCard on Product { slug name brand categories { slug } attributes { name value } media { ...Picture } priceRange { min { amountMinor currency } max { amountMinor currency } } variants { options { name value } price { amountMinor } compareAtPrice { amountMinor currency } } }`) as unknown as TypedDocumentString<HomeQuery, HomeQueryVariables>;
export const ListingDocument = new TypedDocumentString(`query Listing($query: String!, $first: Int!, $after: String, $filter: SearchFilter!, $sort: SearchSort!, $category: String!, $hasCategory: Boolean!) { category(slug: $category) @include(if: $hasCategory) { slug name description path { slug name } children { slug name } } search( query: $query first: $first after: $after filter: $filter sort: $sort ) { totalCount correctedQuery priceBounds { min { ...Amount } max { ...Amount } } pageInfo { hasNextPage endCursor } edges { highlight node { ...ProductCard } } facets { name type label values(first: 12) { value label count selected } } } } fragment Amount on Money { amountMinor currency } fragment Picture on Media { url alt width height w200: resizedUrl(width: 200) w400: resizedUrl(width: 400) w800: resizedUrl(width: 800) w1600: resizedUrl(width: 1600) } fragment ProductCard on Product { slug name brand categories { slug } attributes { name value } media { ...Picture } priceRange { min { amountMinor currency } max { amountMinor currency } } variants { options { name value } price { amountMinor } compareAtPrice { amountMinor currency } } }`) as unknown as TypedDocumentString<ListingQuery, ListingQueryVariables>;
export const SuggestionsDocument = new TypedDocumentString(`query Suggestions($prefix: String!) { suggest(prefix: $prefix) { text } }`) as unknown as TypedDocumentString<SuggestionsQuery, SuggestionsQueryVariables>;
export const LiveStockDocument = new TypedDocumentString(`subscription LiveStock($skus: [String!]!) { stockLevels(skus: $skus) { sku available } }`) as unknown as TypedDocumentString<LiveStockSubscription, LiveStockSubscriptionVariables>;
export const RequestPasswordResetDocument = new TypedDocumentString(`mutation RequestPasswordReset($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<RequestPasswordResetMutation, RequestPasswordResetMutationVariables>;
export const ResetPasswordDocument = new TypedDocumentString(`mutation ResetPassword($input: ResetPasswordInput!) { resetPassword(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<ResetPasswordMutation, ResetPasswordMutationVariables>;
export const VerifyEmailDocument = new TypedDocumentString(`mutation VerifyEmail($input: VerifyEmailInput!) { verifyEmail(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<VerifyEmailMutation, VerifyEmailMutationVariables>;
export const UndoEmailChangeDocument = new TypedDocumentString(`mutation UndoEmailChange($input: UndoEmailChangeInput!) { undoEmailChange(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<UndoEmailChangeMutation, UndoEmailChangeMutationVariables>;
export const OrderPageDocument = new TypedDocumentString(`query OrderPage($id: ID!, $asOf: DateTime) { order(id: $id, asOf: $asOf) { ...OrderDetails } } fragment Amount on Money { amountMinor currency } fragment OrderDetails on Order { id number status paymentStatus fulfillmentStatus sequence placedAt ...OrderLines subtotal { ...Amount } shipping { ...Amount } discounts { name code amount { ...Amount } } taxesIncluded taxLines { name ratePpm amount { ...Amount } } total { ...Amount } refunded { ...Amount } email shippingAddress { name line1 line2 city region postalCode countryCode } rejection { code message } shipments { id carrier trackingNumber shippedAt lines { sku quantity } } paymentAction { url } actions { type allowed reason } stockHeldUntil timeline(first: 250) { sequence type at } } fragment OrderLines on Order { lines { sku name quantity unitPrice { ...Amount } compareAtUnitPrice { ...Amount } total { ...Amount } product { slug categories { slug } attributes { name value } media { ...Picture } variants { sku media { ...Picture } options { name value } stock { available } } } } } fragment Picture on Media { url alt width height w200: resizedUrl(width: 200) w400: resizedUrl(width: 400) w800: resizedUrl(width: 800) w1600: resizedUrl(width: 1600) }`) as unknown as TypedDocumentString<OrderPageQuery, OrderPageQueryVariables>;
export const CancelOrderDocument = new TypedDocumentString(`mutation CancelOrder($input: CancelOrderInput!) { cancelOrder(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<CancelOrderMutation, CancelOrderMutationVariables>;
export const ResumePaymentDocument = new TypedDocumentString(`mutation ResumePayment($orderId: ID!) { resumeOrderPayment(input: {orderId: $orderId}) { order { status } userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<ResumePaymentMutation, ResumePaymentMutationVariables>;
export const ReorderDocument = new TypedDocumentString(`mutation Reorder($input: ReorderInput!) { reorder(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<ReorderMutation, ReorderMutationVariables>;
export const OrderLogDocument = new TypedDocumentString(`query OrderLog($id: ID!, $after: Int) { order(id: $id) { number timeline(first: 250, after: $after) { sequence type at actor data } } }`) as unknown as TypedDocumentString<OrderLogQuery, OrderLogQueryVariables>;
export const OrderEventsDocument = new TypedDocumentString(`subscription OrderEvents($orderId: ID!, $after: Int) { orderEvents(orderId: $orderId, after: $after) { sequence } }`) as unknown as TypedDocumentString<OrderEventsSubscription, OrderEventsSubscriptionVariables>;
export const MarketsDocument = new TypedDocumentString(`query Markets { markets { slug name currencies } }`) as unknown as TypedDocumentString<MarketsQuery, MarketsQueryVariables>;
export const ProductPageDocument = new TypedDocumentString(`query ProductPage($slug: String!) { product(slug: $slug) { slug name description brand attributes { name value } media { ...Picture } categories { slug name path { slug name } } relatedProducts(first: 4) { ...ProductCard } variants { sku name media { ...Picture } options { name value } price { amountMinor currency } compareAtPrice { amountMinor currency } } } } fragment Picture on Media { url alt width height w200: resizedUrl(width: 200) w400: resizedUrl(width: 400) w800: resizedUrl(width: 800) w1600: resizedUrl(width: 1600) } fragment ProductCard on Product { slug name brand categories { slug } attributes { name value } media { ...Picture } priceRange { min { amountMinor currency } max { amountMinor currency } } variants { options { name value } price { amountMinor } compareAtPrice { amountMinor currency } } }`) as unknown as TypedDocumentString<ProductPageQuery, ProductPageQueryVariables>;
export const ProductStockDocument = new TypedDocumentString(`query ProductStock($slug: String!) { product(slug: $slug) { variants { sku stock { available } } } }`) as unknown as TypedDocumentString<ProductStockQuery, ProductStockQueryVariables>;
export const SessionSummaryDocument = new TypedDocumentString(`query SessionSummary($withWishlist: Boolean!) { me { firstName roles wishlist @include(if: $withWishlist) { sku } } cart { lines { quantity } } }`) as unknown as TypedDocumentString<SessionSummaryQuery, SessionSummaryQueryVariables>;
export const LoginDocument = new TypedDocumentString(`mutation Login($input: LoginInput!) { login(input: $input) { account { id } userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<LoginMutation, LoginMutationVariables>;
export const RegisterDocument = new TypedDocumentString(`mutation Register($input: RegisterInput!) { register(input: $input) { account { id } userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<RegisterMutation, RegisterMutationVariables>;
export const LogoutDocument = new TypedDocumentString(`mutation Logout { logout { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<LogoutMutation, LogoutMutationVariables>;
export const SitemapCategoriesDocument = new TypedDocumentString(`query SitemapCategories { categories { slug children { slug children { slug } } } }`) as unknown as TypedDocumentString<SitemapCategoriesQuery, SitemapCategoriesQueryVariables>;
export const SitemapProductsDocument = new TypedDocumentString(`query SitemapProducts($category: String!, $after: String) { products(first: 100, after: $after, categorySlug: $category) { pageInfo { hasNextPage endCursor } edges { node { slug updatedAt } } } }`) as unknown as TypedDocumentString<SitemapProductsQuery, SitemapProductsQueryVariables>;
export const RequestStockNotificationDocument = new TypedDocumentString(`mutation RequestStockNotification($input: RequestStockNotificationInput!) { requestStockNotification(input: $input) { userErrors { ...UserErrors } } } fragment UserErrors on UserError { code field message }`) as unknown as TypedDocumentString<RequestStockNotificationMutation, RequestStockNotificationMutationVariables>;
export const TrackedOrderDocument = new TypedDocumentString(`query TrackedOrder($number: String!, $email: String!) { orderByNumber(number: $number, email: $email) { ...OrderDetails } } fragment Amount on Money { amountMinor currency } fragment OrderDetails on Order { id number status paymentStatus fulfillmentStatus sequence placedAt ...OrderLines subtotal { ...Amount } shipping { ...Amount } discounts { name code amount { ...Amount } } taxesIncluded taxLines { name ratePpm amount { ...Amount } } total { ...Amount } refunded { ...Amount } email shippingAddress { name line1 line2 city region postalCode countryCode } rejection { code message } shipments { id carrier trackingNumber shippedAt lines { sku quantity } } paymentAction { url } actions { type allowed reason } stockHeldUntil timeline(first: 250) { sequence type at } } fragment OrderLines on Order { lines { sku name quantity unitPrice { ...Amount } compareAtUnitPrice { ...Amount } total { ...Amount } product { slug categories { slug } attributes { name value } media { ...Picture } variants { sku media { ...Picture } options { name value } stock { available } } } } } fragment Picture on Media { url alt width height w200: resizedUrl(width: 200) w400: resizedUrl(width: 400) w800: resizedUrl(width: 800) w1600: resizedUrl(width: 1600) }`) as unknown as TypedDocumentString<TrackedOrderQuery, TrackedOrderQueryVariables>;