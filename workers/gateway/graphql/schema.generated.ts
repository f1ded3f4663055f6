import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { User, Address as AccountAddressMessage, Preferences as PreferencesMessage, SessionInfo as SessionMessage, SecurityEvent as SecurityEventMessage, ApiToken as ApiTokenMessage, CustomerGroup as CustomerGroupMessage } from '../../../proto/gen/account/v1/account_pb.js';
import type { AccountConnectionParent } from './account-connection.ts';
import type { AccountOrderTotals as OrderTotalsMessage } from '../../../proto/gen/order/v1/account_orders_pb.js';
import type { Category as CategoryMessage, Facet as FacetMessage, Product as ProductMessage, ProductChange as ProductChangeMessage, Variant as VariantMessage, Media as MediaMessage, StockLevel as StockMessage } from '../../../proto/gen/catalog/v1/catalog_pb.js';
import type { ValueOfFacet } from './facet-value.ts';
import type { StockLedgerEntry as StockLedgerEntryMessage, Reservation as ReservationMessage } from '../../../proto/gen/catalog/v1/inventory_pb.js';
import type { ImportJob as ImportJobMessage, ImportError as ImportErrorMessage } from '../../../proto/gen/catalog/v1/imports_pb.js';
import type { SynonymGroup as SynonymGroupMessage, IndexRebuild as IndexRebuildMessage } from '../../../proto/gen/catalog/v1/search_admin_pb.js';
import type { Market as MarketMessage, TaxClass as TaxClassMessage, TaxRate as TaxRateMessage, ShippingZone as ShippingZoneMessage, ShippingRate as ShippingRateMessage, PriceList as PriceListMessage, PriceListPrice as PriceListPriceMessage, Promotion as PromotionMessage, PromotionConditions as PromotionConditionsMessage, PromotionReward as PromotionRewardMessage, PercentageDiscount as PercentageDiscountMessage, FixedAmountDiscount as FixedAmountDiscountMessage, BuyXGetYDiscount as BuyXGetYDiscountMessage, ItemSelection as ItemSelectionMessage, CouponCode as CouponCodeMessage } from '../../../proto/gen/catalog/v1/pricing_pb.js';
import type { MethodOfZone } from './shipping-method.ts';
import type { Order as OrderMessage, OrderLine as OrderLineMessage, QuoteOrderResponse as QuoteMessage, QuotedCouponCode as QuotedCouponCodeMessage, ShippingOption as ShippingOptionMessage, Address as AddressMessage, Dispute as DisputeMessage, OrderEffect as OrderEffectMessage, OrderEffect_Attempt as OrderEffectAttemptMessage, OrderAttention as OrderAttentionMessage, ResolutionPreview as ResolutionPreviewMessage, OrderExplanation as OrderExplanationMessage, GetOrderReconciliationResponse as OrderReconciliationMessage, OrderDifference as OrderDifferenceMessage, OrderNote as OrderNoteMessage, OrderAction as OrderActionMessage, Refund as RefundMessage, Refund_Line as RefundLineMessage, Shipment as ShipmentMessage, PaymentAction as PaymentActionMessage, DeadFact as DeadLetterMessage, DeadFact as DeadFactMessage, Transaction as TransactionMessage } from '../../../proto/gen/order/v1/order_pb.js';
import type { GetOrderStatisticsResponse as OrderStatisticsMessage, ProductSales as ProductSalesMessage, SalesPeriod as SalesPeriodMessage } from '../../../proto/gen/order/v1/sales_pb.js';
import type { OrderDiscount as OrderDiscountMessage, DiscountAllocation as DiscountAllocationMessage, TaxLine as TaxLineMessage } from '../../../proto/gen/order/v1/price_pb.js';
import type { PreviewOrderActionResponse as OrderActionPreviewMessage, RefundPreview as RefundPreviewMessage } from '../../../proto/gen/order/v1/preview_pb.js';
import type { EventOfOrder } from './order-event.ts';
import type { JobOfSource } from './job-of-source.ts';
import type { TaxId as TaxIdMessage } from '../../../proto/gen/common/v1/tax_id_pb.js';
import type { Money as MoneyMessage } from '../../../proto/gen/common/v1/money_pb.js';
import type { GatewayContext } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A 64-bit integer as a string of digits, because JSON numbers lose precision above 2^53. */
  BigInt: { input: bigint; output: bigint; }
  /** RFC 3339 in UTC with milliseconds: 2026-01-31T09:30:00.000Z. */
  DateTime: { input: Date; output: Date; }
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
  _FieldSet: { input: unknown; output: unknown; }
};

export type AcceptedPayload = {
  __typename?: 'AcceptedPayload';
  accepted: Scalars['Boolean']['output'];
  userErrors: Array<UserError>;
};

/** A person who can sign in. */
export type Account = Node & {
  __typename?: 'Account';
  /** The default address first. */
  addresses: Array<Address>;
  /** As Query.cart. Null for anyone but the owner. */
  cart?: Maybe<Order>;
  createdAt: Scalars['DateTime']['output'];
  /** By slug. Empty for anyone but the owner and staff. */
  customerGroups: Array<CustomerGroup>;
  /** Whether an administrator has disabled the account. */
  disabled: Scalars['Boolean']['output'];
  email?: Maybe<Scalars['String']['output']>;
  emailVerified: Scalars['Boolean']['output'];
  firstName: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  lastName: Scalars['String']['output'];
  /**
   * The last sign-in with a password, registration or reset of the password, of the last 400 days. For administrators and the owner.
   * Null for anyone else.
   */
  lastSignInAt?: Maybe<Scalars['DateTime']['output']>;
  /** For support staff and the owner. Null for anyone else. */
  orderTotals?: Maybe<AccountOrderTotals>;
  /** The account's orders, newest first, without carts. Empty unless the caller owns the account or is support staff. */
  orders: OrderConnection;
  /** The address that the account gets once it is verified. For its owner and for staff; null for anyone else. */
  pendingEmail?: Maybe<Scalars['String']['output']>;
  /** What its roles allow. Empty for customers and guests, and for anyone but the owner and administrators. */
  permissions: Array<StaffPermission>;
  preferences: Preferences;
  roles: Array<Role>;
  /** The account's sessions, most recently used first. Empty unless the caller owns the account. */
  sessions: Array<Session>;
  /**
   * The tax id that `setTaxId` has stored. Orders and quotes that name no other one use it. For its owner and for staff; null for
   * anyone else.
   */
  taxId?: Maybe<TaxId>;
  updatedAt: Scalars['DateTime']['output'];
  /** What the account has saved, newest first, without what is no longer on sale. Empty for anyone but the owner. */
  wishlist: Array<Variant>;
};


/** A person who can sign in. */
export type AccountOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type AccountConnection = {
  __typename?: 'AccountConnection';
  edges: Array<AccountEdge>;
  pageInfo: PageInfo;
  /** Of all pages. Counts up to 10000; the value 10000 means that or more. */
  totalCount: Scalars['Int']['output'];
};

export type AccountEdge = {
  __typename?: 'AccountEdge';
  cursor: Scalars['String']['output'];
  node: Account;
};

/** All conditions that are set must hold. */
export type AccountFilter = {
  createdFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** Exclusive. */
  createdTo?: InputMaybe<Scalars['DateTime']['input']>;
  disabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether the account has an order that was placed and not rejected. A page can be short, or empty, before the last one. */
  hasOrders?: InputMaybe<Scalars['Boolean']['input']>;
  /** Accounts with any of these roles. */
  roles?: InputMaybe<Array<Role>>;
};

/** The account's orders without carts and rejected orders. */
export type AccountOrderTotals = {
  __typename?: 'AccountOrderTotals';
  lastOrderAt?: Maybe<Scalars['DateTime']['output']>;
  orderCount: Scalars['Int']['output'];
  /** What was captured, one amount per currency. */
  paid: Array<Money>;
  /** One amount per currency. */
  refunded: Array<Money>;
};

export type AccountPayload = {
  __typename?: 'AccountPayload';
  account?: Maybe<Account>;
  userErrors: Array<UserError>;
};

export type AddOrderNoteInput = {
  idempotencyKey: Scalars['String']['input'];
  orderId: Scalars['ID']['input'];
  text: Scalars['String']['input'];
};

export type AddToCartInput = {
  /** The caller's cart when absent: see Query.cart. */
  cartId?: InputMaybe<Scalars['ID']['input']>;
  /** Chosen by the client, one per addition. At most 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  quantity?: Scalars['Int']['input'];
  sku: Scalars['String']['input'];
};

/** A shipping address. */
export type Address = {
  __typename?: 'Address';
  city: Scalars['String']['output'];
  /** ISO 3166-1 alpha-2 code. */
  countryCode: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  isDefault: Scalars['Boolean']['output'];
  line1: Scalars['String']['output'];
  line2?: Maybe<Scalars['String']['output']>;
  name: Scalars['String']['output'];
  postalCode: Scalars['String']['output'];
  region?: Maybe<Scalars['String']['output']>;
};

export type AdjustStockInput = {
  /** Units to add. Negative values remove units. Fails with INSUFFICIENT_STOCK if the stock would be below zero. */
  delta: Scalars['Int']['input'];
  idempotencyKey: Scalars['String']['input'];
  reason: Scalars['String']['input'];
  sku: Scalars['String']['input'];
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

/** Authenticates a partner's program at /rpc, with limited scopes and a limited lifetime. It belongs to no account. */
export type ApiToken = {
  __typename?: 'ApiToken';
  /** CIDR. Requests from elsewhere are refused; anywhere when empty. */
  allowedNetworks: Array<Scalars['String']['output']>;
  createdAt: Scalars['DateTime']['output'];
  /** The administrator who created the token. Null when the account was deleted. */
  createdBy?: Maybe<Account>;
  expiresAt: Scalars['DateTime']['output'];
  /** The first characters of the token, to recognise it. */
  hint: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** Up to a minute old. */
  lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
  /** A name that an administrator chose, for example the partner's name. */
  name: Scalars['String']['output'];
  revokedAt?: Maybe<Scalars['DateTime']['output']>;
  scopes: Array<ApiScope>;
};

export type ApiTokenConnection = {
  __typename?: 'ApiTokenConnection';
  edges: Array<ApiTokenEdge>;
  pageInfo: PageInfo;
};

export type ApiTokenEdge = {
  __typename?: 'ApiTokenEdge';
  cursor: Scalars['String']['output'];
  node: ApiToken;
};

export type ApiTokenPayload = {
  __typename?: 'ApiTokenPayload';
  apiToken?: Maybe<ApiToken>;
  userErrors: Array<UserError>;
};

export type Attribute = {
  __typename?: 'Attribute';
  name: Scalars['String']['output'];
  value: Scalars['String']['output'];
};

/**
 * Selects products whose attribute, or an option of a variant on sale, has any of the values. An empty list selects all
 * products. Filters on options, price and `inStock: true` must hold for the same variant.
 */
export type AttributeFilter = {
  name: Scalars['String']['input'];
  values: Array<Scalars['String']['input']>;
};

export type AttributeInput = {
  name: Scalars['String']['input'];
  value: Scalars['String']['input'];
};

/** For PRODUCT promotions. See BUY X GET Y in the pricing rules. */
export type BuyXGetYDiscount = {
  __typename?: 'BuyXGetYDiscount';
  /** Off the discounted units: 10000 makes them free. */
  basisPoints: Scalars['Int']['output'];
  buyItems: ItemSelection;
  buyQuantity: Scalars['Int']['output'];
  getItems: ItemSelection;
  getQuantity: Scalars['Int']['output'];
  /** The maximum number of applications per order. Null for no limit. */
  usesPerOrderLimit?: Maybe<Scalars['Int']['output']>;
};

export type BuyXGetYDiscountInput = {
  basisPoints?: Scalars['Int']['input'];
  buyItems: ItemSelectionInput;
  buyQuantity: Scalars['Int']['input'];
  getItems: ItemSelectionInput;
  getQuantity: Scalars['Int']['input'];
  usesPerOrderLimit?: InputMaybe<Scalars['Int']['input']>;
};

export type CancelOrderInput = {
  idempotencyKey: Scalars['String']['input'];
  orderId: Scalars['ID']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
};

export type CancelOrderLineInput = {
  quantity: Scalars['Int']['input'];
  /** False if the units cannot be sold. */
  restock?: Scalars['Boolean']['input'];
  sku: Scalars['String']['input'];
};

export type CancelOrderLinesInput = {
  idempotencyKey: Scalars['String']['input'];
  /** More units than are unfulfilled fail with OVER_CANCELLED. */
  lines: Array<CancelOrderLineInput>;
  orderId: Scalars['ID']['input'];
  reason: Scalars['String']['input'];
  /** Refunds all that is left of shipping too. */
  refundShipping?: Scalars['Boolean']['input'];
};

/** A product category. Categories form a tree. */
export type Category = Node & {
  __typename?: 'Category';
  children: Array<Category>;
  description: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  parent?: Maybe<Category>;
  /** The categories from the root to this category, inclusive. */
  path: Array<Category>;
  /** Its place among its siblings, from 0. */
  position: Scalars['Int']['output'];
  /** In this category and in those below it. */
  productCount: Scalars['Int']['output'];
  /** Products of this category and of its descendants. */
  products: ProductConnection;
  slug: Scalars['String']['output'];
};


/** A product category. Categories form a tree. */
export type CategoryProductsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  sort?: InputMaybe<ProductSort>;
};

export type CategoryPayload = {
  __typename?: 'CategoryPayload';
  category?: Maybe<Category>;
  userErrors: Array<UserError>;
};

export type ChangePasswordInput = {
  currentPassword: Scalars['String']['input'];
  /** 8 to 128 characters. Common passwords are rejected. */
  newPassword: Scalars['String']['input'];
};

export type ConfirmPasswordInput = {
  password: Scalars['String']['input'];
};

/** A code that a buyer enters. Case does not matter. */
export type CouponCode = {
  __typename?: 'CouponCode';
  active: Scalars['Boolean']['output'];
  code: Scalars['String']['output'];
  createdAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  promotion: Promotion;
  reservedCount: Scalars['Int']['output'];
  usageCount: Scalars['Int']['output'];
  /** The maximum number of orders with this code, beside the limits of the promotion. Null for no limit. */
  usageLimit?: Maybe<Scalars['Int']['output']>;
};

export type CouponCodeConnection = {
  __typename?: 'CouponCodeConnection';
  edges: Array<CouponCodeEdge>;
  pageInfo: PageInfo;
};

export type CouponCodeEdge = {
  __typename?: 'CouponCodeEdge';
  cursor: Scalars['String']['output'];
  node: CouponCode;
};

export type CouponCodePayload = {
  __typename?: 'CouponCodePayload';
  couponCode?: Maybe<CouponCode>;
  userErrors: Array<UserError>;
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

export type CouponCodesPayload = {
  __typename?: 'CouponCodesPayload';
  couponCodes: Array<CouponCode>;
  userErrors: Array<UserError>;
};

export type CreateApiTokenInput = {
  /** CIDR. Requests from elsewhere are refused; anywhere when empty or absent. */
  allowedNetworks?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Lifetime in days: 1 to 365. */
  days?: Scalars['Int']['input'];
  /** 1 to 100 characters, for example the partner's name. */
  name: Scalars['String']['input'];
  /** At least one scope. */
  scopes: Array<ApiScope>;
};

export type CreateApiTokenPayload = {
  __typename?: 'CreateApiTokenPayload';
  apiToken?: Maybe<ApiToken>;
  /** The token. It cannot be read again. */
  token?: Maybe<Scalars['String']['output']>;
  userErrors: Array<UserError>;
};

export type CreateCategoryInput = {
  description?: InputMaybe<Scalars['String']['input']>;
  name: Scalars['String']['input'];
  parentId?: InputMaybe<Scalars['ID']['input']>;
  slug: Scalars['String']['input'];
};

/** Either `code` or `count`. */
export type CreateCouponCodesInput = {
  /** 3 to 40 alphanumeric characters and hyphens. */
  code?: InputMaybe<Scalars['String']['input']>;
  /** How many codes to generate. */
  count?: InputMaybe<Scalars['Int']['input']>;
  idempotencyKey: Scalars['String']['input'];
  /** Of generated codes. */
  prefix?: InputMaybe<Scalars['String']['input']>;
  promotionId: Scalars['ID']['input'];
  /** Of each code. */
  usageLimit?: InputMaybe<Scalars['Int']['input']>;
};

export type CreateCustomerGroupInput = {
  name: Scalars['String']['input'];
  slug: Scalars['String']['input'];
};

export type CreateImportInput = {
  /** True: every line is checked and nothing is written. */
  dryRun?: Scalars['Boolean']['input'];
  fileName: Scalars['String']['input'];
  idempotencyKey: Scalars['String']['input'];
  /** In bytes. */
  size: Scalars['Int']['input'];
};

export type CreateImportPayload = {
  __typename?: 'CreateImportPayload';
  importJob?: Maybe<ImportJob>;
  /** Headers for the PUT request. */
  uploadHeaders: Array<Attribute>;
  /** Send the file here with PUT, within one hour. */
  uploadUrl?: Maybe<Scalars['String']['output']>;
  userErrors: Array<UserError>;
};

export type CreateMarketInput = {
  countryCodes: Array<Scalars['String']['input']>;
  /** At least one. */
  currencies: Array<CurrencyCode>;
  name: Scalars['String']['input'];
  slug: Scalars['String']['input'];
  taxRounding?: TaxRounding;
  taxesIncluded: Scalars['Boolean']['input'];
};

export type CreatePriceListInput = {
  active?: Scalars['Boolean']['input'];
  customerGroupIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  endsAt?: InputMaybe<Scalars['DateTime']['input']>;
  marketIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  name: Scalars['String']['input'];
  priority?: Scalars['Int']['input'];
  slug: Scalars['String']['input'];
  startsAt?: InputMaybe<Scalars['DateTime']['input']>;
  type: PriceListType;
};

export type CreateProductInput = {
  attributes?: InputMaybe<Array<AttributeInput>>;
  brand?: InputMaybe<Scalars['String']['input']>;
  categoryIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  description: Scalars['String']['input'];
  media?: InputMaybe<Array<MediaInput>>;
  name: Scalars['String']['input'];
  /** Unique. Lowercase a-z, digits and hyphens. */
  slug: Scalars['String']['input'];
  variants: Array<VariantInput>;
};

export type CreatePromotionInput = {
  automatic: Scalars['Boolean']['input'];
  class: DiscountClass;
  /** Empty when absent: combines with no other promotion. */
  combinesWith?: InputMaybe<Array<DiscountClass>>;
  conditions?: InputMaybe<PromotionConditionsInput>;
  endsAt?: InputMaybe<Scalars['DateTime']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  name: Scalars['String']['input'];
  priority?: Scalars['Int']['input'];
  reward: PromotionRewardInput;
  slug: Scalars['String']['input'];
  startsAt?: InputMaybe<Scalars['DateTime']['input']>;
  usageLimit?: InputMaybe<Scalars['Int']['input']>;
  usageLimitPerCustomer?: InputMaybe<Scalars['Int']['input']>;
};

export type CreateShippingZoneInput = {
  countryCodes: Array<Scalars['String']['input']>;
  methods: Array<ShippingMethodInput>;
  name: Scalars['String']['input'];
  postalCodePrefixes?: InputMaybe<Array<Scalars['String']['input']>>;
  regions?: InputMaybe<Array<Scalars['String']['input']>>;
  slug: Scalars['String']['input'];
};

export type CreateSynonymGroupInput = {
  words: Array<Scalars['String']['input']>;
};

export type CreateTaxRateInput = {
  combinable?: Scalars['Boolean']['input'];
  countryCode: Scalars['String']['input'];
  endsAt?: InputMaybe<Scalars['DateTime']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  name: Scalars['String']['input'];
  postalCodePrefix?: InputMaybe<Scalars['String']['input']>;
  ratePpm: Scalars['Int']['input'];
  region?: InputMaybe<Scalars['String']['input']>;
  startsAt?: InputMaybe<Scalars['DateTime']['input']>;
  taxClassCode: Scalars['String']['input'];
};

/** ISO 4217 codes of the currencies that the shop supports. */
export type CurrencyCode =
  | 'EUR'
  | 'GBP'
  | 'INR'
  | 'JPY'
  | 'KWD'
  | 'USD';

/** Customers with prices or promotions of their own. A change of membership takes effect within ten minutes. */
export type CustomerGroup = Node & {
  __typename?: 'CustomerGroup';
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  /** Lowercase a-z, digits and hyphens; unique. */
  slug: Scalars['String']['output'];
};

export type CustomerGroupPayload = {
  __typename?: 'CustomerGroupPayload';
  customerGroup?: Maybe<CustomerGroup>;
  userErrors: Array<UserError>;
};

/** The former name of DeadLetter. */
export type DeadFact = {
  __typename?: 'DeadFact';
  /** The event as it was received. It is a CloudEvent, unless it was invalid. */
  body?: Maybe<Scalars['JSON']['output']>;
  id: Scalars['ID']['output'];
  receivedAt: Scalars['DateTime']['output'];
  /** When it was last sent again. */
  replayedAt?: Maybe<Scalars['DateTime']['output']>;
};

export type DeadFactConnection = {
  __typename?: 'DeadFactConnection';
  edges: Array<DeadFactEdge>;
  pageInfo: PageInfo;
};

export type DeadFactEdge = {
  __typename?: 'DeadFactEdge';
  cursor: Scalars['String']['output'];
  node: DeadFact;
};

export type DeadFactPayload = {
  __typename?: 'DeadFactPayload';
  deadFact?: Maybe<DeadFact>;
  userErrors: Array<UserError>;
};

/** An integration event of an order that no consumer could process. */
export type DeadLetter = {
  __typename?: 'DeadLetter';
  /** The event as it was received. It is a CloudEvent, unless it was invalid. */
  body?: Maybe<Scalars['JSON']['output']>;
  id: Scalars['ID']['output'];
  receivedAt: Scalars['DateTime']['output'];
  /** When it was last sent again. */
  redrivenAt?: Maybe<Scalars['DateTime']['output']>;
};

export type DeadLetterConnection = {
  __typename?: 'DeadLetterConnection';
  edges: Array<DeadLetterEdge>;
  pageInfo: PageInfo;
};

export type DeadLetterEdge = {
  __typename?: 'DeadLetterEdge';
  cursor: Scalars['String']['output'];
  node: DeadLetter;
};

export type DeadLetterPayload = {
  __typename?: 'DeadLetterPayload';
  deadLetter?: Maybe<DeadLetter>;
  userErrors: Array<UserError>;
};

export type DeleteMyAccountInput = {
  password: Scalars['String']['input'];
};

export type DeletePayload = {
  __typename?: 'DeletePayload';
  deletedId?: Maybe<Scalars['ID']['output']>;
  userErrors: Array<UserError>;
};

export type DependencyHealth = {
  __typename?: 'DependencyHealth';
  /** For people: what does not work while it does not respond. */
  impact: Scalars['String']['output'];
  /** Null if it did not respond. */
  latencyMs?: Maybe<Scalars['Int']['output']>;
  name: Scalars['String']['output'];
  status: DependencyStatus;
};

export type DependencyStatus =
  /** Does not respond. */
  | 'AWAY'
  /** Works, but one of its own dependencies does not respond. */
  | 'DEGRADED'
  | 'READY';

export type DestinationInput = {
  countryCode: Scalars['String']['input'];
  postalCode?: InputMaybe<Scalars['String']['input']>;
  region?: InputMaybe<Scalars['String']['input']>;
};

export type DiscardFailedJobInput = {
  id: Scalars['ID']['input'];
  note: Scalars['String']['input'];
};

export type DiscountAllocation = {
  __typename?: 'DiscountAllocation';
  amount: Money;
  sku: Scalars['String']['output'];
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

/** In milliseconds. */
export type DurationPercentiles = {
  __typename?: 'DurationPercentiles';
  p50: Scalars['Int']['output'];
  p95: Scalars['Int']['output'];
  p99: Scalars['Int']['output'];
};

/**
 * Values by which the results can be filtered. The facet `category` belongs to SearchFilter.categorySlug, `brand` to brands.
 * Every other name is an attribute or an option of variants and belongs to attributes. A product counts once for each
 * value. Counts ignore the filter that belongs to the facet.
 */
export type Facet = {
  __typename?: 'Facet';
  /** For people: Category, Brand, or the name of the attribute with a capital. */
  label: Scalars['String']['output'];
  name: Scalars['String']['output'];
  type: FacetType;
  /** The most frequent values, at most 200, and all values that the filter selects. */
  values: Array<FacetValue>;
};


/**
 * Values by which the results can be filtered. The facet `category` belongs to SearchFilter.categorySlug, `brand` to brands.
 * Every other name is an attribute or an option of variants and belongs to attributes. A product counts once for each
 * value. Counts ignore the filter that belongs to the facet.
 */
export type FacetValuesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type FacetType =
  /** An attribute, or an option of variants. */
  | 'ATTRIBUTE'
  | 'BRAND'
  | 'CATEGORY';

export type FacetValue = {
  __typename?: 'FacetValue';
  count: Scalars['Int']['output'];
  /** For people: the name of a category, where `value` is its slug. */
  label: Scalars['String']['output'];
  /** Of a category: the value of its parent, if the parent is in this facet. Null for all other values. */
  parentValue?: Maybe<Scalars['String']['output']>;
  selected: Scalars['Boolean']['output'];
  value: Scalars['String']['output'];
};

/** Work that failed at least once. */
export type FailedJob = Node & {
  __typename?: 'FailedJob';
  attemptCount: Scalars['Int']['output'];
  createdAt: Scalars['DateTime']['output'];
  error: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** Null if no attempt is planned. */
  nextAttemptAt?: Maybe<Scalars['DateTime']['output']>;
  /** Without secrets, such as the tokens in emails. */
  payload?: Maybe<Scalars['JSON']['output']>;
  source: FailedJobSource;
  /** What it is about: the ID of an order, product or account. */
  subjectId?: Maybe<Scalars['ID']['output']>;
  /** For example order.confirmed or email.password-reset. */
  type: Scalars['String']['output'];
};

export type FailedJobConnection = {
  __typename?: 'FailedJobConnection';
  edges: Array<FailedJobEdge>;
  pageInfo: PageInfo;
  /** Of all pages. */
  totalCount: Scalars['Int']['output'];
};

export type FailedJobEdge = {
  __typename?: 'FailedJobEdge';
  cursor: Scalars['String']['output'];
  node: FailedJob;
};

export type FailedJobPayload = {
  __typename?: 'FailedJobPayload';
  /** Null once it succeeded or was discarded. */
  failedJob?: Maybe<FailedJob>;
  userErrors: Array<UserError>;
};

export type FailedJobSource =
  /** An email, the move of a guest's orders, or an erasure. For ACCOUNT_WRITE_ANY. */
  | 'ACCOUNT_TASK'
  /** A change of the catalog that search or a cache refused. For CATALOG_WRITE. */
  | 'CATALOG_CHANGE'
  /** A dead letter: see `deadLetters`. For ORDER_READ_ANY. */
  | 'ORDER_FACT';

export type FixedAmountDiscount = {
  __typename?: 'FixedAmountDiscount';
  /** One per currency. In any other currency the promotion does not apply. Limited to the remaining amount. */
  amounts: Array<Money>;
  /** PRODUCT only. True: once per unit. False: once per order, allocated over the selected lines. */
  appliesOnEachItem: Scalars['Boolean']['output'];
  /** As in PercentageDiscount. */
  items?: Maybe<ItemSelection>;
};

export type FixedAmountDiscountInput = {
  amounts: Array<MoneyInput>;
  appliesOnEachItem?: Scalars['Boolean']['input'];
  items?: InputMaybe<ItemSelectionInput>;
};

export type FulfilOrderInput = {
  carrier?: InputMaybe<Scalars['String']['input']>;
  idempotencyKey: Scalars['String']['input'];
  /** At least one line, if set. */
  lines?: InputMaybe<Array<OrderLineInput>>;
  orderId: Scalars['ID']['input'];
  trackingNumber?: InputMaybe<Scalars['String']['input']>;
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

export type ImportError = {
  __typename?: 'ImportError';
  error: UserError;
  /** From 1. */
  line: Scalars['Int']['output'];
  /** Null if the line could not be parsed. */
  slug?: Maybe<Scalars['String']['output']>;
};

export type ImportErrorConnection = {
  __typename?: 'ImportErrorConnection';
  edges: Array<ImportErrorEdge>;
  pageInfo: PageInfo;
  /** Of all pages. */
  totalCount: Scalars['Int']['output'];
};

export type ImportErrorEdge = {
  __typename?: 'ImportErrorEdge';
  cursor: Scalars['String']['output'];
  node: ImportError;
};

export type ImportJob = Node & {
  __typename?: 'ImportJob';
  completedAt?: Maybe<Scalars['DateTime']['output']>;
  createdAt: Scalars['DateTime']['output'];
  /** Null if the account was deleted, or the caller may not read it. */
  createdBy?: Maybe<Account>;
  createdCount: Scalars['Int']['output'];
  dryRun: Scalars['Boolean']['output'];
  /** By line. */
  errors: ImportErrorConnection;
  failedCount: Scalars['Int']['output'];
  fileName: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** Null until the file has been counted. */
  lineCount?: Maybe<Scalars['Int']['output']>;
  processedCount: Scalars['Int']['output'];
  status: ImportJobStatus;
  updatedCount: Scalars['Int']['output'];
};


export type ImportJobErrorsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type ImportJobConnection = {
  __typename?: 'ImportJobConnection';
  edges: Array<ImportJobEdge>;
  pageInfo: PageInfo;
};

export type ImportJobEdge = {
  __typename?: 'ImportJobEdge';
  cursor: Scalars['String']['output'];
  node: ImportJob;
};

export type ImportJobPayload = {
  __typename?: 'ImportJobPayload';
  importJob?: Maybe<ImportJob>;
  userErrors: Array<UserError>;
};

export type ImportJobStatus =
  | 'CANCELLED'
  /** Every line was processed; some may have failed. */
  | 'COMPLETED'
  /** The file could not be read, or did not arrive within one hour. */
  | 'FAILED'
  | 'RUNNING'
  | 'WAITING_FOR_FILE';

export type InviteStaffInput = {
  email: Scalars['String']['input'];
  firstName: Scalars['String']['input'];
  lastName: Scalars['String']['input'];
  roles: Array<Role>;
};

/** The goods that match any of the lists, minus the exclusions. All goods if the lists are empty. */
export type ItemSelection = {
  __typename?: 'ItemSelection';
  brands: Array<Scalars['String']['output']>;
  /** Includes the categories below them. */
  categoryIds: Array<Scalars['ID']['output']>;
  /** Excludes lines that are on sale: those whose price comes from a SALE price list. */
  excludeSaleItems: Scalars['Boolean']['output'];
  excludedSkus: Array<Scalars['String']['output']>;
  productIds: Array<Scalars['ID']['output']>;
  skus: Array<Scalars['String']['output']>;
};

export type ItemSelectionInput = {
  brands?: InputMaybe<Array<Scalars['String']['input']>>;
  categoryIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  excludeSaleItems?: Scalars['Boolean']['input'];
  excludedSkus?: InputMaybe<Array<Scalars['String']['input']>>;
  productIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  skus?: InputMaybe<Array<Scalars['String']['input']>>;
};

export type LoginInput = {
  email: Scalars['String']['input'];
  /** From the mail that follows EMAIL_CONFIRMATION_REQUIRED. It makes the network address known to the account. */
  emailToken?: InputMaybe<Scalars['String']['input']>;
  password: Scalars['String']['input'];
};

export type LogoutPayload = {
  __typename?: 'LogoutPayload';
  userErrors: Array<UserError>;
};

export type MarkOrderDeliveredInput = {
  orderId: Scalars['ID']['input'];
};

/**
 * A group of countries that the shop sells to, with its currencies. The header `x-stoa-market` selects the market of a
 * request by slug. Without the header, quotes and orders use the market of their destination. All other requests use the
 * market of the visitor's country, or the first market.
 */
export type Market = Node & {
  __typename?: 'Market';
  /**
   * ISO 3166-1 alpha-2. The market ships to these countries; any other destination is refused with NOT_SOLD_IN_MARKET. A
   * country belongs to at most one market. One market may have an empty list: it covers all countries of no other market.
   */
  countryCodes: Array<Scalars['String']['output']>;
  /** The first one is the default. */
  currencies: Array<CurrencyCode>;
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  /** Lowercase a-z, digits and hyphens; unique. */
  slug: Scalars['String']['output'];
  taxRounding: TaxRounding;
  /** Whether all prices, shipping included, contain tax. */
  taxesIncluded: Scalars['Boolean']['output'];
};

export type MarketPayload = {
  __typename?: 'MarketPayload';
  market?: Maybe<Market>;
  userErrors: Array<UserError>;
};

export type Media = {
  __typename?: 'Media';
  alt: Scalars['String']['output'];
  /** In pixels. Null if unknown. */
  height?: Maybe<Scalars['Int']['output']>;
  /**
   * The address of the picture at this width in pixels, or at the next larger one that exists. It is never enlarged. `url` where the shop
   * does not resize pictures.
   */
  resizedUrl: Scalars['String']['output'];
  /** A ThumbHash in base64: a placeholder of about 28 bytes. */
  thumbHash?: Maybe<Scalars['String']['output']>;
  url: Scalars['String']['output'];
  /** In pixels. Null if unknown. */
  width?: Maybe<Scalars['Int']['output']>;
};


export type MediaResizedUrlArgs = {
  width: Scalars['Int']['input'];
};

export type MediaInput = {
  alt: Scalars['String']['input'];
  /** In pixels. */
  height?: InputMaybe<Scalars['Int']['input']>;
  /** A ThumbHash in base64. */
  thumbHash?: InputMaybe<Scalars['String']['input']>;
  url: Scalars['String']['input'];
  /** In pixels. */
  width?: InputMaybe<Scalars['Int']['input']>;
};

/** An exact amount in the smallest unit of its currency. */
export type Money = {
  __typename?: 'Money';
  /** For example, 1999 in USD is 19.99 dollars, and 1999 in JPY is 1999 yen. */
  amountMinor: Scalars['BigInt']['output'];
  currency: CurrencyCode;
  /** Formatted in English, for example $19.99. */
  formatted: Scalars['String']['output'];
};

export type MoneyInput = {
  amountMinor: Scalars['BigInt']['input'];
  currency: CurrencyCode;
};

export type MoveCategoryInput = {
  id: Scalars['ID']['input'];
  /** Null makes it a root. */
  parentId?: InputMaybe<Scalars['ID']['input']>;
  /** From 0. Values beyond the end move it to the end. */
  position: Scalars['Int']['input'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /** For support staff. At most 2000 characters. Buyers never see notes. A repeated idempotencyKey adds nothing. */
  addOrderNote: OrderPayload;
  /**
   * Adds units to a cart. Without cartId, adds them to the caller's cart, and creates one if there is none. A repeated
   * idempotencyKey adds nothing. A cart whose placement was REJECTED becomes a CART again.
   */
  addToCart: OrderPayload;
  /** For catalog managers. A repeated idempotencyKey changes nothing and returns the same response. */
  adjustStock: StockPayload;
  /**
   * For catalog managers. At most 100, with TOO_MANY_ITEMS beyond. One payload per input, in the same order. Each adjustment succeeds or
   * fails by itself, like adjustStock.
   */
  adjustStocks: Array<StockPayload>;
  /** For catalog managers. Lines that were processed stay. */
  cancelImport: ImportJobPayload;
  /** Before the payment, releases the stock. After the payment, refunds it and returns the stock. */
  cancelOrder: OrderPayload;
  /**
   * For support staff. Cancels units that have not been shipped, refunds their value and puts them back on sale. Works on any
   * order that is confirmed, also after all its money was refunded or while it is disputed: then only the units are cancelled.
   */
  cancelOrderLines: OrderPayload;
  /** Ends all sessions of the account and starts a new one. */
  changePassword: SessionPayload;
  /** Proves the password again. The new access token is fresh for ten minutes, which some operations require: REAUTHENTICATION_REQUIRED. */
  confirmPassword: SessionPayload;
  /** For administrators: creates a token for a partner's program at /rpc. Requires a fresh token: see `confirmPassword`. */
  createApiToken: CreateApiTokenPayload;
  createCart: OrderPayload;
  /** For catalog managers. */
  createCategory: CategoryPayload;
  /** For catalog managers. One given code, or up to 1000 generated ones: 12 random characters after the prefix. Idempotent by key. */
  createCouponCodes: CouponCodesPayload;
  /** For staff. At most 500 groups. */
  createCustomerGroup: CustomerGroupPayload;
  /**
   * For catalog managers. Creates a job and answers with an address for the file: one product per line, as for
   * /import/products. The job starts when the file has arrived. The same idempotencyKey again answers with the same job, and with a
   * new address while it waits for the file.
   */
  createImport: CreateImportPayload;
  /** For administrators. */
  createMarket: MarketPayload;
  /** For catalog managers. */
  createPriceList: PriceListPayload;
  /** For catalog managers. */
  createProduct: ProductPayload;
  /**
   * For catalog managers. The promotion starts as a DRAFT. A repeated idempotencyKey creates nothing and returns the promotion of
   * the first request.
   */
  createPromotion: PromotionPayload;
  /** For catalog managers. */
  createShippingZone: ShippingZonePayload;
  /** For catalog managers. At least two words. Refused with SYNONYM_TAKEN if another group has one of them. */
  createSynonymGroup: SynonymGroupPayload;
  /** For catalog managers. A repeated idempotencyKey creates nothing and returns the tax rate of the first request. */
  createTaxRate: TaxRatePayload;
  deleteAddress: AccountPayload;
  /** For catalog managers. Fails with CATEGORY_NOT_EMPTY if the category has children or products. */
  deleteCategory: DeletePayload;
  /** Deletes the account permanently. Personal data is erased, also in orders. The orders themselves remain. */
  deleteMyAccount: AcceptedPayload;
  /** For catalog managers. */
  deletePriceList: DeletePayload;
  /** For catalog managers. Orders with the product remain readable. */
  deleteProduct: DeletePayload;
  /** For catalog managers. Refused with PROMOTION_IN_USE once an order uses it; pause it instead. */
  deletePromotion: DeletePayload;
  /** For catalog managers. */
  deleteShippingZone: DeletePayload;
  /** For catalog managers. */
  deleteSynonymGroup: DeletePayload;
  /** For catalog managers. */
  deleteTaxRate: DeletePayload;
  /** For staff with the permission of its source. Removes it from the list; the audit trail keeps the note. */
  discardFailedJob: FailedJobPayload;
  /** For administrators: ends all sessions of an account. Requires a fresh token: see `confirmPassword`. */
  endSessions: AccountPayload;
  /** For support staff. Without lines, ships all lines that have not been shipped. */
  fulfilOrder: OrderPayload;
  /**
   * For support staff: as fulfilOrder, for at most 50 inputs. The payloads are in the order of the inputs, and each input succeeds or
   * fails by itself. Inputs of one order are applied one after the other.
   */
  fulfilOrders: Array<OrderPayload>;
  /**
   * For administrators. Creates an account with these roles, of which at least one is a role of staff, and emails a link to set its
   * password within seven days. Requires a fresh token: see `confirmPassword`.
   */
  inviteStaff: AccountPayload;
  /**
   * Returns INVALID_CREDENTIALS for an unknown email address and for a wrong password. Returns EMAIL_CONFIRMATION_REQUIRED from a
   * new network address after many failed attempts: see `emailToken`. The carts and orders of a guest who
   * signs in move to the account. A session of the same account that the request belongs to ends.
   */
  login: SessionPayload;
  /** Ends the session that the access token belongs to. */
  logout: LogoutPayload;
  /** Ends all sessions of the account, including the current one. */
  logoutEverywhere: LogoutPayload;
  /** @deprecated Use `markOrderDelivered`. */
  markDelivered: OrderPayload;
  /** For support staff. All lines must have been shipped. */
  markOrderDelivered: OrderPayload;
  /** For catalog managers. Moves a category to a place among its new siblings. */
  moveCategory: CategoryPayload;
  /**
   * Places the order of a cart or of a list of lines: exactly one of them. A repeated idempotencyKey returns the same order.
   * With a different input it fails with IDEMPOTENCY_KEY_REUSED. An order that cannot be fulfilled is returned with the
   * status REJECTED and its rejection, not as userErrors. A REJECTED cart can be placed again with a new idempotencyKey, and so
   * can a cart whose payment waits for the customer: that payment is voided first, and until then placing fails with
   * IN_PROGRESS. Each placement stays in the timeline.
   */
  placeOrder: OrderPayload;
  /** For support staff: rebuilds the list entries of at most 50 orders from their events. */
  rebuildOrderLists: RebuildOrdersPayload;
  /** @deprecated Use `rebuildOrderLists`. */
  rebuildOrders: RebuildOrdersPayload;
  /** For catalog managers. Starts a rebuild, or answers with the one that is running. Search keeps working. */
  rebuildSearchIndex: SearchIndexRebuildPayload;
  /**
   * For support staff: writes the stock reservations and sales of at most 50 orders as the orders have recorded them, after the
   * catalog database was restored to an earlier time. Repeating it changes nothing.
   */
  rebuildStock: RebuildStockPayload;
  /** For support staff: sends a dead letter unchanged to the consumers of order events again. */
  redriveDeadLetter: DeadLetterPayload;
  /** Exchanges a refresh token for new tokens. Each refresh token can be used once. */
  refreshSession: SessionPayload;
  /**
   * For support staff. Refunds units, shipping or an amount, and all that is left if none of them is given. The refunds of an
   * order never exceed its payment. Fails with NOT_REFUNDABLE if nothing is left.
   */
  refundOrder: OrderPayload;
  /** Creates an account with the role CUSTOMER and signs it in. A guest who registers keeps their carts and orders. */
  register: SessionPayload;
  /**
   * Adds the lines of one of the caller's orders to their cart, as addToCart does. Lines that cannot be bought are reported in
   * userErrors, and the others are added.
   */
  reorder: OrderPayload;
  /** @deprecated Use `redriveDeadLetter`. */
  replayDeadFact: DeadFactPayload;
  /** Sends a mail with a token to the pending email address, or else to the account's address if it is not verified. */
  requestEmailVerification: AcceptedPayload;
  /** Sends a mail with a token if an account has this email address. The response does not reveal whether one has. */
  requestPasswordReset: AcceptedPayload;
  /**
   * Sends one email when the SKU can be bought again. The same answer whether or not a request exists already. UNKNOWN_SKU unless the
   * shop sells it, IN_STOCK if it can be bought now. A request ends with its email, with the account, or after 180 days.
   */
  requestStockNotification: AcceptedPayload;
  /**
   * Accepts a token from a mail, once. Ends all sessions of the account and starts a new one. The carts and orders of a guest who
   * resets the password move to the account.
   */
  resetPassword: SessionPayload;
  /**
   * For support staff: resolves an order with the status NEEDS_ATTENTION. RETRY repeats the failed step. GIVE_UP ends the
   * order without it. It is rejected while money may have moved or is owed.
   */
  resolveOrder: OrderPayload;
  /** For support staff: as resolveOrder, for at most 50 inputs, as fulfilOrders. */
  resolveOrders: Array<OrderPayload>;
  /**
   * For catalog managers. Undoes deleteProduct. Refused with ALREADY_RESTORED if the product is not deleted, and with SLUG_TAKEN or
   * SKU_TAKEN if another product has used its slug or one of its SKUs since.
   */
  restoreProduct: ProductPayload;
  /** After the customer has confirmed the payment: gets its status from the payment provider and continues the order. */
  resumeOrderPayment: OrderPayload;
  /** @deprecated Use `resumeOrderPayment`. */
  resumePayment: OrderPayload;
  /** For staff with the permission of its source. Tries it again now. NOT_RETRYABLE when it is done or discarded. */
  retryFailedJob: FailedJobPayload;
  /** For administrators: revokes a token permanently. It takes effect everywhere within five seconds. */
  revokeApiToken: ApiTokenPayload;
  /** Ends one of the account's sessions. Another session than the current one requires a fresh token: see `confirmPassword`. */
  revokeSession: LogoutPayload;
  /** For administrators. Ends all sessions of an account, as `endSessions` does. Requires a fresh token: see `confirmPassword`. */
  revokeSessions: LogoutPayload;
  /** For support staff. Runs the pending effects now instead of at nextAttemptAt. Changes nothing if there are none. */
  runPendingEffects: OrderPayload;
  /** Adds an address, or updates the address with the ID. The first address is the default. */
  saveAddress: AccountPayload;
  /** For catalog managers. Creates the tax class with this code, or renames it. */
  saveTaxClass: TaxClassPayload;
  /**
   * Replaces the coupon codes of a cart, at most 5. A code that does not exist or is not valid now fails with COUPON_INVALID. Whether
   * a code applies, `quote` shows. A cart whose placement was REJECTED becomes a CART again.
   */
  setCartCouponCodes: OrderPayload;
  /**
   * Changes the currency of a cart, and the prices of its lines. Fails with NOT_SOLD_IN_CURRENCY if a line has no price in the
   * currency: the cart is then unchanged. A cart whose placement was REJECTED becomes a CART again.
   */
  setCartCurrency: OrderPayload;
  /**
   * Quantity 0 removes the line. A cart whose placement was REJECTED becomes a CART again. Any other order that was placed fails
   * with CART_ALREADY_PLACED.
   */
  setCartLine: OrderPayload;
  /** Sets several lines, as setCartLine does: all of them, or none if one is refused. At most 50. */
  setCartLines: OrderPayload;
  /** For catalog managers. */
  setCouponCodeActive: CouponCodePayload;
  /**
   * For staff. Replaces the groups of an account, at most 10. The account in the payload is null for staff who may not read
   * accounts.
   */
  setCustomerGroups: AccountPayload;
  /** For administrators: disables or enables an account. Requires a fresh token: see `confirmPassword`. */
  setDisabled: AccountPayload;
  /** For catalog managers. */
  setLowStockThreshold: StockPayload;
  /** For catalog managers. Sets or removes up to 500 prices: all of them, or none if one is refused. */
  setPriceListPrices: PriceListPayload;
  /** For catalog managers. Activates or pauses a promotion. */
  setPromotionActive: PromotionPayload;
  /** For administrators: replaces the account's roles. Requires a fresh token: see `confirmPassword`. */
  setRoles: AccountPayload;
  /**
   * Verifies the VAT number with its register and stores it. Null removes it. An access token of before knows nothing of a first
   * tax id: refresh the session, or name the tax id in the order.
   */
  setTaxId: AccountPayload;
  /**
   * Adds a SKU to the caller's wish list, or removes it. At most 200: WISHLIST_FULL. UNKNOWN_SKU unless the shop sells it; one that it
   * no longer sells can be removed.
   */
  setWishlistItem: AccountPayload;
  /** Starts a session of a guest. A guest can fill a cart and place orders. */
  startGuestSession: SessionPayload;
  /**
   * Takes the token from the notice to the former address, within seven days. The account keeps that address or gets it back, all
   * its sessions end and its password stops working: a mail to set a new one goes to that address.
   */
  undoEmailChange: AcceptedPayload;
  /** For catalog managers. Absent fields stay unchanged. `parentId: null` makes the category a root. */
  updateCategory: CategoryPayload;
  /** For staff. Absent fields stay as they are. */
  updateCustomerGroup: CustomerGroupPayload;
  /** For administrators. Absent fields stay as they are. */
  updateMarket: MarketPayload;
  updatePreferences: AccountPayload;
  /** For catalog managers. Absent fields stay as they are. */
  updatePriceList: PriceListPayload;
  /** For catalog managers. Absent fields stay unchanged. Fails with CONFLICT if the etag is outdated. */
  updateProduct: ProductPayload;
  /**
   * For catalog managers. At most 100, with TOO_MANY_ITEMS beyond. One payload per input, in the same order. Each update succeeds or
   * fails by itself: a stale etag refuses that one product with CONFLICT.
   */
  updateProducts: Array<ProductPayload>;
  /**
   * A new email address becomes `pendingEmail` and gets a mail with a token for `verifyEmail`. Until then, the account works
   * as before. The current address gets a notice with a token for `undoEmailChange`. At most three changes a day.
   */
  updateProfile: AccountPayload;
  /**
   * For catalog managers. Absent fields stay as they are; a stale etag is refused with CONFLICT. `class` and `automatic`
   * cannot change once an order uses the promotion: PROMOTION_IN_USE.
   */
  updatePromotion: PromotionPayload;
  /**
   * For catalog managers. Absent fields stay as they are; `methods` replaces the whole list. Placed orders keep their
   * method. A stale etag is refused with CONFLICT.
   */
  updateShippingZone: ShippingZonePayload;
  /** For catalog managers. Replaces the words. */
  updateSynonymGroup: SynonymGroupPayload;
  /** For catalog managers. Absent fields stay as they are. Placed orders keep their rates. */
  updateTaxRate: TaxRatePayload;
  /** Accepts a token from a mail, once. A pending email address becomes the account's address, and its other sessions end. */
  verifyEmail: AccountPayload;
};


export type MutationAddOrderNoteArgs = {
  input: AddOrderNoteInput;
};


export type MutationAddToCartArgs = {
  input: AddToCartInput;
};


export type MutationAdjustStockArgs = {
  input: AdjustStockInput;
};


export type MutationAdjustStocksArgs = {
  inputs: Array<AdjustStockInput>;
};


export type MutationCancelImportArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCancelOrderArgs = {
  input: CancelOrderInput;
};


export type MutationCancelOrderLinesArgs = {
  input: CancelOrderLinesInput;
};


export type MutationChangePasswordArgs = {
  input: ChangePasswordInput;
};


export type MutationConfirmPasswordArgs = {
  input: ConfirmPasswordInput;
};


export type MutationCreateApiTokenArgs = {
  input: CreateApiTokenInput;
};


export type MutationCreateCategoryArgs = {
  input: CreateCategoryInput;
};


export type MutationCreateCouponCodesArgs = {
  input: CreateCouponCodesInput;
};


export type MutationCreateCustomerGroupArgs = {
  input: CreateCustomerGroupInput;
};


export type MutationCreateImportArgs = {
  input: CreateImportInput;
};


export type MutationCreateMarketArgs = {
  input: CreateMarketInput;
};


export type MutationCreatePriceListArgs = {
  input: CreatePriceListInput;
};


export type MutationCreateProductArgs = {
  input: CreateProductInput;
};


export type MutationCreatePromotionArgs = {
  input: CreatePromotionInput;
};


export type MutationCreateShippingZoneArgs = {
  input: CreateShippingZoneInput;
};


export type MutationCreateSynonymGroupArgs = {
  input: CreateSynonymGroupInput;
};


export type MutationCreateTaxRateArgs = {
  input: CreateTaxRateInput;
};


export type MutationDeleteAddressArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDeleteCategoryArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDeleteMyAccountArgs = {
  input: DeleteMyAccountInput;
};


export type MutationDeletePriceListArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDeleteProductArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDeletePromotionArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDeleteShippingZoneArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDeleteSynonymGroupArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDeleteTaxRateArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDiscardFailedJobArgs = {
  input: DiscardFailedJobInput;
};


export type MutationEndSessionsArgs = {
  accountId: Scalars['ID']['input'];
};


export type MutationFulfilOrderArgs = {
  input: FulfilOrderInput;
};


export type MutationFulfilOrdersArgs = {
  inputs: Array<FulfilOrderInput>;
};


export type MutationInviteStaffArgs = {
  input: InviteStaffInput;
};


export type MutationLoginArgs = {
  input: LoginInput;
};


export type MutationMarkDeliveredArgs = {
  orderId: Scalars['ID']['input'];
};


export type MutationMarkOrderDeliveredArgs = {
  input: MarkOrderDeliveredInput;
};


export type MutationMoveCategoryArgs = {
  input: MoveCategoryInput;
};


export type MutationPlaceOrderArgs = {
  input: PlaceOrderInput;
};


export type MutationRebuildOrderListsArgs = {
  input: RebuildOrderListsInput;
};


export type MutationRebuildOrdersArgs = {
  ids: Array<Scalars['ID']['input']>;
};


export type MutationRebuildStockArgs = {
  input: RebuildStockInput;
};


export type MutationRedriveDeadLetterArgs = {
  input: RedriveDeadLetterInput;
};


export type MutationRefreshSessionArgs = {
  input: RefreshSessionInput;
};


export type MutationRefundOrderArgs = {
  input: RefundOrderInput;
};


export type MutationRegisterArgs = {
  input: RegisterInput;
};


export type MutationReorderArgs = {
  input: ReorderInput;
};


export type MutationReplayDeadFactArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRequestPasswordResetArgs = {
  input: RequestPasswordResetInput;
};


export type MutationRequestStockNotificationArgs = {
  input: RequestStockNotificationInput;
};


export type MutationResetPasswordArgs = {
  input: ResetPasswordInput;
};


export type MutationResolveOrderArgs = {
  input: ResolveOrderInput;
};


export type MutationResolveOrdersArgs = {
  inputs: Array<ResolveOrderInput>;
};


export type MutationRestoreProductArgs = {
  id: Scalars['ID']['input'];
};


export type MutationResumeOrderPaymentArgs = {
  input: ResumeOrderPaymentInput;
};


export type MutationResumePaymentArgs = {
  orderId: Scalars['ID']['input'];
};


export type MutationRetryFailedJobArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRevokeApiTokenArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRevokeSessionArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRevokeSessionsArgs = {
  accountId: Scalars['ID']['input'];
};


export type MutationRunPendingEffectsArgs = {
  orderId: Scalars['ID']['input'];
};


export type MutationSaveAddressArgs = {
  input: SaveAddressInput;
};


export type MutationSaveTaxClassArgs = {
  input: SaveTaxClassInput;
};


export type MutationSetCartCouponCodesArgs = {
  input: SetCartCouponCodesInput;
};


export type MutationSetCartCurrencyArgs = {
  input: SetCartCurrencyInput;
};


export type MutationSetCartLineArgs = {
  input: SetCartLineInput;
};


export type MutationSetCartLinesArgs = {
  input: SetCartLinesInput;
};


export type MutationSetCouponCodeActiveArgs = {
  input: SetCouponCodeActiveInput;
};


export type MutationSetCustomerGroupsArgs = {
  input: SetCustomerGroupsInput;
};


export type MutationSetDisabledArgs = {
  input: SetDisabledInput;
};


export type MutationSetLowStockThresholdArgs = {
  input: SetLowStockThresholdInput;
};


export type MutationSetPriceListPricesArgs = {
  input: SetPriceListPricesInput;
};


export type MutationSetPromotionActiveArgs = {
  input: SetPromotionActiveInput;
};


export type MutationSetRolesArgs = {
  input: SetRolesInput;
};


export type MutationSetTaxIdArgs = {
  input: SetTaxIdInput;
};


export type MutationSetWishlistItemArgs = {
  input: SetWishlistItemInput;
};


export type MutationUndoEmailChangeArgs = {
  input: UndoEmailChangeInput;
};


export type MutationUpdateCategoryArgs = {
  input: UpdateCategoryInput;
};


export type MutationUpdateCustomerGroupArgs = {
  input: UpdateCustomerGroupInput;
};


export type MutationUpdateMarketArgs = {
  input: UpdateMarketInput;
};


export type MutationUpdatePreferencesArgs = {
  input: UpdatePreferencesInput;
};


export type MutationUpdatePriceListArgs = {
  input: UpdatePriceListInput;
};


export type MutationUpdateProductArgs = {
  input: UpdateProductInput;
};


export type MutationUpdateProductsArgs = {
  inputs: Array<UpdateProductInput>;
};


export type MutationUpdateProfileArgs = {
  input: UpdateProfileInput;
};


export type MutationUpdatePromotionArgs = {
  input: UpdatePromotionInput;
};


export type MutationUpdateShippingZoneArgs = {
  input: UpdateShippingZoneInput;
};


export type MutationUpdateSynonymGroupArgs = {
  input: UpdateSynonymGroupInput;
};


export type MutationUpdateTaxRateArgs = {
  input: UpdateTaxRateInput;
};


export type MutationVerifyEmailArgs = {
  input: VerifyEmailInput;
};

/** An object that can be fetched by its ID. */
export type Node = {
  id: Scalars['ID']['output'];
};

/** An order, from the cart to the delivery. */
export type Order = Node & {
  __typename?: 'Order';
  account?: Maybe<Account>;
  /**
   * What the caller may do with the order now, also of an order as it was. Actions that the caller has no right to are absent. Pages
   * show buttons from this list.
   */
  actions: Array<OrderAction>;
  /** For support staff: why a person has to decide. Null unless the status is NEEDS_ATTENTION. */
  attention?: Maybe<OrderAttention>;
  /** As shown on documents. The shipping address if the buyer gave no other one. */
  billingAddress?: Maybe<OrderAddress>;
  /** As the buyer wrote them. In a cart, the codes that it is placed with. */
  couponCodes: Array<Scalars['String']['output']>;
  createdAt: Scalars['DateTime']['output'];
  /** From the buyer to the shop. */
  customerNote?: Maybe<Scalars['String']['output']>;
  /** When the next automatic step must be done at the latest. Null if nothing more happens by itself, and while staff must decide. */
  deadlineAt?: Maybe<Scalars['DateTime']['output']>;
  /** The sum of all discounts, of all three classes. `subtotal` and `shipping` are amounts before discounts, `total` is after them. */
  discountTotal: Money;
  /** In the order of application. Empty in a cart. */
  discounts: Array<OrderDiscount>;
  /** For support staff, newest first; empty for anyone else. */
  disputes: Array<OrderDispute>;
  /**
   * For support staff, oldest first: what followed from each event. Empty for anyone else. Those of the present, also of an order as it
   * was.
   */
  effects: Array<OrderEffect>;
  /** The contact email: the one that the buyer gave, or else the address of the account. Null in a cart. */
  email?: Maybe<Scalars['String']['output']>;
  /**
   * Why the order is in its status, in sentences. Oldest first. Only facts from the event log; no personal data beyond what the caller
   * may see.
   */
  explanation: Array<OrderExplanation>;
  /** Unlike `status`, it does not depend on refunds, apart from the units that they cancel. */
  fulfillmentStatus: FulfillmentStatus;
  id: Scalars['ID']['output'];
  lines: Array<OrderLine>;
  /** Null in a cart, and for orders that were placed before markets existed. */
  market?: Maybe<Market>;
  /** For support staff, oldest first. Empty for anyone else. */
  notes: Array<OrderNote>;
  /** A short number for customers and support. Null for a cart. */
  number?: Maybe<Scalars['String']['output']>;
  /** Set while the customer must confirm the payment (3-D Secure), for at most ten minutes. Visible to the owner only. */
  paymentAction?: Maybe<PaymentAction>;
  /** Unlike `status`, it does not depend on fulfillment. */
  paymentStatus: PaymentStatus;
  placedAt?: Maybe<Scalars['DateTime']['output']>;
  /**
   * What the caller's cart would cost now: the query `quote` with its id. Null for a cart without lines, and for an order that is no cart
   * of the caller.
   */
  quote?: Maybe<Quote>;
  /** What is left to refund of shipping, tax included. */
  refundableShipping: Money;
  refunded: Money;
  /** Oldest first. Includes the refund of a cancellation, and refunds that were made at the payment provider. */
  refunds: Array<OrderRefund>;
  /** Why the order was rejected. Null for all other orders. */
  rejection?: Maybe<OrderRejection>;
  /** The tax inside prices that reverse charge deducts. Zero in all other cases. */
  reverseChargeAmount: Money;
  /** The sequence of the last event. Sequences have gaps where a later change of a cart replaced an earlier one. */
  sequence: Scalars['Int']['output'];
  /** Shipments, oldest first. */
  shipments: Array<Shipment>;
  shipping: Money;
  shippingAddress?: Maybe<OrderAddress>;
  /** The code of the requested method, or else of the cheapest one. Null in a cart. */
  shippingMethod?: Maybe<Scalars['String']['output']>;
  /**
   * The step of its lifecycle. A refund replaces CONFIRMED, FULFILLED and DELIVERED here. `paymentStatus` and `fulfillmentStatus`
   * show money and goods separately.
   */
  status: OrderStatus;
  /**
   * Until when its stock is reserved, while the payment is being made. Null if none is reserved, once it is the buyer's, and while
   * staff must decide.
   */
  stockHeldUntil?: Maybe<Scalars['DateTime']['output']>;
  subtotal: Money;
  tax: Money;
  /** The tax id of the buyer, as its register knew it when the order was placed. Null after the personal data was erased. */
  taxId?: Maybe<TaxId>;
  /** The sums per name and rate, shipping included. Empty in a cart. */
  taxLines: Array<TaxLine>;
  taxSource: TaxSource;
  /** Whether all prices, shipping included, contain tax. */
  taxesIncluded: Scalars['Boolean']['output'];
  /** Events of the order after the sequence `after`, oldest first. `first` is at most 250. */
  timeline: Array<OrderEventEdge>;
  total: Money;
  /** For support staff: the trace of the request that placed it, as in every log line. Null for anyone else, and for a cart. */
  traceId?: Maybe<Scalars['String']['output']>;
  /** All authorizations, captures, voids and refunds, and the money that moved in disputes. */
  transactions: Array<Transaction>;
  updatedAt: Scalars['DateTime']['output'];
};


/** An order, from the cart to the delivery. */
export type OrderTimelineArgs = {
  after?: InputMaybe<Scalars['Int']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type OrderAction = {
  __typename?: 'OrderAction';
  allowed: Scalars['Boolean']['output'];
  /** For REFUND: the most that can be refunded. Null if it is refused. */
  maxAmount?: Maybe<Money>;
  /** For people: why it is refused. Null if it is allowed. */
  reason?: Maybe<Scalars['String']['output']>;
  type: OrderActionType;
};

/** What an action would do to an order. The decision is the one that executing it takes. Nothing is changed. */
export type OrderActionPreview = {
  __typename?: 'OrderActionPreview';
  allowed: Scalars['Boolean']['output'];
  /** The types of the effects that it would start. */
  effectTypes: Array<Scalars['String']['output']>;
  /** The types of the events that it would append. */
  eventTypes: Array<Scalars['String']['output']>;
  /** For people: why it is refused. Null if it is allowed. */
  reason?: Maybe<Scalars['String']['output']>;
  /** Null if it refunds nothing. */
  refund?: Maybe<RefundPreview>;
  /** The status right after it. Null if it is refused. */
  status?: Maybe<OrderStatus>;
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

export type OrderAddress = {
  __typename?: 'OrderAddress';
  city: Scalars['String']['output'];
  countryCode: Scalars['String']['output'];
  line1: Scalars['String']['output'];
  line2?: Maybe<Scalars['String']['output']>;
  name: Scalars['String']['output'];
  postalCode: Scalars['String']['output'];
  region?: Maybe<Scalars['String']['output']>;
};

export type OrderAddressInput = {
  city: Scalars['String']['input'];
  /** ISO 3166-1 alpha-2: GB, not UK. */
  countryCode: Scalars['String']['input'];
  line1: Scalars['String']['input'];
  line2?: InputMaybe<Scalars['String']['input']>;
  name: Scalars['String']['input'];
  /** Required in countries that have postal codes. */
  postalCode?: InputMaybe<Scalars['String']['input']>;
  region?: InputMaybe<Scalars['String']['input']>;
};

export type OrderAttention = {
  __typename?: 'OrderAttention';
  /** The effects that automatic recovery gave up. */
  effects: Array<OrderEffect>;
  /** The status that it would have otherwise. */
  fromStatus: OrderStatus;
  /** What resolveOrder would do, for each resolution. Nothing is changed. */
  previews: Array<ResolutionPreview>;
  since: Scalars['DateTime']['output'];
};

export type OrderConnection = {
  __typename?: 'OrderConnection';
  edges: Array<OrderEdge>;
  pageInfo: PageInfo;
  /** Of all pages, as if no status were chosen. Each counts up to 10000; a status without orders is absent. */
  statusCounts: Array<OrderStatusCount>;
  /** Of all pages. Counts up to 10000; the value 10000 means that or more. */
  totalCount: Scalars['Int']['output'];
};

export type OrderDifference = {
  __typename?: 'OrderDifference';
  /** What the other system has. */
  actual?: Maybe<Scalars['String']['output']>;
  /** What the order has. */
  expected?: Maybe<Scalars['String']['output']>;
  /** For people, for example: the provider captured 2000, the order has 0. */
  message: Scalars['String']['output'];
};

/** What one promotion takes off an order. */
export type OrderDiscount = {
  __typename?: 'OrderDiscount';
  /** The share of each line that has one. They add up to `amount`. Empty for SHIPPING. */
  allocations: Array<DiscountAllocation>;
  amount: Money;
  class: DiscountClass;
  /** The coupon code that was redeemed. Null for an automatic promotion. */
  code?: Maybe<Scalars['String']['output']>;
  /** The name of the promotion when the order was placed. */
  name: Scalars['String']['output'];
  /** For catalog managers and support staff. Null for buyers, and once the promotion is deleted. */
  promotion?: Maybe<Promotion>;
};

/** A payment that the bank of its holder questions. */
export type OrderDispute = {
  __typename?: 'OrderDispute';
  amount: Money;
  closedAt?: Maybe<Scalars['DateTime']['output']>;
  createdAt: Scalars['DateTime']['output'];
  /** Evidence is accepted until then; null if none is. */
  evidenceDueBy?: Maybe<Scalars['DateTime']['output']>;
  /** The payment provider's id. */
  id: Scalars['ID']['output'];
  /** The provider's word, for example fraudulent. */
  reason: Scalars['String']['output'];
  status: DisputeStatus;
  type: DisputeType;
};

export type OrderEdge = {
  __typename?: 'OrderEdge';
  cursor: Scalars['String']['output'];
  node: Order;
};

export type OrderEffect = {
  __typename?: 'OrderEffect';
  attemptCount: Scalars['Int']['output'];
  /** The last 10, oldest first. Empty for effects that were done before attempts were recorded. */
  attempts: Array<OrderEffectAttempt>;
  /** The sequence of the event that it follows from. */
  causeSequence: Scalars['Int']['output'];
  completedAt?: Maybe<Scalars['DateTime']['output']>;
  createdAt: Scalars['DateTime']['output'];
  /** The idempotency key that the receiver sees. An effect that staff retry has the same one. */
  id: Scalars['ID']['output'];
  /** Whether it undoes an earlier effect, because the order is rejected or cancelled. */
  isCompensation: Scalars['Boolean']['output'];
  /** Null if no attempt is planned. */
  nextAttemptAt?: Maybe<Scalars['DateTime']['output']>;
  /** The sequence of the event that it led to. Null while there is none. */
  outcomeSequence?: Maybe<Scalars['Int']['output']>;
  status: OrderEffectStatus;
  /** For example reserveStock, capturePayment, publishFact. */
  type: Scalars['String']['output'];
};

export type OrderEffectAttempt = {
  __typename?: 'OrderEffectAttempt';
  at: Scalars['DateTime']['output'];
  durationMs?: Maybe<Scalars['Int']['output']>;
  /** Without secrets and personal data; empty after the personal data was erased. Null if it succeeded. */
  error?: Maybe<Scalars['String']['output']>;
};

export type OrderEffectStatus =
  | 'COMPLETED'
  /** Automatic recovery stopped: see Order.attention. */
  | 'GIVEN_UP'
  | 'PENDING'
  /** At least one attempt failed; another one is planned. */
  | 'RETRYING'
  | 'RUNNING';

export type OrderEventEdge = {
  __typename?: 'OrderEventEdge';
  /** account:<id>, staff:<id>, partner:<id> or system. Anyone but support staff sees staff without the ID. */
  actor: Scalars['String']['output'];
  at: Scalars['DateTime']['output'];
  /** The fields that the caller may see. Support staff see all; notes and reasons of staff are for them alone. */
  data: Scalars['JSON']['output'];
  /** In a subscription, the order after this event. In a timeline, the requested order: use order(asOf:) for earlier states. */
  order: Order;
  sequence: Scalars['Int']['output'];
  type: Scalars['String']['output'];
};

export type OrderExplanation = {
  __typename?: 'OrderExplanation';
  /** The sequences of the events that it rests on. */
  sequences: Array<Scalars['Int']['output']>;
  text: Scalars['String']['output'];
};

/** All conditions that are set must hold. */
export type OrderFilter = {
  /** Of the shipping address: ISO 3166-1 alpha-2. */
  countryCodes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** For support staff: the beginning of a name in the shipping or billing address, at any of its words. Case does not matter. */
  customerName?: InputMaybe<Scalars['String']['input']>;
  /** For support staff: orders with a dispute in one of these statuses. */
  disputeStatus?: InputMaybe<Array<DisputeStatus>>;
  fulfillmentStatus?: InputMaybe<Array<FulfillmentStatus>>;
  /** Inclusive. Selects the orders in this currency. */
  maxTotal?: InputMaybe<MoneyInput>;
  /** Inclusive. Selects the orders in this currency. */
  minTotal?: InputMaybe<MoneyInput>;
  paymentStatus?: InputMaybe<Array<PaymentStatus>>;
  /** Of placedAt; inclusive. */
  placedFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** Of placedAt; exclusive. */
  placedTo?: InputMaybe<Scalars['DateTime']['input']>;
  /** For support staff: the payment provider's ID of a transaction. */
  providerReference?: InputMaybe<Scalars['String']['input']>;
  sku?: InputMaybe<Scalars['String']['input']>;
  /** Orders that do not progress: past their deadline, or NEEDS_ATTENTION. False selects all others. */
  stuck?: InputMaybe<Scalars['Boolean']['input']>;
};

export type OrderLine = {
  __typename?: 'OrderLine';
  /** Units that were taken out of the order before they were shipped. */
  cancelledQuantity: Scalars['Int']['output'];
  /** The base price, while a SALE price list makes unitPrice lower; otherwise null. */
  compareAtUnitPrice?: Maybe<Money>;
  /** The shares of all discounts. Zero in a cart. */
  discountTotal: Money;
  /** total - discountTotal. */
  discountedTotal: Money;
  name: Scalars['String']['output'];
  /** Null when the product is no longer on sale. */
  product?: Maybe<Product>;
  quantity: Scalars['Int']['output'];
  /** What is left to refund of the line, tax included. The value of the line before the first refund. */
  refundableAmount: Money;
  /** Units whose value was refunded. Pending refunds count. */
  refundedQuantity: Scalars['Int']['output'];
  /** Units that went back on sale. */
  restockedQuantity: Scalars['Int']['output'];
  /** The tax inside the price that reverse charge deducts. Zero in all other cases. */
  reverseChargeAmount: Money;
  shippedQuantity: Scalars['Int']['output'];
  sku: Scalars['String']['output'];
  /** Zero in a cart. */
  tax: Money;
  taxLines: Array<TaxLine>;
  /** unitPrice * quantity, before discounts. */
  total: Money;
  /** quantity - shippedQuantity - cancelledQuantity. */
  unfulfilledQuantity: Scalars['Int']['output'];
  unitPrice: Money;
};

export type OrderLineInput = {
  quantity: Scalars['Int']['input'];
  sku: Scalars['String']['input'];
};

/** A note of support staff. Buyers never see it. */
export type OrderNote = {
  __typename?: 'OrderNote';
  /** staff:<id> or system. */
  actor: Scalars['String']['output'];
  at: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  text: Scalars['String']['output'];
};

export type OrderPayload = {
  __typename?: 'OrderPayload';
  order?: Maybe<Order>;
  userErrors: Array<UserError>;
};

export type OrderReconciliation = {
  __typename?: 'OrderReconciliation';
  /** By the rules of `npm run reconcile`. A system that does not respond is one of them. */
  differences: Array<OrderDifference>;
  /** The row that lists read. Null if there is none. */
  listRow?: Maybe<Scalars['JSON']['output']>;
  order: Order;
  /** As the payment provider has it. Null without a payment, and if the provider does not respond. */
  payment?: Maybe<Scalars['JSON']['output']>;
  /** The latest reservation of its stock. Null if there is none. */
  reservation?: Maybe<Reservation>;
};

export type OrderRefund = {
  __typename?: 'OrderRefund';
  /** Tax included. Zero if only units without value were refunded: then there is no transaction. */
  amount: Money;
  createdAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  lines: Array<OrderRefundLine>;
  /** For support staff; empty for anyone else. */
  reason: Scalars['String']['output'];
  /** Tax included. */
  shipping: Money;
  status: TransactionStatus;
  /** The part of `amount` that is tax. */
  tax: Money;
  transactions: Array<Transaction>;
};

export type OrderRefundLine = {
  __typename?: 'OrderRefundLine';
  amount: Money;
  /** 0 for a share of a refund by amount. */
  quantity: Scalars['Int']['output'];
  restockedQuantity: Scalars['Int']['output'];
  sku: Scalars['String']['output'];
  tax: Money;
};

export type OrderRejection = {
  __typename?: 'OrderRejection';
  /**
   * OUT_OF_STOCK, PAYMENT_DECLINED, PRICE_CHANGED, COUPON_EXHAUSTED, COUPON_NOT_APPLICABLE, UNPAID_LIMIT (too many units wait for payment), or PAYMENT_ABANDONED when the
   * cart was placed again before its payment was completed.
   */
  code: Scalars['String']['output'];
  message: Scalars['String']['output'];
  /** The SKUs that caused the rejection, if any. */
  skus: Array<Scalars['String']['output']>;
};

export type OrderSort =
  | 'NEWEST'
  | 'OLDEST'
  /** By currency, then by total, largest first. */
  | 'TOTAL_DESC';

export type OrderStatistics = {
  __typename?: 'OrderStatistics';
  /** From placed to confirmed. Null if no order was confirmed. */
  confirmationTime?: Maybe<DurationPercentiles>;
  orderCount: Scalars['Int']['output'];
  /** By the code of OrderRejection, most frequent first. */
  rejections: Array<RejectionCount>;
  statusCounts: Array<OrderStatusCount>;
  /** Of confirmed orders, by revenue, highest first. At most 50. */
  topProducts: Array<ProductSales>;
};


export type OrderStatisticsTopProductsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
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

export type OrderStatusCount = {
  __typename?: 'OrderStatusCount';
  count: Scalars['Int']['output'];
  status: OrderStatus;
};

/** Position of a page in its list. */
export type PageInfo = {
  __typename?: 'PageInfo';
  endCursor?: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
  hasPreviousPage: Scalars['Boolean']['output'];
  startCursor?: Maybe<Scalars['String']['output']>;
};

export type PaymentAction = {
  __typename?: 'PaymentAction';
  /** For the payment provider's library in the browser. */
  clientSecret: Scalars['String']['output'];
  /**
   * The page of the bank to redirect the buyer to. It sends the buyer back to the `returnUrl` of placeOrder, where the client calls
   * resumeOrderPayment. Null without a returnUrl.
   */
  url?: Maybe<Scalars['String']['output']>;
};

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

export type PercentageDiscount = {
  __typename?: 'PercentageDiscount';
  /** In hundredths of a percent, 1 to 10000: 10000 is 100 %, or free shipping. */
  basisPoints: Scalars['Int']['output'];
  /** The lines that the discount is computed from and allocated to. All lines when null. Null for SHIPPING. */
  items?: Maybe<ItemSelection>;
  /** The maximum discount per order, one per currency. No maximum in other currencies. */
  maxAmounts: Array<Money>;
};

export type PercentageDiscountInput = {
  basisPoints: Scalars['Int']['input'];
  items?: InputMaybe<ItemSelectionInput>;
  maxAmounts?: InputMaybe<Array<MoneyInput>>;
};

export type PlaceOrderInput = {
  /** As shown on documents. The shipping address when absent. */
  billingAddress?: InputMaybe<OrderAddressInput>;
  cartId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * At most 5, in any case. For a cart, they replace the codes of the cart. A code that does not apply rejects the order. A code
   * without effect is ignored. An automatic promotion that does not apply, or that is exhausted, is left out.
   */
  couponCodes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** A currency of the market. If absent, the default of the market, or else the currency of all lines. */
  currency?: InputMaybe<CurrencyCode>;
  /** From the buyer to the shop; at most 500 characters. */
  customerNote?: InputMaybe<Scalars['String']['input']>;
  /** The contact email, which gets the emails about the order. The account's address when absent. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** If set, an order with a different total is rejected with PRICE_CHANGED. The total of a quote is the expected total. */
  expectedTotal?: InputMaybe<MoneyInput>;
  /** Chosen by the client, one per placement. At most 200 characters. */
  idempotencyKey: Scalars['String']['input'];
  lines?: InputMaybe<Array<OrderLineInput>>;
  /** The payment provider's ID of a payment method. In tests, pm_card_visa succeeds and pm_card_chargeDeclined is declined. */
  paymentMethod: Scalars['String']['input'];
  /**
   * Where the bank sends the buyer back to after 3-D Secure. Its origin must be one of the shop's, otherwise INVALID_RETURN_URL. With
   * it, `paymentAction.url` is set. Without it, only a client with the payment provider's own script can confirm the payment.
   */
  returnUrl?: InputMaybe<Scalars['String']['input']>;
  shippingAddress: OrderAddressInput;
  shippingMethod?: InputMaybe<Scalars['String']['input']>;
  /**
   * A VAT number of the EU. The account's tax id when absent; none when empty. It is verified when the order is placed. Reverse
   * charge applies only to a VERIFIED one: see TaxId.
   */
  taxId?: InputMaybe<Scalars['String']['input']>;
};

export type Preferences = {
  __typename?: 'Preferences';
  currency: CurrencyCode;
  /** BCP 47, for example en-GB. */
  locale: Scalars['String']['output'];
  marketingEmails: Scalars['Boolean']['output'];
  orderEmails: Scalars['Boolean']['output'];
};

export type PreviewOrderActionInput = {
  /** For REFUND, without `lines` and `refundShipping`. */
  amount?: InputMaybe<MoneyInput>;
  /** For REFUND, CANCEL_LINES and FULFIL. When absent, all that is left. */
  lines?: InputMaybe<Array<RefundLineInput>>;
  orderId: Scalars['ID']['input'];
  /** For REFUND and CANCEL_LINES: all that is left of shipping too. */
  refundShipping?: Scalars['Boolean']['input'];
  /** Any action except RESUME_PAYMENT. */
  type: OrderActionType;
};

/**
 * Prices for a period, for some markets or for some customers. A list applies to a line if it is active now, if the market
 * and one of the customer groups of the account match, and if it has a price for the SKU, currency and quantity. Without
 * markets it matches all markets, without customer groups all customers. Of several lists that apply, the one with the highest
 * priority wins; of equal priority, the one with the lower price. Prices are never converted: a variant without a price in
 * a currency is not sold in it.
 */
export type PriceList = Node & {
  __typename?: 'PriceList';
  active: Scalars['Boolean']['output'];
  /** Empty for all customers. */
  customerGroups: Array<CustomerGroup>;
  /** Exclusive: the list no longer applies at this time. */
  endsAt?: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  markets: Array<Market>;
  name: Scalars['String']['output'];
  prices: PriceListPriceConnection;
  priority: Scalars['Int']['output'];
  slug: Scalars['String']['output'];
  startsAt?: Maybe<Scalars['DateTime']['output']>;
  type: PriceListType;
};


/**
 * Prices for a period, for some markets or for some customers. A list applies to a line if it is active now, if the market
 * and one of the customer groups of the account match, and if it has a price for the SKU, currency and quantity. Without
 * markets it matches all markets, without customer groups all customers. Of several lists that apply, the one with the highest
 * priority wins; of equal priority, the one with the lower price. Prices are never converted: a variant without a price in
 * a currency is not sold in it.
 */
export type PriceListPricesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  sku?: InputMaybe<Scalars['String']['input']>;
};

export type PriceListConnection = {
  __typename?: 'PriceListConnection';
  edges: Array<PriceListEdge>;
  pageInfo: PageInfo;
};

export type PriceListEdge = {
  __typename?: 'PriceListEdge';
  cursor: Scalars['String']['output'];
  node: PriceList;
};

export type PriceListPayload = {
  __typename?: 'PriceListPayload';
  priceList?: Maybe<PriceList>;
  userErrors: Array<UserError>;
};

/**
 * A unit price of a price list. Of several prices for one SKU, the one with the highest minQuantity that the line reaches
 * applies.
 */
export type PriceListPrice = {
  __typename?: 'PriceListPrice';
  amount: Money;
  /** The price applies to lines of at least this quantity. */
  minQuantity: Scalars['Int']['output'];
  sku: Scalars['String']['output'];
};

export type PriceListPriceConnection = {
  __typename?: 'PriceListPriceConnection';
  edges: Array<PriceListPriceEdge>;
  pageInfo: PageInfo;
};

export type PriceListPriceEdge = {
  __typename?: 'PriceListPriceEdge';
  cursor: Scalars['String']['output'];
  node: PriceListPrice;
};

/** Identified by sku, currency and minQuantity. */
export type PriceListPriceInput = {
  /** Null removes the price. */
  amountMinor?: InputMaybe<Scalars['BigInt']['input']>;
  currency: CurrencyCode;
  minQuantity?: Scalars['Int']['input'];
  sku: Scalars['String']['input'];
};

export type PriceListType =
  /** Replaces the base price, whether lower or higher. */
  | 'OVERRIDE'
  /** Applies where it is lower than the base price. The base price is then the compareAtPrice. */
  | 'SALE';

export type PriceRange = {
  __typename?: 'PriceRange';
  max: Money;
  min: Money;
};

export type Product = Node & {
  __typename?: 'Product';
  attributes: Array<Attribute>;
  brand?: Maybe<Scalars['String']['output']>;
  categories: Array<Category>;
  /** For catalog managers, newest first: the changes of 400 days. Empty for anyone else. */
  changes: ProductChangeConnection;
  createdAt: Scalars['DateTime']['output'];
  description: Scalars['String']['output'];
  /** Version of the product. updateProduct requires it. */
  etag: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** Whether any variant is available now. */
  inStock: Scalars['Boolean']['output'];
  media: Array<Media>;
  name: Scalars['String']['output'];
  /** The lowest and the highest price of the variants, of those in the default currency of the market if there are any. */
  priceRange: PriceRange;
  /**
   * Other products of the same category, best selling first: those with a similar price, in the currency of the market, before the
   * others. At most 20.
   */
  relatedProducts: Array<Product>;
  slug: Scalars['String']['output'];
  /** For catalog managers: units of confirmed orders. Null for anyone else. */
  unitsSold?: Maybe<Scalars['Int']['output']>;
  updatedAt: Scalars['DateTime']['output'];
  variants: Array<Variant>;
};


export type ProductChangesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type ProductRelatedProductsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type ProductChange = {
  __typename?: 'ProductChange';
  /** account:<id>, token:<id> or system. */
  actor: Scalars['String']['output'];
  at: Scalars['DateTime']['output'];
  /** The etag of the product after the change. */
  etag: Scalars['String']['output'];
  /** The names of the fields of Product that changed, or `deleted` for a deletion and its undoing. */
  fields: Array<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
};

export type ProductChangeConnection = {
  __typename?: 'ProductChangeConnection';
  edges: Array<ProductChangeEdge>;
  pageInfo: PageInfo;
};

export type ProductChangeEdge = {
  __typename?: 'ProductChangeEdge';
  cursor: Scalars['String']['output'];
  node: ProductChange;
};

export type ProductConnection = {
  __typename?: 'ProductConnection';
  edges: Array<ProductEdge>;
  pageInfo: PageInfo;
};

export type ProductEdge = {
  __typename?: 'ProductEdge';
  cursor: Scalars['String']['output'];
  node: Product;
};

export type ProductPayload = {
  __typename?: 'ProductPayload';
  product?: Maybe<Product>;
  userErrors: Array<UserError>;
};

export type ProductSales = {
  __typename?: 'ProductSales';
  /** Null if the product was deleted. */
  product?: Maybe<Product>;
  /** After discounts, before refunds. */
  revenue: Money;
  unitCount: Scalars['Int']['output'];
};

export type ProductSort =
  | 'BEST_SELLING'
  | 'NAME'
  | 'NEWEST'
  /** By lowest base price: first the products in the shop's default currency, then the other currencies by code. */
  | 'PRICE_ASC'
  /** By lowest base price, highest first. The currencies have the order of PRICE_ASC. */
  | 'PRICE_DESC';

/**
 * A discount that applies automatically or with a coupon code. Placing an order reserves one use together with the stock.
 * The use is redeemed when the order is confirmed. It is released if the order is rejected or cancelled; refunds and
 * returns do not release it. An order that is under way keeps the version of the promotion that it reserved.
 */
export type Promotion = Node & {
  __typename?: 'Promotion';
  /** True: applies without a code. False: needs one of its codes. */
  automatic: Scalars['Boolean']['output'];
  class: DiscountClass;
  /** `query` is the beginning of a code. */
  codes: CouponCodeConnection;
  /**
   * The classes of promotions that it combines with. Empty: it combines with none. See ORDER OF APPLICATION in the pricing
   * rules.
   */
  combinesWith: Array<DiscountClass>;
  conditions: PromotionConditions;
  createdAt: Scalars['DateTime']['output'];
  /** Exclusive. */
  endsAt?: Maybe<Scalars['DateTime']['output']>;
  /** Identifies this version of the promotion. updatePromotion requires it. */
  etag: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** Buyers see it next to the discount. */
  name: Scalars['String']['output'];
  /** Higher ones apply first within their class. */
  priority: Scalars['Int']['output'];
  /** Orders under way that have reserved a use. */
  reservedCount: Scalars['Int']['output'];
  reward: PromotionReward;
  /** Lowercase a-z, digits and hyphens; unique. */
  slug: Scalars['String']['output'];
  startsAt?: Maybe<Scalars['DateTime']['output']>;
  status: PromotionStatus;
  updatedAt: Scalars['DateTime']['output'];
  /**
   * Confirmed orders that redeemed it and are not cancelled. usageCount + reservedCount never exceeds usageLimit. Without
   * a limit, both may be a few seconds old.
   */
  usageCount: Scalars['Int']['output'];
  /** The maximum number of orders, over all codes. Null for no limit. */
  usageLimit?: Maybe<Scalars['Int']['output']>;
  /**
   * The maximum number of orders per customer: by account and by contact email, both counted. Guests must then give an
   * email.
   */
  usageLimitPerCustomer?: Maybe<Scalars['Int']['output']>;
};


/**
 * A discount that applies automatically or with a coupon code. Placing an order reserves one use together with the stock.
 * The use is redeemed when the order is confirmed. It is released if the order is rejected or cancelled; refunds and
 * returns do not release it. An order that is under way keeps the version of the promotion that it reserved.
 */
export type PromotionCodesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  query?: InputMaybe<Scalars['String']['input']>;
};

/** All conditions that are set must hold. Of a list, one entry must match; an empty list sets no condition. */
export type PromotionConditions = {
  __typename?: 'PromotionConditions';
  /** Of the destination. */
  countryCodes: Array<Scalars['String']['output']>;
  /** One of the groups of the account that places the order. */
  customerGroups: Array<CustomerGroup>;
  /** Only for accounts, or email addresses of guests, without a confirmed order. Implies usageLimitPerCustomer 1. */
  firstOrder: Scalars['Boolean']['output'];
  /** The goods that minAmounts and minQuantity count. All goods when null. The reward selects the goods that are discounted. */
  items?: Maybe<ItemSelection>;
  markets: Array<Market>;
  /**
   * The minimum amount of the goods that `items` selects, one per currency. In any other currency the promotion does not
   * apply. ORDER OF APPLICATION in the pricing rules states when it is checked.
   */
  minAmounts: Array<Money>;
  /** The minimum number of units that `items` selects. */
  minQuantity?: Maybe<Scalars['Int']['output']>;
  /** Codes of shipping methods. Only for SHIPPING promotions: other classes apply before the method is chosen. */
  shippingMethods: Array<Scalars['String']['output']>;
};

export type PromotionConditionsInput = {
  countryCodes?: InputMaybe<Array<Scalars['String']['input']>>;
  customerGroupIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  firstOrder?: Scalars['Boolean']['input'];
  items?: InputMaybe<ItemSelectionInput>;
  marketIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  minAmounts?: InputMaybe<Array<MoneyInput>>;
  minQuantity?: InputMaybe<Scalars['Int']['input']>;
  shippingMethods?: InputMaybe<Array<Scalars['String']['input']>>;
};

export type PromotionConnection = {
  __typename?: 'PromotionConnection';
  edges: Array<PromotionEdge>;
  pageInfo: PageInfo;
};

export type PromotionEdge = {
  __typename?: 'PromotionEdge';
  cursor: Scalars['String']['output'];
  node: Promotion;
};

export type PromotionPayload = {
  __typename?: 'PromotionPayload';
  promotion?: Maybe<Promotion>;
  userErrors: Array<UserError>;
};

/** Exactly one field is set. */
export type PromotionReward = {
  __typename?: 'PromotionReward';
  buyXGetY?: Maybe<BuyXGetYDiscount>;
  fixedAmount?: Maybe<FixedAmountDiscount>;
  percentage?: Maybe<PercentageDiscount>;
};

/** Exactly one field. buyXGetY only for PRODUCT. */
export type PromotionRewardInput = {
  buyXGetY?: InputMaybe<BuyXGetYDiscountInput>;
  fixedAmount?: InputMaybe<FixedAmountDiscountInput>;
  percentage?: InputMaybe<PercentageDiscountInput>;
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

export type Query = {
  __typename?: 'Query';
  /** Staff can read every account, other callers their own. */
  account?: Maybe<Account>;
  /**
   * For staff. All accounts except guests, newest first. `query` matches a part of the email address or the name. One or two
   * characters match only at the beginning of the address, the first name or the last name.
   */
  accounts: AccountConnection;
  /** For support staff: the orders of all accounts, or of one. */
  allOrders: OrderConnection;
  /** For administrators. All API tokens, newest first, including expired and revoked ones. */
  apiTokens: ApiTokenConnection;
  /** The caller's cart that changed last, a rejected one included; null if there is none. After login it is the merged one. */
  cart?: Maybe<Order>;
  /** The root categories. */
  categories: Array<Category>;
  /** By ID or by slug: exactly one of them is required. */
  category?: Maybe<Category>;
  /** For catalog managers. Case does not matter. */
  couponCode?: Maybe<CouponCode>;
  /** For staff. By slug. */
  customerGroups: Array<CustomerGroup>;
  /** @deprecated Use `deadLetters`. */
  deadFacts: DeadFactConnection;
  /** For support staff: the dead letter queue, newest first. */
  deadLetters: DeadLetterConnection;
  /** For staff, oldest first. Each caller sees the sources that their permissions allow. */
  failedJobs: FailedJobConnection;
  /** For catalog managers. */
  importJob?: Maybe<ImportJob>;
  /** For catalog managers, newest first. */
  importJobs: ImportJobConnection;
  /** For catalog managers: whether a product uses the SKU, in any case. The SKUs of deleted products are free. */
  isSkuTaken: Scalars['Boolean']['output'];
  markets: Array<Market>;
  /** The account that is signed in. Null for an anonymous caller. */
  me?: Maybe<Account>;
  /** The object with this ID. Null when the caller may not read it. */
  node?: Maybe<Node>;
  /** For the owner and support staff. Null for all other callers. `asOf` returns the order as it was at that time; of a cart, the lines that have not changed since. */
  order?: Maybe<Order>;
  /**
   * An order by its number and contact email, for anyone. Null if either is wrong: the response does not say which. Attempts are
   * counted per network address: RATE_LIMITED after ten in a minute.
   */
  orderByNumber?: Maybe<Order>;
  /** For support staff: one order at the payment provider, in its event log, in the list row and in stock. Null if it does not exist. */
  orderReconciliation?: Maybe<OrderReconciliation>;
  /** For support staff. Orders placed in the period, in one currency. `to` is exclusive. At most 366 days. */
  orderStatistics: OrderStatistics;
  /** The caller's orders, newest first, without carts. */
  orders: OrderConnection;
  /**
   * For support staff: what cancelOrder, cancelOrderLines, refundOrder, fulfilOrder, markOrderDelivered or resolveOrder would do now.
   * Nothing is changed or reserved. Null if the order does not exist.
   */
  previewOrderAction?: Maybe<OrderActionPreview>;
  /** For catalog managers. */
  priceLists: PriceListConnection;
  /** By ID or by slug: exactly one of them is required. */
  product?: Maybe<Product>;
  products: ProductConnection;
  /** For catalog managers. By id or by slug: exactly one of them. */
  promotion?: Maybe<Promotion>;
  /** For catalog managers. Newest first. */
  promotions: PromotionConnection;
  /**
   * What an order would cost, and what the buyer can choose from. Fails with UNAVAILABLE while the shop's tax provider does not
   * respond.
   */
  quote: Quote;
  /** For catalog managers, newest first: the orders that hold units of a SKU. Units that were sold are not held. */
  reservations: ReservationConnection;
  /** For support staff. Earliest period first, at most 400 rows. Days begin at midnight in the time zone (IANA name). */
  salesReport: Array<SalesReportRow>;
  /** An empty query matches all products. With a category filter, it lists the category with facets. */
  search: SearchResult;
  /** For catalog managers. The rebuild that is running, or the last one. Null if there was none. */
  searchIndexRebuild?: Maybe<SearchIndexRebuild>;
  /**
   * For catalog managers. What was searched for in the period, most frequent first, at most 100. `withoutResults` selects
   * the queries that found nothing. Counts are of whole days in UTC, and are complete after half a minute. Queries that look
   * like personal data are not counted.
   */
  searchQueries: Array<SearchQueryCount>;
  /** For administrators. Newest first. */
  securityEvents: SecurityEventConnection;
  /** For catalog managers. */
  shippingZones: Array<ShippingZone>;
  /** For staff. At most a few seconds old. */
  shopHealth: ShopHealth;
  /** For catalog managers, newest first: every change of the stock of a SKU. Empty for an unknown SKU. */
  stockLedger: StockLedgerEntryConnection;
  /** For catalog managers: the stock of all SKUs, also of those that are no longer on sale. */
  stockLevels: StockLevelConnection;
  /** Completions of a prefix: categories first, then products. At most 20. */
  suggest: Array<Suggestion>;
  /** For catalog managers, newest first. */
  synonymGroups: Array<SynonymGroup>;
  /** For catalog managers. */
  taxClasses: Array<TaxClass>;
  /** For catalog managers. */
  taxRates: TaxRateConnection;
  /** By SKU, in any case. Null if no product on sale has it. */
  variant?: Maybe<Variant>;
};


export type QueryAccountArgs = {
  id: Scalars['ID']['input'];
};


export type QueryAccountsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AccountFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  query?: InputMaybe<Scalars['String']['input']>;
};


export type QueryAllOrdersArgs = {
  accountId?: InputMaybe<Scalars['ID']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<OrderFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  query?: InputMaybe<Scalars['String']['input']>;
  sort?: InputMaybe<OrderSort>;
  status?: InputMaybe<Array<OrderStatus>>;
};


export type QueryApiTokensArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryCategoryArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  slug?: InputMaybe<Scalars['String']['input']>;
};


export type QueryCouponCodeArgs = {
  code: Scalars['String']['input'];
};


export type QueryDeadFactsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryDeadLettersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryFailedJobsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  source?: InputMaybe<Array<FailedJobSource>>;
};


export type QueryImportJobArgs = {
  id: Scalars['ID']['input'];
};


export type QueryImportJobsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryIsSkuTakenArgs = {
  sku: Scalars['String']['input'];
};


export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


export type QueryOrderArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  id: Scalars['ID']['input'];
};


export type QueryOrderByNumberArgs = {
  email: Scalars['String']['input'];
  number: Scalars['String']['input'];
};


export type QueryOrderReconciliationArgs = {
  orderId: Scalars['ID']['input'];
};


export type QueryOrderStatisticsArgs = {
  currency: CurrencyCode;
  from: Scalars['DateTime']['input'];
  to: Scalars['DateTime']['input'];
};


export type QueryOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<OrderFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  query?: InputMaybe<Scalars['String']['input']>;
  status?: InputMaybe<Array<OrderStatus>>;
};


export type QueryPreviewOrderActionArgs = {
  input: PreviewOrderActionInput;
};


export type QueryPriceListsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryProductArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  slug?: InputMaybe<Scalars['String']['input']>;
};


export type QueryProductsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  categorySlug?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  sort?: InputMaybe<ProductSort>;
};


export type QueryPromotionArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  slug?: InputMaybe<Scalars['String']['input']>;
};


export type QueryPromotionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<Array<PromotionStatus>>;
};


export type QueryQuoteArgs = {
  input: QuoteInput;
};


export type QueryReservationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  sku: Scalars['String']['input'];
};


export type QuerySalesReportArgs = {
  currency: CurrencyCode;
  from: Scalars['DateTime']['input'];
  interval?: ReportInterval;
  marketId?: InputMaybe<Scalars['ID']['input']>;
  timeZone?: Scalars['String']['input'];
  to: Scalars['DateTime']['input'];
};


export type QuerySearchArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SearchFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  query: Scalars['String']['input'];
  sort?: InputMaybe<SearchSort>;
};


export type QuerySearchQueriesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  from: Scalars['DateTime']['input'];
  to: Scalars['DateTime']['input'];
  withoutResults?: Scalars['Boolean']['input'];
};


export type QuerySecurityEventsArgs = {
  accountId?: InputMaybe<Scalars['ID']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SecurityEventFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryStockLedgerArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  sku: Scalars['String']['input'];
};


export type QueryStockLevelsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<StockFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  sort?: InputMaybe<StockSort>;
};


export type QuerySuggestArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  prefix: Scalars['String']['input'];
};


export type QueryTaxRatesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  countryCode?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  taxClassCode?: InputMaybe<Scalars['String']['input']>;
};


export type QueryVariantArgs = {
  sku: Scalars['String']['input'];
};

/**
 * What an order would cost now. A quote reserves and stores nothing. For guests, limits per customer are checked only when the order is
 * placed.
 */
export type Quote = {
  __typename?: 'Quote';
  couponCodes: Array<QuoteCouponCode>;
  discountTotal: Money;
  /** In the order of application. */
  discounts: Array<OrderDiscount>;
  lines: Array<OrderLine>;
  market: Market;
  /** The errors that placeOrder would return. */
  problems: Array<UserError>;
  /** The tax that reverse charge deducts from the prices. Zero in all other cases. */
  reverseChargeAmount: Money;
  /** Before SHIPPING promotions. */
  shipping: Money;
  /** The code of the method in this quote: the requested one, or else the cheapest. */
  shippingMethod?: Maybe<Scalars['String']['output']>;
  /** What the buyer can choose from, cheapest first. */
  shippingOptions: Array<ShippingOption>;
  subtotal: Money;
  tax: Money;
  /** The tax id of the input, or else of the account. Null if it is malformed. */
  taxId?: Maybe<TaxId>;
  taxLines: Array<TaxLine>;
  taxSource: TaxSource;
  taxesIncluded: Scalars['Boolean']['output'];
  total: Money;
};

export type QuoteCouponCode = {
  __typename?: 'QuoteCouponCode';
  code: Scalars['String']['output'];
  /** For people, for example how much is missing to the minimum amount. */
  message: Scalars['String']['output'];
  status: CouponCodeStatus;
};

/** Either cartId or lines. */
export type QuoteInput = {
  cartId?: InputMaybe<Scalars['ID']['input']>;
  /** At most 5. Case does not matter. For a cart, they replace the codes of the cart. */
  couponCodes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The default of the market when absent. A cart has its own: another one fails with BAD_USER_INPUT. */
  currency?: InputMaybe<CurrencyCode>;
  /** Without it, shipping and tax are unknown: both are zero, and shippingOptions is empty. */
  destination?: InputMaybe<DestinationInput>;
  lines?: InputMaybe<Array<OrderLineInput>>;
  shippingMethod?: InputMaybe<Scalars['String']['input']>;
  /** The account's tax id when absent; none when empty. */
  taxId?: InputMaybe<Scalars['String']['input']>;
};

export type RebuildOrderListsInput = {
  /** IDs of orders. */
  ids: Array<Scalars['ID']['input']>;
};

export type RebuildOrdersPayload = {
  __typename?: 'RebuildOrdersPayload';
  /** IDs that belong to no order. */
  missingIds: Array<Scalars['ID']['output']>;
  userErrors: Array<UserError>;
};

export type RebuildStockInput = {
  /** Returns the changes and writes nothing. */
  dryRun?: Scalars['Boolean']['input'];
  /** IDs of orders. */
  ids: Array<Scalars['ID']['input']>;
};

export type RebuildStockPayload = {
  __typename?: 'RebuildStockPayload';
  /** What differed from the orders. */
  changes: Array<StockRebuildChange>;
  /** IDs that belong to no order. */
  missingIds: Array<Scalars['ID']['output']>;
  userErrors: Array<UserError>;
};

export type RebuiltStockLine = {
  __typename?: 'RebuiltStockLine';
  /** The available units before the request. */
  available: Scalars['Int']['output'];
  /** Units that were sold, but not in stock. The stock was increased by them. 0 in a dry run. */
  oversold: Scalars['Int']['output'];
  sku: Scalars['String']['output'];
  /** By how much the available units decrease. Negative when units go back on sale. */
  units: Scalars['Int']['output'];
};

export type RedriveDeadLetterInput = {
  id: Scalars['ID']['input'];
};

export type RefreshSessionInput = {
  /** Empty in cookie mode. */
  refreshToken: Scalars['String']['input'];
};

export type RefundLineInput = {
  quantity: Scalars['Int']['input'];
  /**
   * Whether the units go back on sale. When absent, unfulfilled units do and shipped units do not. Has no effect on units that
   * were cancelled before.
   */
  restock?: InputMaybe<Scalars['Boolean']['input']>;
  sku: Scalars['String']['input'];
};

export type RefundOrderInput = {
  amount?: InputMaybe<MoneyInput>;
  idempotencyKey: Scalars['String']['input'];
  /**
   * Refunds the value of these units. Cannot be combined with `amount`. Unfulfilled units are cancelled. More units than are
   * left to refund fail with OVER_REFUNDED.
   */
  lines?: InputMaybe<Array<RefundLineInput>>;
  orderId: Scalars['ID']['input'];
  reason: Scalars['String']['input'];
  /** Refunds all that is left of shipping. Cannot be combined with `amount`. */
  refundShipping?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What an action would refund. */
export type RefundPreview = {
  __typename?: 'RefundPreview';
  /** Tax included. */
  amount: Money;
  /** `restockedQuantity` are the units that would go back on sale. */
  lines: Array<OrderRefundLine>;
  /** Tax included. */
  shipping: Money;
  /** The part of `amount` that is tax. */
  tax: Money;
};

export type RegisterInput = {
  email: Scalars['String']['input'];
  firstName: Scalars['String']['input'];
  lastName: Scalars['String']['input'];
  /** 8 to 128 characters. Common passwords are rejected. */
  password: Scalars['String']['input'];
};

export type RejectionCount = {
  __typename?: 'RejectionCount';
  code: Scalars['String']['output'];
  count: Scalars['Int']['output'];
};

export type ReorderInput = {
  idempotencyKey: Scalars['String']['input'];
  orderId: Scalars['ID']['input'];
};

export type ReportInterval =
  | 'DAY'
  | 'MONTH'
  /** From Monday. */
  | 'WEEK';

export type RequestPasswordResetInput = {
  email: Scalars['String']['input'];
};

export type RequestStockNotificationInput = {
  /** The account's address when absent. Guests must give one. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** The language of the email to a visitor or a guest; English when absent. An account has its own. */
  locale?: InputMaybe<Scalars['String']['input']>;
  sku: Scalars['String']['input'];
};

/** Stock of one order. */
export type Reservation = {
  __typename?: 'Reservation';
  createdAt: Scalars['DateTime']['output'];
  /** When the units go back on sale unless the order needs them. Null unless they are held. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  /** Empty if nothing was ever held. */
  lines: Array<ReservationLine>;
  /** For support staff. Null for anyone else. */
  order?: Maybe<Order>;
  status: ReservationStatus;
};

export type ReservationConnection = {
  __typename?: 'ReservationConnection';
  edges: Array<ReservationEdge>;
  pageInfo: PageInfo;
};

export type ReservationEdge = {
  __typename?: 'ReservationEdge';
  cursor: Scalars['String']['output'];
  node: Reservation;
};

export type ReservationLine = {
  __typename?: 'ReservationLine';
  quantity: Scalars['Int']['output'];
  sku: Scalars['String']['output'];
};

export type ReservationStatus =
  /** The units are sold. */
  | 'COMMITTED'
  | 'HELD'
  | 'RELEASED'
  /** There was not enough stock, or a promotion was used up: nothing is held. */
  | 'SHORT';

export type ResetPasswordInput = {
  newPassword: Scalars['String']['input'];
  token: Scalars['String']['input'];
};

export type Resolution =
  | 'GIVE_UP'
  | 'RETRY';

export type ResolutionPreview = {
  __typename?: 'ResolutionPreview';
  allowed: Scalars['Boolean']['output'];
  /** The types of the effects that it would start. */
  effectTypes: Array<Scalars['String']['output']>;
  /** The types of the events that it would append. */
  eventTypes: Array<Scalars['String']['output']>;
  /** For people: why it is refused. Null if it is allowed. */
  reason?: Maybe<Scalars['String']['output']>;
  resolution: Resolution;
  /** The status right after it. Null if it is refused. */
  status?: Maybe<OrderStatus>;
};

export type ResolveOrderInput = {
  note: Scalars['String']['input'];
  orderId: Scalars['ID']['input'];
  resolution: Resolution;
};

export type ResumeOrderPaymentInput = {
  orderId: Scalars['ID']['input'];
};

export type Role =
  | 'ADMIN'
  | 'CATALOG_MANAGER'
  | 'CUSTOMER'
  | 'GUEST'
  | 'SUPPORT';

/**
 * The sums of one period. An order counts when it is confirmed, a refund when it succeeds. totalSales = grossSales - discounts +
 * shipping - reverseChargeAmount, plus tax where it is not included in prices. netTotal = totalSales - refunds.
 */
export type SalesReportRow = {
  __typename?: 'SalesReportRow';
  /** The part of totalSales that gift cards and store credit paid: zero, the shop has neither. */
  balancePayments: Money;
  discounts: Money;
  /** The sum of subtotals. */
  grossSales: Money;
  netTotal: Money;
  orderCount: Scalars['Int']['output'];
  /** The period lasts until periodStart of the next row. The first one starts at `from`. */
  periodStart: Scalars['DateTime']['output'];
  refunds: Money;
  reverseChargeAmount: Money;
  shipping: Money;
  tax: Money;
  totalSales: Money;
  unitCount: Scalars['Int']['output'];
};

export type SaveAddressInput = {
  city: Scalars['String']['input'];
  /** ISO 3166-1 alpha-2: GB, not UK. */
  countryCode: Scalars['String']['input'];
  /** The address to update. Without it, an address is added. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** True makes it the default address in place of the current one. Otherwise the default does not change. */
  isDefault?: InputMaybe<Scalars['Boolean']['input']>;
  line1: Scalars['String']['input'];
  line2?: InputMaybe<Scalars['String']['input']>;
  name: Scalars['String']['input'];
  /** Required in countries that have postal codes. */
  postalCode?: InputMaybe<Scalars['String']['input']>;
  region?: InputMaybe<Scalars['String']['input']>;
};

export type SaveTaxClassInput = {
  /** Lowercase a-z, digits and hyphens. */
  code: Scalars['String']['input'];
  name: Scalars['String']['input'];
};

export type SearchEdge = {
  __typename?: 'SearchEdge';
  cursor: Scalars['String']['output'];
  /** The matching part of the text. Matching words are in <em> elements. */
  highlight?: Maybe<Scalars['String']['output']>;
  node: Product;
  score?: Maybe<Scalars['Float']['output']>;
};

export type SearchFilter = {
  attributes?: InputMaybe<Array<AttributeFilter>>;
  brands?: InputMaybe<Array<Scalars['String']['input']>>;
  /** This category and its descendants. */
  categorySlug?: InputMaybe<Scalars['String']['input']>;
  /** The currency of minPrice and maxPrice, and the one that sorting by price begins with. The shop's default currency when absent. */
  currency?: InputMaybe<CurrencyCode>;
  /** True selects available products, false sold-out products. Both when absent. */
  inStock?: InputMaybe<Scalars['Boolean']['input']>;
  maxPrice?: InputMaybe<Scalars['BigInt']['input']>;
  /**
   * In the smallest unit of the currency, for example cents. One variant must have a base price in the range. Price lists and base
   * prices in other currencies than the product's do not count.
   */
  minPrice?: InputMaybe<Scalars['BigInt']['input']>;
};

export type SearchIndexRebuild = {
  __typename?: 'SearchIndexRebuild';
  completedAt?: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  processedCount: Scalars['Int']['output'];
  productCount: Scalars['Int']['output'];
  startedAt: Scalars['DateTime']['output'];
  status: SearchIndexRebuildStatus;
};

export type SearchIndexRebuildPayload = {
  __typename?: 'SearchIndexRebuildPayload';
  rebuild?: Maybe<SearchIndexRebuild>;
  userErrors: Array<UserError>;
};

export type SearchIndexRebuildStatus =
  | 'COMPLETED'
  | 'FAILED'
  | 'RUNNING';

export type SearchQueryCount = {
  __typename?: 'SearchQueryCount';
  /** How many of the searches led to a product page. */
  clickCount: Scalars['Int']['output'];
  /** In lower case, without leading and trailing spaces. */
  query: Scalars['String']['output'];
  /** Results of the latest search. */
  resultCount: Scalars['Int']['output'];
  searchCount: Scalars['Int']['output'];
};

export type SearchResult = {
  __typename?: 'SearchResult';
  /** The query that was searched for instead, if no product has a word of the original one. Null otherwise. */
  correctedQuery?: Maybe<Scalars['String']['output']>;
  /** True while the search engine is unavailable and the database is searched instead. */
  degraded: Scalars['Boolean']['output'];
  edges: Array<SearchEdge>;
  facets: Array<Facet>;
  /** How many of the results can be bought now. 0 while degraded. */
  inStockCount: Scalars['Int']['output'];
  pageInfo: PageInfo;
  /**
   * The lowest and the highest base price of all results in the currency of the filter, as if no price were chosen. Null if no result
   * has a price in it, and while degraded.
   */
  priceBounds?: Maybe<PriceRange>;
  tookMs: Scalars['Int']['output'];
  /** The database, which searches without a search engine, counts up to 1,000, also in the other fields. Then it means 1,000 or more. */
  totalCount: Scalars['Int']['output'];
};

export type SearchSort =
  | 'BEST_SELLING'
  | 'NEWEST'
  | 'PRICE_ASC'
  | 'PRICE_DESC'
  | 'RELEVANCE';

/**
 * A change of an account's credentials or rights, an attempt to sign in, or a denied request. Requests of one actor that are
 * denied for the same operation in one minute are one event, with their count in `detail`.
 */
export type SecurityEvent = {
  __typename?: 'SecurityEvent';
  /** The affected account. Null when no account has the entered email address, or when the account was deleted. */
  account?: Maybe<Account>;
  /** account:<id>, token:<id> of an API token, operator or anonymous; others when too many were denied at the same time. */
  actor: Scalars['String']['output'];
  /** A hash of the client's IP address. Equal addresses have equal hashes. */
  addressHash: Scalars['String']['output'];
  at: Scalars['DateTime']['output'];
  /** What changed, for example {"added": ["ADMIN"], "removed": []}. Null if there is nothing to say. */
  detail?: Maybe<Scalars['JSON']['output']>;
  id: Scalars['ID']['output'];
  /** The ID of the affected API token, for events of API tokens. */
  subject?: Maybe<Scalars['ID']['output']>;
  /** For example SIGN_IN, SIGN_IN_FAILED, REFRESH_REUSED, ROLES_CHANGED, ACCESS_DENIED or SIGN_IN_THROTTLED. */
  type: Scalars['String']['output'];
};

export type SecurityEventConnection = {
  __typename?: 'SecurityEventConnection';
  edges: Array<SecurityEventEdge>;
  pageInfo: PageInfo;
};

export type SecurityEventEdge = {
  __typename?: 'SecurityEventEdge';
  cursor: Scalars['String']['output'];
  node: SecurityEvent;
};

/** All conditions that are set must hold. */
export type SecurityEventFilter = {
  addressHash?: InputMaybe<Scalars['String']['input']>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Exclusive. */
  to?: InputMaybe<Scalars['DateTime']['input']>;
  /** At most 20. */
  types?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** A sign-in of the account on one device. */
export type Session = {
  __typename?: 'Session';
  createdAt: Scalars['DateTime']['output'];
  /** Whether the request uses this session. */
  current: Scalars['Boolean']['output'];
  id: Scalars['ID']['output'];
  /** Time of the sign-in or of the last refresh. While the session is in use, it is at most ten minutes old. */
  lastSeenAt: Scalars['DateTime']['output'];
  userAgent?: Maybe<Scalars['String']['output']>;
};

/** In cookie mode the tokens are null: they are in cookies that scripts cannot read. */
export type SessionPayload = {
  __typename?: 'SessionPayload';
  /** A JWT for the header `Authorization: Bearer <token>`. It is valid for ten minutes. */
  accessToken?: Maybe<Scalars['String']['output']>;
  account?: Maybe<Account>;
  /** When the access token expires. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Opaque. Keep it secret. */
  refreshToken?: Maybe<Scalars['String']['output']>;
  userErrors: Array<UserError>;
};

export type SetCartCouponCodesInput = {
  cartId: Scalars['ID']['input'];
  /** Case does not matter. An empty list removes all codes. */
  couponCodes: Array<Scalars['String']['input']>;
};

export type SetCartCurrencyInput = {
  cartId: Scalars['ID']['input'];
  currency: CurrencyCode;
};

export type SetCartLineInput = {
  cartId: Scalars['ID']['input'];
  quantity: Scalars['Int']['input'];
  sku: Scalars['String']['input'];
};

export type SetCartLinesInput = {
  cartId: Scalars['ID']['input'];
  /** Quantity 0 removes a line. Lines that are not listed do not change. */
  lines: Array<OrderLineInput>;
};

export type SetCouponCodeActiveInput = {
  active: Scalars['Boolean']['input'];
  id: Scalars['ID']['input'];
};

export type SetCustomerGroupsInput = {
  accountId: Scalars['ID']['input'];
  customerGroupIds: Array<Scalars['ID']['input']>;
};

export type SetDisabledInput = {
  accountId: Scalars['ID']['input'];
  disabled: Scalars['Boolean']['input'];
};

export type SetLowStockThresholdInput = {
  sku: Scalars['String']['input'];
  /** Null removes it. */
  threshold?: InputMaybe<Scalars['Int']['input']>;
};

export type SetPriceListPricesInput = {
  priceListId: Scalars['ID']['input'];
  prices: Array<PriceListPriceInput>;
};

export type SetPromotionActiveInput = {
  active: Scalars['Boolean']['input'];
  id: Scalars['ID']['input'];
};

export type SetRolesInput = {
  accountId: Scalars['ID']['input'];
  roles: Array<Role>;
};

export type SetTaxIdInput = {
  /** A VAT number of the EU with its prefix, for example DE123456789. INVALID_TAX_ID if it is malformed. */
  taxId?: InputMaybe<Scalars['String']['input']>;
};

export type SetWishlistItemInput = {
  saved: Scalars['Boolean']['input'];
  sku: Scalars['String']['input'];
};

export type Shipment = {
  __typename?: 'Shipment';
  carrier?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  lines: Array<ShipmentLine>;
  shippedAt: Scalars['DateTime']['output'];
  trackingNumber?: Maybe<Scalars['String']['output']>;
};

export type ShipmentLine = {
  __typename?: 'ShipmentLine';
  quantity: Scalars['Int']['output'];
  sku: Scalars['String']['output'];
};

export type ShippingMethod = Node & {
  __typename?: 'ShippingMethod';
  active: Scalars['Boolean']['output'];
  /** The carrier that quotes the price. Null if `rates` set it. */
  carrier?: Maybe<Scalars['String']['output']>;
  /** The value for shippingMethod of placeOrder, for example express. Unique within the zone. */
  code: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  maxDeliveryDays?: Maybe<Scalars['Int']['output']>;
  minDeliveryDays?: Maybe<Scalars['Int']['output']>;
  name: Scalars['String']['output'];
  /** The first rate that matches applies. Without a match the method is not offered. */
  rates: Array<ShippingRate>;
  taxClass: TaxClass;
  zone: ShippingZone;
};

export type ShippingMethodInput = {
  active?: Scalars['Boolean']['input'];
  /** One of the carriers that the shop is configured for. Cannot be combined with `rates`. */
  carrier?: InputMaybe<Scalars['String']['input']>;
  code: Scalars['String']['input'];
  maxDeliveryDays?: InputMaybe<Scalars['Int']['input']>;
  minDeliveryDays?: InputMaybe<Scalars['Int']['input']>;
  name: Scalars['String']['input'];
  rates?: InputMaybe<Array<ShippingRateInput>>;
  taxClassCode?: Scalars['String']['input'];
};

/** A shipping method that is available, with its price before SHIPPING promotions. */
export type ShippingOption = {
  __typename?: 'ShippingOption';
  code: Scalars['String']['output'];
  maxDeliveryDays?: Maybe<Scalars['Int']['output']>;
  minDeliveryDays?: Maybe<Scalars['Int']['output']>;
  name: Scalars['String']['output'];
  price: Money;
};

/** All bounds that are set must match. Lower bounds are inclusive, upper bounds are exclusive. */
export type ShippingRate = {
  __typename?: 'ShippingRate';
  /** Compared with the sum of the lines after PRODUCT and ORDER discounts, without shipping. */
  fromAmount?: Maybe<Money>;
  fromWeightGrams?: Maybe<Scalars['Int']['output']>;
  /** The rate applies in this currency alone. */
  price: Money;
  toAmount?: Maybe<Money>;
  toWeightGrams?: Maybe<Scalars['Int']['output']>;
};

export type ShippingRateInput = {
  fromAmount?: InputMaybe<MoneyInput>;
  fromWeightGrams?: InputMaybe<Scalars['Int']['input']>;
  price: MoneyInput;
  toAmount?: InputMaybe<MoneyInput>;
  toWeightGrams?: InputMaybe<Scalars['Int']['input']>;
};

/**
 * Destinations with the same shipping methods. Of several zones that match a destination, the most specific one applies:
 * postal code prefix before region before country.
 */
export type ShippingZone = Node & {
  __typename?: 'ShippingZone';
  /** ISO 3166-1 alpha-2. Empty for the rest of the world. */
  countryCodes: Array<Scalars['String']['output']>;
  /** Identifies this version of the zone and its methods, for updateShippingZone. */
  etag: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  methods: Array<ShippingMethod>;
  name: Scalars['String']['output'];
  /** Only in a zone of one country. Empty for all postal codes. */
  postalCodePrefixes: Array<Scalars['String']['output']>;
  /** Only in a zone of one country; as written in addresses, without regard to case. Empty for all regions. */
  regions: Array<Scalars['String']['output']>;
  slug: Scalars['String']['output'];
};

export type ShippingZonePayload = {
  __typename?: 'ShippingZonePayload';
  shippingZone?: Maybe<ShippingZone>;
  userErrors: Array<UserError>;
};

/** The dependencies and the counts are at most three seconds old. */
export type ShopHealth = {
  __typename?: 'ShopHealth';
  /** The age of the oldest change that search and caches have not seen yet, in milliseconds. */
  catalogLagMs: Scalars['Int']['output'];
  dependencies: Array<DependencyHealth>;
  /** Null without a permission for any of their sources. */
  failedJobCount?: Maybe<Scalars['Int']['output']>;
  /** SKUs at or below their threshold. Null without STOCK_WRITE. */
  lowStockCount?: Maybe<Scalars['Int']['output']>;
  /** Whether the database answers searches in place of the search engine. */
  searchDegraded: Scalars['Boolean']['output'];
  /** Orders with `OrderFilter.stuck`. Null without ORDER_READ_ANY. */
  stuckOrderCount?: Maybe<Scalars['Int']['output']>;
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
  categorySlug?: InputMaybe<Scalars['String']['input']>;
  /** True: on sale, and at or below lowStockThreshold. False: all others. */
  lowStock?: InputMaybe<Scalars['Boolean']['input']>;
  maxAvailable?: InputMaybe<Scalars['Int']['input']>;
  /** A part of a SKU, or of the name of its product. Case does not matter. */
  query?: InputMaybe<Scalars['String']['input']>;
};

export type StockLedgerEntry = {
  __typename?: 'StockLedgerEntry';
  at: Scalars['DateTime']['output'];
  availableDelta: Scalars['Int']['output'];
  /** initial, adjust, reserve, release, commit, restock, reconcile or rebuild. */
  cause: Scalars['String']['output'];
  committedDelta: Scalars['Int']['output'];
  id: Scalars['ID']['output'];
  /** The reason of an adjustment, or the id of an order. Of other changes, what has made them. */
  reference: Scalars['String']['output'];
  reservedDelta: Scalars['Int']['output'];
};

export type StockLedgerEntryConnection = {
  __typename?: 'StockLedgerEntryConnection';
  edges: Array<StockLedgerEntryEdge>;
  pageInfo: PageInfo;
};

export type StockLedgerEntryEdge = {
  __typename?: 'StockLedgerEntryEdge';
  cursor: Scalars['String']['output'];
  node: StockLedgerEntry;
};

export type StockLevel = {
  __typename?: 'StockLevel';
  /** Units that can be bought. */
  available: Scalars['Int']['output'];
  /** For catalog managers: units that were sold. Null for anyone else. */
  committed?: Maybe<Scalars['Int']['output']>;
  /** For catalog managers: at or below it, the SKU counts as low. Null if there is none, and for anyone else. */
  lowStockThreshold?: Maybe<Scalars['Int']['output']>;
  /** Units reserved by orders that are being placed. */
  reserved: Scalars['Int']['output'];
  sku: Scalars['String']['output'];
  updatedAt: Scalars['DateTime']['output'];
  /** Null if it is no longer on sale. */
  variant?: Maybe<Variant>;
};

/** Rows that change their place between two pages can be repeated or missing: stock changes all the time. */
export type StockLevelConnection = {
  __typename?: 'StockLevelConnection';
  edges: Array<StockLevelEdge>;
  pageInfo: PageInfo;
  /** Of all pages. */
  totalCount: Scalars['Int']['output'];
};

export type StockLevelEdge = {
  __typename?: 'StockLevelEdge';
  cursor: Scalars['String']['output'];
  node: StockLevel;
};

export type StockPayload = {
  __typename?: 'StockPayload';
  stock?: Maybe<StockLevel>;
  userErrors: Array<UserError>;
};

/** A difference between the stock and an order. */
export type StockRebuildChange = {
  __typename?: 'StockRebuildChange';
  after?: Maybe<StockReservationStatus>;
  /** Null when there was no such reservation. */
  before?: Maybe<StockReservationStatus>;
  lines: Array<RebuiltStockLine>;
  orderId: Scalars['ID']['output'];
  /** Why the order cannot be rebuilt completely, in English. */
  problems: Array<Scalars['String']['output']>;
  /** Null for the number of units sold of products. */
  reservationId?: Maybe<Scalars['ID']['output']>;
};

export type StockReservationStatus =
  /** The units are sold. */
  | 'COMMITTED'
  /** The units are reserved. */
  | 'HELD'
  /** The units are on sale again. */
  | 'RELEASED';

export type StockSort =
  | 'AVAILABLE_ASC'
  | 'COMMITTED_DESC'
  | 'SKU';

export type Subscription = {
  __typename?: 'Subscription';
  /** For catalog managers, over server-sent events: the job now, and at most once a second. Completes with the job. */
  importProgress: ImportJob;
  /**
   * Over server-sent events, for callers who may read the order. NOT_FOUND for all other callers. The first event is the
   * latest one, with the current order. Then each new event follows, with the order after it. The ID of each event is its
   * sequence: `Last-Event-ID`, or `after`, resumes behind it without a gap. Completes when the order is REJECTED or CANCELLED.
   * When a REJECTED cart is changed or placed again, subscribe again.
   */
  orderEvents: OrderEventEdge;
  /**
   * For support staff, over server-sent events: the events of all orders from now on, optionally of orders that are then in one of
   * these statuses. Best effort: a client that reconnects asks allOrders for what it missed.
   */
  orderFeed: OrderEventEdge;
  /** For catalog managers, over server-sent events: the rebuild now, and at most once a second. Completes with it. */
  searchIndexRebuildProgress: SearchIndexRebuild;
  /** Over server-sent events: the current level, then each change, at most once a second. */
  stock: StockLevel;
  /**
   * Over server-sent events, for up to 50 SKUs: each current level, then each change, at most once a second per SKU. SKUs that do not
   * exist are left out. NOT_FOUND if none exists. One stream serves a whole page.
   */
  stockLevels: StockLevel;
};


export type SubscriptionImportProgressArgs = {
  id: Scalars['ID']['input'];
};


export type SubscriptionOrderEventsArgs = {
  after?: InputMaybe<Scalars['Int']['input']>;
  orderId: Scalars['ID']['input'];
};


export type SubscriptionOrderFeedArgs = {
  status?: InputMaybe<Array<OrderStatus>>;
};


export type SubscriptionSearchIndexRebuildProgressArgs = {
  id: Scalars['ID']['input'];
};


export type SubscriptionStockArgs = {
  sku: Scalars['String']['input'];
};


export type SubscriptionStockLevelsArgs = {
  skus: Array<Scalars['String']['input']>;
};

/** Suggests a product or a category. The other field is null. */
export type Suggestion = {
  __typename?: 'Suggestion';
  category?: Maybe<Category>;
  product?: Maybe<Product>;
  text: Scalars['String']['output'];
};

/** Words that search treats alike. A change takes effect within a minute. */
export type SynonymGroup = {
  __typename?: 'SynonymGroup';
  id: Scalars['ID']['output'];
  updatedAt: Scalars['DateTime']['output'];
  /** Null if the account was deleted, or the caller may not read it. */
  updatedBy?: Maybe<Account>;
  words: Array<Scalars['String']['output']>;
};

export type SynonymGroupPayload = {
  __typename?: 'SynonymGroupPayload';
  synonymGroup?: Maybe<SynonymGroup>;
  userErrors: Array<UserError>;
};

/** Goods that are taxed alike, for example standard or reduced. The class `exempt` always exists and is never taxed. */
export type TaxClass = {
  __typename?: 'TaxClass';
  code: Scalars['String']['output'];
  name: Scalars['String']['output'];
};

export type TaxClassPayload = {
  __typename?: 'TaxClassPayload';
  taxClass?: Maybe<TaxClass>;
  userErrors: Array<UserError>;
};

/**
 * The tax number of a business: a VAT number of the EU. Reverse charge applies if the number is VERIFIED, belongs to another
 * member state than the shop's, and the goods go to another member state: no tax is charged. Where prices include tax, it is
 * deducted: see REVERSE CHARGE in the pricing rules.
 */
export type TaxId = {
  __typename?: 'TaxId';
  status: TaxIdStatus;
  value: Scalars['String']['output'];
  /** The name in the register. */
  verifiedName?: Maybe<Scalars['String']['output']>;
};

export type TaxIdStatus =
  /** The register could not be reached. Tax is charged. */
  | 'UNAVAILABLE'
  /** The register does not know the number. Tax is charged. */
  | 'UNVERIFIED'
  /** The register confirmed the number. */
  | 'VERIFIED';

export type TaxLine = {
  __typename?: 'TaxLine';
  amount: Money;
  name: Scalars['String']['output'];
  /** The rate in parts per million: 210000 is 21 %. */
  ratePpm: Scalars['Int']['output'];
  /** The amount that the rate applies to, without tax. */
  taxableAmount: Money;
};

/**
 * The rate of one tax class at a destination. Rates match by country, region and postal code prefix. Matching rates are
 * added up, from wide to narrow: country, region, postal code. A rate that is not combinable replaces the wider ones.
 */
export type TaxRate = Node & {
  __typename?: 'TaxRate';
  /**
   * True if the rate is added to the rates of the wider area, as a Canadian province's tax is added to the federal one.
   * False if it replaces them, as in a part of a country that is outside its VAT area.
   */
  combinable: Scalars['Boolean']['output'];
  countryCode: Scalars['String']['output'];
  /** Exclusive. */
  endsAt?: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  /** As shown on documents, for example VAT or NY state tax. */
  name: Scalars['String']['output'];
  /** Null for all postal codes. */
  postalCodePrefix?: Maybe<Scalars['String']['output']>;
  /** In parts per million: 210000 is 21 %, 88750 is 8.875 %. */
  ratePpm: Scalars['Int']['output'];
  /** As written in addresses, without regard to case. Null for all regions. */
  region?: Maybe<Scalars['String']['output']>;
  startsAt?: Maybe<Scalars['DateTime']['output']>;
  taxClass: TaxClass;
};

export type TaxRateConnection = {
  __typename?: 'TaxRateConnection';
  edges: Array<TaxRateEdge>;
  pageInfo: PageInfo;
};

export type TaxRateEdge = {
  __typename?: 'TaxRateEdge';
  cursor: Scalars['String']['output'];
  node: TaxRate;
};

export type TaxRatePayload = {
  __typename?: 'TaxRatePayload';
  taxRate?: Maybe<TaxRate>;
  userErrors: Array<UserError>;
};

/** Where tax is rounded. See TAX in the pricing rules. */
export type TaxRounding =
  /** Once per line, and once for shipping. */
  | 'LINE'
  /** Once per tax rate for the whole order, as Japan's qualified invoices require. */
  | 'ORDER';

/** The source of the tax of an order. */
export type TaxSource =
  /**
   * The tax service of the payment provider. The order calls it once, when it is placed. If a price changes after that, the
   * order is always rejected with PRICE_CHANGED.
   */
  | 'PROVIDER'
  /** The shop's own tax rates. */
  | 'RATE_TABLE';

export type Transaction = {
  __typename?: 'Transaction';
  amount: Money;
  at: Scalars['DateTime']['output'];
  /** Why it failed, in the provider's words. For support staff; null for anyone else. */
  failureReason?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  kind: TransactionKind;
  provider: Scalars['String']['output'];
  /** The payment provider's ID of the transaction. */
  providerReference?: Maybe<Scalars['String']['output']>;
  status: TransactionStatus;
};

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

export type UndoEmailChangeInput = {
  token: Scalars['String']['input'];
};

export type UpdateCategoryInput = {
  description?: InputMaybe<Scalars['String']['input']>;
  id: Scalars['ID']['input'];
  name?: InputMaybe<Scalars['String']['input']>;
  parentId?: InputMaybe<Scalars['ID']['input']>;
  slug?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateCustomerGroupInput = {
  id: Scalars['ID']['input'];
  name?: InputMaybe<Scalars['String']['input']>;
  slug?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateMarketInput = {
  countryCodes?: InputMaybe<Array<Scalars['String']['input']>>;
  currencies?: InputMaybe<Array<CurrencyCode>>;
  id: Scalars['ID']['input'];
  name?: InputMaybe<Scalars['String']['input']>;
  slug?: InputMaybe<Scalars['String']['input']>;
  taxRounding?: InputMaybe<TaxRounding>;
  taxesIncluded?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Absent fields stay unchanged. */
export type UpdatePreferencesInput = {
  currency?: InputMaybe<CurrencyCode>;
  locale?: InputMaybe<Scalars['String']['input']>;
  marketingEmails?: InputMaybe<Scalars['Boolean']['input']>;
  orderEmails?: InputMaybe<Scalars['Boolean']['input']>;
};

export type UpdatePriceListInput = {
  active?: InputMaybe<Scalars['Boolean']['input']>;
  customerGroupIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  endsAt?: InputMaybe<Scalars['DateTime']['input']>;
  id: Scalars['ID']['input'];
  marketIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  name?: InputMaybe<Scalars['String']['input']>;
  priority?: InputMaybe<Scalars['Int']['input']>;
  slug?: InputMaybe<Scalars['String']['input']>;
  startsAt?: InputMaybe<Scalars['DateTime']['input']>;
  type?: InputMaybe<PriceListType>;
};

export type UpdateProductInput = {
  attributes?: InputMaybe<Array<AttributeInput>>;
  brand?: InputMaybe<Scalars['String']['input']>;
  categoryIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  description?: InputMaybe<Scalars['String']['input']>;
  etag: Scalars['String']['input'];
  id: Scalars['ID']['input'];
  media?: InputMaybe<Array<MediaInput>>;
  name?: InputMaybe<Scalars['String']['input']>;
  slug?: InputMaybe<Scalars['String']['input']>;
  /** The complete list. A variant that is missing from it is taken off sale. */
  variants?: InputMaybe<Array<VariantInput>>;
};

/** Absent fields stay unchanged. */
export type UpdateProfileInput = {
  /** Required with `email`. */
  currentPassword?: InputMaybe<Scalars['String']['input']>;
  email?: InputMaybe<Scalars['String']['input']>;
  firstName?: InputMaybe<Scalars['String']['input']>;
  lastName?: InputMaybe<Scalars['String']['input']>;
};

export type UpdatePromotionInput = {
  automatic?: InputMaybe<Scalars['Boolean']['input']>;
  class?: InputMaybe<DiscountClass>;
  combinesWith?: InputMaybe<Array<DiscountClass>>;
  conditions?: InputMaybe<PromotionConditionsInput>;
  endsAt?: InputMaybe<Scalars['DateTime']['input']>;
  etag: Scalars['String']['input'];
  id: Scalars['ID']['input'];
  name?: InputMaybe<Scalars['String']['input']>;
  priority?: InputMaybe<Scalars['Int']['input']>;
  reward?: InputMaybe<PromotionRewardInput>;
  slug?: InputMaybe<Scalars['String']['input']>;
  startsAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Refused with INVALID_PROMOTION below usageCount + reservedCount. To stop a promotion, pause it. */
  usageLimit?: InputMaybe<Scalars['Int']['input']>;
  usageLimitPerCustomer?: InputMaybe<Scalars['Int']['input']>;
};

export type UpdateShippingZoneInput = {
  countryCodes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Absent: updates any version. */
  etag?: InputMaybe<Scalars['String']['input']>;
  id: Scalars['ID']['input'];
  methods?: InputMaybe<Array<ShippingMethodInput>>;
  name?: InputMaybe<Scalars['String']['input']>;
  postalCodePrefixes?: InputMaybe<Array<Scalars['String']['input']>>;
  regions?: InputMaybe<Array<Scalars['String']['input']>>;
  slug?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateSynonymGroupInput = {
  id: Scalars['ID']['input'];
  words: Array<Scalars['String']['input']>;
};

export type UpdateTaxRateInput = {
  combinable?: InputMaybe<Scalars['Boolean']['input']>;
  countryCode?: InputMaybe<Scalars['String']['input']>;
  endsAt?: InputMaybe<Scalars['DateTime']['input']>;
  id: Scalars['ID']['input'];
  name?: InputMaybe<Scalars['String']['input']>;
  postalCodePrefix?: InputMaybe<Scalars['String']['input']>;
  ratePpm?: InputMaybe<Scalars['Int']['input']>;
  region?: InputMaybe<Scalars['String']['input']>;
  startsAt?: InputMaybe<Scalars['DateTime']['input']>;
  taxClassCode?: InputMaybe<Scalars['String']['input']>;
};

/**
 * An error that the caller can correct. Internal errors, missing permissions and limits are top-level errors, whose
 * extensions.code is one of UNAUTHENTICATED, FORBIDDEN, NOT_FOUND (of a subscription), RATE_LIMITED, UNAVAILABLE,
 * BAD_USER_INPUT, QUERY_TOO_COSTLY and INTERNAL.
 */
export type UserError = {
  __typename?: 'UserError';
  /** A stable code for programs, for example SLUG_TAKEN or INVALID_QUANTITY. */
  code: Scalars['String']['output'];
  /** The path into the input. Empty when the error concerns the whole input. */
  field?: Maybe<Array<Scalars['String']['output']>>;
  message: Scalars['String']['output'];
};

/** A purchasable version of a product, for example one size in one colour. */
export type Variant = {
  __typename?: 'Variant';
  /** For catalog managers: the price without price lists, in each currency. Empty for anyone else. */
  basePrices: Array<Money>;
  /** The base price, while a SALE price list makes `price` lower; otherwise null. */
  compareAtPrice?: Maybe<Money>;
  /** Empty if the variant has no pictures of its own. */
  media: Array<Media>;
  name: Scalars['String']['output'];
  options: Array<Attribute>;
  /**
   * The unit price of one unit, in the default currency of the market. If the variant is not sold in that currency, the price
   * in the product's own currency; the base price if the market does not have that currency.
   */
  price: Money;
  product: Product;
  sku: Scalars['String']['output'];
  stock: StockLevel;
  taxClass: TaxClass;
  /**
   * The unit price for a line of this quantity, in the default currency of the market when `currency` is absent. Null if
   * the variant is not sold in the currency.
   */
  unitPrice?: Maybe<Money>;
  /** Null if the weight does not matter. */
  weightGrams?: Maybe<Scalars['Int']['output']>;
};


/** A purchasable version of a product, for example one size in one colour. */
export type VariantUnitPriceArgs = {
  currency?: InputMaybe<CurrencyCode>;
  quantity?: Scalars['Int']['input'];
};

export type VariantInput = {
  /** Base prices in currencies other than that of `price`. Replaces the whole list. */
  basePrices?: InputMaybe<Array<MoneyInput>>;
  /** Units in stock of a new SKU. Ignored for a SKU that the product has already: use adjustStock. */
  initialStock?: InputMaybe<Scalars['Int']['input']>;
  /** Replaces the whole list. */
  media?: InputMaybe<Array<MediaInput>>;
  name: Scalars['String']['input'];
  options?: InputMaybe<Array<AttributeInput>>;
  price: MoneyInput;
  sku: Scalars['String']['input'];
  /** `standard` when absent. */
  taxClassCode?: InputMaybe<Scalars['String']['input']>;
  weightGrams?: InputMaybe<Scalars['Int']['input']>;
};

export type VerifyEmailInput = {
  token: Scalars['String']['input'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Account: Account;
  Category: Category;
  CustomerGroup: CustomerGroup;
  Market: Market;
  Order: Order;
  Product: Product;
  Variant: Variant;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Account:
    ( { __typename: 'Account' }
    & GraphQLRecursivePick<FederationTypes['Account'], {"id":true}> );
  Category:
    ( { __typename: 'Category' }
    & GraphQLRecursivePick<FederationTypes['Category'], {"id":true}> );
  CustomerGroup:
    ( { __typename: 'CustomerGroup' }
    & GraphQLRecursivePick<FederationTypes['CustomerGroup'], {"id":true}> );
  Market:
    ( { __typename: 'Market' }
    & GraphQLRecursivePick<FederationTypes['Market'], {"id":true}> );
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
  Product:
    ( { __typename: 'Product' }
    & ( GraphQLRecursivePick<FederationTypes['Product'], {"id":true}>
        | GraphQLRecursivePick<FederationTypes['Product'], {"slug":true}> ) );
  Variant:
    ( { __typename: 'Variant' }
    & GraphQLRecursivePick<FederationTypes['Variant'], {"sku":true}> );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( User )
    | ( CategoryMessage )
    | ( CustomerGroupMessage )
    | ( JobOfSource )
    | ( ImportJobMessage )
    | ( MarketMessage )
    | ( OrderMessage )
    | ( PriceListMessage )
    | ( ProductMessage )
    | ( PromotionMessage )
    | ( MethodOfZone )
    | ( ShippingZoneMessage )
    | ( TaxRateMessage )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AcceptedPayload: ResolverTypeWrapper<AcceptedPayload>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Account: ResolverTypeWrapper<User>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  AccountConnection: ResolverTypeWrapper<AccountConnectionParent>;
  AccountEdge: ResolverTypeWrapper<Omit<AccountEdge, 'node'> & { node: ResolversTypes['Account'] }>;
  AccountFilter: AccountFilter;
  AccountOrderTotals: ResolverTypeWrapper<OrderTotalsMessage>;
  AccountPayload: ResolverTypeWrapper<Omit<AccountPayload, 'account'> & { account?: Maybe<ResolversTypes['Account']> }>;
  AddOrderNoteInput: AddOrderNoteInput;
  AddToCartInput: AddToCartInput;
  Address: ResolverTypeWrapper<AccountAddressMessage>;
  AdjustStockInput: AdjustStockInput;
  ApiScope: ApiScope;
  ApiToken: ResolverTypeWrapper<ApiTokenMessage>;
  ApiTokenConnection: ResolverTypeWrapper<Omit<ApiTokenConnection, 'edges'> & { edges: Array<ResolversTypes['ApiTokenEdge']> }>;
  ApiTokenEdge: ResolverTypeWrapper<Omit<ApiTokenEdge, 'node'> & { node: ResolversTypes['ApiToken'] }>;
  ApiTokenPayload: ResolverTypeWrapper<Omit<ApiTokenPayload, 'apiToken'> & { apiToken?: Maybe<ResolversTypes['ApiToken']> }>;
  Attribute: ResolverTypeWrapper<Attribute>;
  AttributeFilter: AttributeFilter;
  AttributeInput: AttributeInput;
  BigInt: ResolverTypeWrapper<Scalars['BigInt']['output']>;
  BuyXGetYDiscount: ResolverTypeWrapper<BuyXGetYDiscountMessage>;
  BuyXGetYDiscountInput: BuyXGetYDiscountInput;
  CancelOrderInput: CancelOrderInput;
  CancelOrderLineInput: CancelOrderLineInput;
  CancelOrderLinesInput: CancelOrderLinesInput;
  Category: ResolverTypeWrapper<CategoryMessage>;
  CategoryPayload: ResolverTypeWrapper<Omit<CategoryPayload, 'category'> & { category?: Maybe<ResolversTypes['Category']> }>;
  ChangePasswordInput: ChangePasswordInput;
  ConfirmPasswordInput: ConfirmPasswordInput;
  CouponCode: ResolverTypeWrapper<CouponCodeMessage>;
  CouponCodeConnection: ResolverTypeWrapper<Omit<CouponCodeConnection, 'edges'> & { edges: Array<ResolversTypes['CouponCodeEdge']> }>;
  CouponCodeEdge: ResolverTypeWrapper<Omit<CouponCodeEdge, 'node'> & { node: ResolversTypes['CouponCode'] }>;
  CouponCodePayload: ResolverTypeWrapper<Omit<CouponCodePayload, 'couponCode'> & { couponCode?: Maybe<ResolversTypes['CouponCode']> }>;
  CouponCodeStatus: CouponCodeStatus;
  CouponCodesPayload: ResolverTypeWrapper<Omit<CouponCodesPayload, 'couponCodes'> & { couponCodes: Array<ResolversTypes['CouponCode']> }>;
  CreateApiTokenInput: CreateApiTokenInput;
  CreateApiTokenPayload: ResolverTypeWrapper<Omit<CreateApiTokenPayload, 'apiToken'> & { apiToken?: Maybe<ResolversTypes['ApiToken']> }>;
  CreateCategoryInput: CreateCategoryInput;
  CreateCouponCodesInput: CreateCouponCodesInput;
  CreateCustomerGroupInput: CreateCustomerGroupInput;
  CreateImportInput: CreateImportInput;
  CreateImportPayload: ResolverTypeWrapper<Omit<CreateImportPayload, 'importJob'> & { importJob?: Maybe<ResolversTypes['ImportJob']> }>;
  CreateMarketInput: CreateMarketInput;
  CreatePriceListInput: CreatePriceListInput;
  CreateProductInput: CreateProductInput;
  CreatePromotionInput: CreatePromotionInput;
  CreateShippingZoneInput: CreateShippingZoneInput;
  CreateSynonymGroupInput: CreateSynonymGroupInput;
  CreateTaxRateInput: CreateTaxRateInput;
  CurrencyCode: CurrencyCode;
  CustomerGroup: ResolverTypeWrapper<CustomerGroupMessage>;
  CustomerGroupPayload: ResolverTypeWrapper<Omit<CustomerGroupPayload, 'customerGroup'> & { customerGroup?: Maybe<ResolversTypes['CustomerGroup']> }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeadFact: ResolverTypeWrapper<DeadFactMessage>;
  DeadFactConnection: ResolverTypeWrapper<Omit<DeadFactConnection, 'edges'> & { edges: Array<ResolversTypes['DeadFactEdge']> }>;
  DeadFactEdge: ResolverTypeWrapper<Omit<DeadFactEdge, 'node'> & { node: ResolversTypes['DeadFact'] }>;
  DeadFactPayload: ResolverTypeWrapper<Omit<DeadFactPayload, 'deadFact'> & { deadFact?: Maybe<ResolversTypes['DeadFact']> }>;
  DeadLetter: ResolverTypeWrapper<DeadLetterMessage>;
  DeadLetterConnection: ResolverTypeWrapper<Omit<DeadLetterConnection, 'edges'> & { edges: Array<ResolversTypes['DeadLetterEdge']> }>;
  DeadLetterEdge: ResolverTypeWrapper<Omit<DeadLetterEdge, 'node'> & { node: ResolversTypes['DeadLetter'] }>;
  DeadLetterPayload: ResolverTypeWrapper<Omit<DeadLetterPayload, 'deadLetter'> & { deadLetter?: Maybe<ResolversTypes['DeadLetter']> }>;
  DeleteMyAccountInput: DeleteMyAccountInput;
  DeletePayload: ResolverTypeWrapper<DeletePayload>;
  DependencyHealth: ResolverTypeWrapper<DependencyHealth>;
  DependencyStatus: DependencyStatus;
  DestinationInput: DestinationInput;
  DiscardFailedJobInput: DiscardFailedJobInput;
  DiscountAllocation: ResolverTypeWrapper<DiscountAllocationMessage>;
  DiscountClass: DiscountClass;
  DisputeStatus: DisputeStatus;
  DisputeType: DisputeType;
  DurationPercentiles: ResolverTypeWrapper<DurationPercentiles>;
  Facet: ResolverTypeWrapper<FacetMessage>;
  FacetType: FacetType;
  FacetValue: ResolverTypeWrapper<ValueOfFacet>;
  FailedJob: ResolverTypeWrapper<JobOfSource>;
  FailedJobConnection: ResolverTypeWrapper<Omit<FailedJobConnection, 'edges'> & { edges: Array<ResolversTypes['FailedJobEdge']> }>;
  FailedJobEdge: ResolverTypeWrapper<Omit<FailedJobEdge, 'node'> & { node: ResolversTypes['FailedJob'] }>;
  FailedJobPayload: ResolverTypeWrapper<Omit<FailedJobPayload, 'failedJob'> & { failedJob?: Maybe<ResolversTypes['FailedJob']> }>;
  FailedJobSource: FailedJobSource;
  FixedAmountDiscount: ResolverTypeWrapper<FixedAmountDiscountMessage>;
  FixedAmountDiscountInput: FixedAmountDiscountInput;
  FulfilOrderInput: FulfilOrderInput;
  FulfillmentStatus: FulfillmentStatus;
  ImportError: ResolverTypeWrapper<ImportErrorMessage>;
  ImportErrorConnection: ResolverTypeWrapper<Omit<ImportErrorConnection, 'edges'> & { edges: Array<ResolversTypes['ImportErrorEdge']> }>;
  ImportErrorEdge: ResolverTypeWrapper<Omit<ImportErrorEdge, 'node'> & { node: ResolversTypes['ImportError'] }>;
  ImportJob: ResolverTypeWrapper<ImportJobMessage>;
  ImportJobConnection: ResolverTypeWrapper<Omit<ImportJobConnection, 'edges'> & { edges: Array<ResolversTypes['ImportJobEdge']> }>;
  ImportJobEdge: ResolverTypeWrapper<Omit<ImportJobEdge, 'node'> & { node: ResolversTypes['ImportJob'] }>;
  ImportJobPayload: ResolverTypeWrapper<Omit<ImportJobPayload, 'importJob'> & { importJob?: Maybe<ResolversTypes['ImportJob']> }>;
  ImportJobStatus: ImportJobStatus;
  InviteStaffInput: InviteStaffInput;
  ItemSelection: ResolverTypeWrapper<ItemSelectionMessage>;
  ItemSelectionInput: ItemSelectionInput;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  LoginInput: LoginInput;
  LogoutPayload: ResolverTypeWrapper<LogoutPayload>;
  MarkOrderDeliveredInput: MarkOrderDeliveredInput;
  Market: ResolverTypeWrapper<MarketMessage>;
  MarketPayload: ResolverTypeWrapper<Omit<MarketPayload, 'market'> & { market?: Maybe<ResolversTypes['Market']> }>;
  Media: ResolverTypeWrapper<MediaMessage>;
  MediaInput: MediaInput;
  Money: ResolverTypeWrapper<MoneyMessage>;
  MoneyInput: MoneyInput;
  MoveCategoryInput: MoveCategoryInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  Order: ResolverTypeWrapper<OrderMessage>;
  OrderAction: ResolverTypeWrapper<OrderActionMessage>;
  OrderActionPreview: ResolverTypeWrapper<OrderActionPreviewMessage>;
  OrderActionType: OrderActionType;
  OrderAddress: ResolverTypeWrapper<AddressMessage>;
  OrderAddressInput: OrderAddressInput;
  OrderAttention: ResolverTypeWrapper<OrderAttentionMessage>;
  OrderConnection: ResolverTypeWrapper<Omit<OrderConnection, 'edges'> & { edges: Array<ResolversTypes['OrderEdge']> }>;
  OrderDifference: ResolverTypeWrapper<OrderDifferenceMessage>;
  OrderDiscount: ResolverTypeWrapper<OrderDiscountMessage>;
  OrderDispute: ResolverTypeWrapper<DisputeMessage>;
  OrderEdge: ResolverTypeWrapper<Omit<OrderEdge, 'node'> & { node: ResolversTypes['Order'] }>;
  OrderEffect: ResolverTypeWrapper<OrderEffectMessage>;
  OrderEffectAttempt: ResolverTypeWrapper<OrderEffectAttemptMessage>;
  OrderEffectStatus: OrderEffectStatus;
  OrderEventEdge: ResolverTypeWrapper<EventOfOrder>;
  OrderExplanation: ResolverTypeWrapper<OrderExplanationMessage>;
  OrderFilter: OrderFilter;
  OrderLine: ResolverTypeWrapper<OrderLineMessage>;
  OrderLineInput: OrderLineInput;
  OrderNote: ResolverTypeWrapper<OrderNoteMessage>;
  OrderPayload: ResolverTypeWrapper<Omit<OrderPayload, 'order'> & { order?: Maybe<ResolversTypes['Order']> }>;
  OrderReconciliation: ResolverTypeWrapper<OrderReconciliationMessage>;
  OrderRefund: ResolverTypeWrapper<RefundMessage>;
  OrderRefundLine: ResolverTypeWrapper<RefundLineMessage>;
  OrderRejection: ResolverTypeWrapper<OrderRejection>;
  OrderSort: OrderSort;
  OrderStatistics: ResolverTypeWrapper<OrderStatisticsMessage>;
  OrderStatus: OrderStatus;
  OrderStatusCount: ResolverTypeWrapper<OrderStatusCount>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PaymentAction: ResolverTypeWrapper<PaymentActionMessage>;
  PaymentStatus: PaymentStatus;
  PercentageDiscount: ResolverTypeWrapper<PercentageDiscountMessage>;
  PercentageDiscountInput: PercentageDiscountInput;
  PlaceOrderInput: PlaceOrderInput;
  Preferences: ResolverTypeWrapper<PreferencesMessage>;
  PreviewOrderActionInput: PreviewOrderActionInput;
  PriceList: ResolverTypeWrapper<PriceListMessage>;
  PriceListConnection: ResolverTypeWrapper<Omit<PriceListConnection, 'edges'> & { edges: Array<ResolversTypes['PriceListEdge']> }>;
  PriceListEdge: ResolverTypeWrapper<Omit<PriceListEdge, 'node'> & { node: ResolversTypes['PriceList'] }>;
  PriceListPayload: ResolverTypeWrapper<Omit<PriceListPayload, 'priceList'> & { priceList?: Maybe<ResolversTypes['PriceList']> }>;
  PriceListPrice: ResolverTypeWrapper<PriceListPriceMessage>;
  PriceListPriceConnection: ResolverTypeWrapper<Omit<PriceListPriceConnection, 'edges'> & { edges: Array<ResolversTypes['PriceListPriceEdge']> }>;
  PriceListPriceEdge: ResolverTypeWrapper<Omit<PriceListPriceEdge, 'node'> & { node: ResolversTypes['PriceListPrice'] }>;
  PriceListPriceInput: PriceListPriceInput;
  PriceListType: PriceListType;
  PriceRange: ResolverTypeWrapper<Omit<PriceRange, 'max' | 'min'> & { max: ResolversTypes['Money'], min: ResolversTypes['Money'] }>;
  Product: ResolverTypeWrapper<ProductMessage>;
  ProductChange: ResolverTypeWrapper<ProductChangeMessage>;
  ProductChangeConnection: ResolverTypeWrapper<Omit<ProductChangeConnection, 'edges'> & { edges: Array<ResolversTypes['ProductChangeEdge']> }>;
  ProductChangeEdge: ResolverTypeWrapper<Omit<ProductChangeEdge, 'node'> & { node: ResolversTypes['ProductChange'] }>;
  ProductConnection: ResolverTypeWrapper<Omit<ProductConnection, 'edges'> & { edges: Array<ResolversTypes['ProductEdge']> }>;
  ProductEdge: ResolverTypeWrapper<Omit<ProductEdge, 'node'> & { node: ResolversTypes['Product'] }>;
  ProductPayload: ResolverTypeWrapper<Omit<ProductPayload, 'product'> & { product?: Maybe<ResolversTypes['Product']> }>;
  ProductSales: ResolverTypeWrapper<ProductSalesMessage>;
  ProductSort: ProductSort;
  Promotion: ResolverTypeWrapper<PromotionMessage>;
  PromotionConditions: ResolverTypeWrapper<PromotionConditionsMessage>;
  PromotionConditionsInput: PromotionConditionsInput;
  PromotionConnection: ResolverTypeWrapper<Omit<PromotionConnection, 'edges'> & { edges: Array<ResolversTypes['PromotionEdge']> }>;
  PromotionEdge: ResolverTypeWrapper<Omit<PromotionEdge, 'node'> & { node: ResolversTypes['Promotion'] }>;
  PromotionPayload: ResolverTypeWrapper<Omit<PromotionPayload, 'promotion'> & { promotion?: Maybe<ResolversTypes['Promotion']> }>;
  PromotionReward: ResolverTypeWrapper<PromotionRewardMessage>;
  PromotionRewardInput: PromotionRewardInput;
  PromotionStatus: PromotionStatus;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Quote: ResolverTypeWrapper<QuoteMessage>;
  QuoteCouponCode: ResolverTypeWrapper<QuotedCouponCodeMessage>;
  QuoteInput: QuoteInput;
  RebuildOrderListsInput: RebuildOrderListsInput;
  RebuildOrdersPayload: ResolverTypeWrapper<RebuildOrdersPayload>;
  RebuildStockInput: RebuildStockInput;
  RebuildStockPayload: ResolverTypeWrapper<RebuildStockPayload>;
  RebuiltStockLine: ResolverTypeWrapper<RebuiltStockLine>;
  RedriveDeadLetterInput: RedriveDeadLetterInput;
  RefreshSessionInput: RefreshSessionInput;
  RefundLineInput: RefundLineInput;
  RefundOrderInput: RefundOrderInput;
  RefundPreview: ResolverTypeWrapper<RefundPreviewMessage>;
  RegisterInput: RegisterInput;
  RejectionCount: ResolverTypeWrapper<RejectionCount>;
  ReorderInput: ReorderInput;
  ReportInterval: ReportInterval;
  RequestPasswordResetInput: RequestPasswordResetInput;
  RequestStockNotificationInput: RequestStockNotificationInput;
  Reservation: ResolverTypeWrapper<ReservationMessage>;
  ReservationConnection: ResolverTypeWrapper<Omit<ReservationConnection, 'edges'> & { edges: Array<ResolversTypes['ReservationEdge']> }>;
  ReservationEdge: ResolverTypeWrapper<Omit<ReservationEdge, 'node'> & { node: ResolversTypes['Reservation'] }>;
  ReservationLine: ResolverTypeWrapper<ReservationLine>;
  ReservationStatus: ReservationStatus;
  ResetPasswordInput: ResetPasswordInput;
  Resolution: Resolution;
  ResolutionPreview: ResolverTypeWrapper<ResolutionPreviewMessage>;
  ResolveOrderInput: ResolveOrderInput;
  ResumeOrderPaymentInput: ResumeOrderPaymentInput;
  Role: Role;
  SalesReportRow: ResolverTypeWrapper<SalesPeriodMessage>;
  SaveAddressInput: SaveAddressInput;
  SaveTaxClassInput: SaveTaxClassInput;
  SearchEdge: ResolverTypeWrapper<Omit<SearchEdge, 'node'> & { node: ResolversTypes['Product'] }>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  SearchFilter: SearchFilter;
  SearchIndexRebuild: ResolverTypeWrapper<IndexRebuildMessage>;
  SearchIndexRebuildPayload: ResolverTypeWrapper<Omit<SearchIndexRebuildPayload, 'rebuild'> & { rebuild?: Maybe<ResolversTypes['SearchIndexRebuild']> }>;
  SearchIndexRebuildStatus: SearchIndexRebuildStatus;
  SearchQueryCount: ResolverTypeWrapper<SearchQueryCount>;
  SearchResult: ResolverTypeWrapper<Omit<SearchResult, 'edges' | 'facets' | 'priceBounds'> & { edges: Array<ResolversTypes['SearchEdge']>, facets: Array<ResolversTypes['Facet']>, priceBounds?: Maybe<ResolversTypes['PriceRange']> }>;
  SearchSort: SearchSort;
  SecurityEvent: ResolverTypeWrapper<SecurityEventMessage>;
  SecurityEventConnection: ResolverTypeWrapper<Omit<SecurityEventConnection, 'edges'> & { edges: Array<ResolversTypes['SecurityEventEdge']> }>;
  SecurityEventEdge: ResolverTypeWrapper<Omit<SecurityEventEdge, 'node'> & { node: ResolversTypes['SecurityEvent'] }>;
  SecurityEventFilter: SecurityEventFilter;
  Session: ResolverTypeWrapper<SessionMessage>;
  SessionPayload: ResolverTypeWrapper<Omit<SessionPayload, 'account'> & { account?: Maybe<ResolversTypes['Account']> }>;
  SetCartCouponCodesInput: SetCartCouponCodesInput;
  SetCartCurrencyInput: SetCartCurrencyInput;
  SetCartLineInput: SetCartLineInput;
  SetCartLinesInput: SetCartLinesInput;
  SetCouponCodeActiveInput: SetCouponCodeActiveInput;
  SetCustomerGroupsInput: SetCustomerGroupsInput;
  SetDisabledInput: SetDisabledInput;
  SetLowStockThresholdInput: SetLowStockThresholdInput;
  SetPriceListPricesInput: SetPriceListPricesInput;
  SetPromotionActiveInput: SetPromotionActiveInput;
  SetRolesInput: SetRolesInput;
  SetTaxIdInput: SetTaxIdInput;
  SetWishlistItemInput: SetWishlistItemInput;
  Shipment: ResolverTypeWrapper<ShipmentMessage>;
  ShipmentLine: ResolverTypeWrapper<ShipmentLine>;
  ShippingMethod: ResolverTypeWrapper<MethodOfZone>;
  ShippingMethodInput: ShippingMethodInput;
  ShippingOption: ResolverTypeWrapper<ShippingOptionMessage>;
  ShippingRate: ResolverTypeWrapper<ShippingRateMessage>;
  ShippingRateInput: ShippingRateInput;
  ShippingZone: ResolverTypeWrapper<ShippingZoneMessage>;
  ShippingZonePayload: ResolverTypeWrapper<Omit<ShippingZonePayload, 'shippingZone'> & { shippingZone?: Maybe<ResolversTypes['ShippingZone']> }>;
  ShopHealth: ResolverTypeWrapper<ShopHealth>;
  StaffPermission: StaffPermission;
  StockFilter: StockFilter;
  StockLedgerEntry: ResolverTypeWrapper<StockLedgerEntryMessage>;
  StockLedgerEntryConnection: ResolverTypeWrapper<Omit<StockLedgerEntryConnection, 'edges'> & { edges: Array<ResolversTypes['StockLedgerEntryEdge']> }>;
  StockLedgerEntryEdge: ResolverTypeWrapper<Omit<StockLedgerEntryEdge, 'node'> & { node: ResolversTypes['StockLedgerEntry'] }>;
  StockLevel: ResolverTypeWrapper<StockMessage>;
  StockLevelConnection: ResolverTypeWrapper<Omit<StockLevelConnection, 'edges'> & { edges: Array<ResolversTypes['StockLevelEdge']> }>;
  StockLevelEdge: ResolverTypeWrapper<Omit<StockLevelEdge, 'node'> & { node: ResolversTypes['StockLevel'] }>;
  StockPayload: ResolverTypeWrapper<Omit<StockPayload, 'stock'> & { stock?: Maybe<ResolversTypes['StockLevel']> }>;
  StockRebuildChange: ResolverTypeWrapper<StockRebuildChange>;
  StockReservationStatus: StockReservationStatus;
  StockSort: StockSort;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Suggestion: ResolverTypeWrapper<Omit<Suggestion, 'category' | 'product'> & { category?: Maybe<ResolversTypes['Category']>, product?: Maybe<ResolversTypes['Product']> }>;
  SynonymGroup: ResolverTypeWrapper<SynonymGroupMessage>;
  SynonymGroupPayload: ResolverTypeWrapper<Omit<SynonymGroupPayload, 'synonymGroup'> & { synonymGroup?: Maybe<ResolversTypes['SynonymGroup']> }>;
  TaxClass: ResolverTypeWrapper<TaxClassMessage>;
  TaxClassPayload: ResolverTypeWrapper<Omit<TaxClassPayload, 'taxClass'> & { taxClass?: Maybe<ResolversTypes['TaxClass']> }>;
  TaxId: ResolverTypeWrapper<TaxIdMessage>;
  TaxIdStatus: TaxIdStatus;
  TaxLine: ResolverTypeWrapper<TaxLineMessage>;
  TaxRate: ResolverTypeWrapper<TaxRateMessage>;
  TaxRateConnection: ResolverTypeWrapper<Omit<TaxRateConnection, 'edges'> & { edges: Array<ResolversTypes['TaxRateEdge']> }>;
  TaxRateEdge: ResolverTypeWrapper<Omit<TaxRateEdge, 'node'> & { node: ResolversTypes['TaxRate'] }>;
  TaxRatePayload: ResolverTypeWrapper<Omit<TaxRatePayload, 'taxRate'> & { taxRate?: Maybe<ResolversTypes['TaxRate']> }>;
  TaxRounding: TaxRounding;
  TaxSource: TaxSource;
  Transaction: ResolverTypeWrapper<TransactionMessage>;
  TransactionKind: TransactionKind;
  TransactionStatus: TransactionStatus;
  UndoEmailChangeInput: UndoEmailChangeInput;
  UpdateCategoryInput: UpdateCategoryInput;
  UpdateCustomerGroupInput: UpdateCustomerGroupInput;
  UpdateMarketInput: UpdateMarketInput;
  UpdatePreferencesInput: UpdatePreferencesInput;
  UpdatePriceListInput: UpdatePriceListInput;
  UpdateProductInput: UpdateProductInput;
  UpdateProfileInput: UpdateProfileInput;
  UpdatePromotionInput: UpdatePromotionInput;
  UpdateShippingZoneInput: UpdateShippingZoneInput;
  UpdateSynonymGroupInput: UpdateSynonymGroupInput;
  UpdateTaxRateInput: UpdateTaxRateInput;
  UserError: ResolverTypeWrapper<UserError>;
  Variant: ResolverTypeWrapper<VariantMessage>;
  VariantInput: VariantInput;
  VerifyEmailInput: VerifyEmailInput;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AcceptedPayload: AcceptedPayload;
  Boolean: Scalars['Boolean']['output'];
  Account: User;
  String: Scalars['String']['output'];
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  AccountConnection: AccountConnectionParent;
  AccountEdge: Omit<AccountEdge, 'node'> & { node: ResolversParentTypes['Account'] };
  AccountFilter: AccountFilter;
  AccountOrderTotals: OrderTotalsMessage;
  AccountPayload: Omit<AccountPayload, 'account'> & { account?: Maybe<ResolversParentTypes['Account']> };
  AddOrderNoteInput: AddOrderNoteInput;
  AddToCartInput: AddToCartInput;
  Address: AccountAddressMessage;
  AdjustStockInput: AdjustStockInput;
  ApiToken: ApiTokenMessage;
  ApiTokenConnection: Omit<ApiTokenConnection, 'edges'> & { edges: Array<ResolversParentTypes['ApiTokenEdge']> };
  ApiTokenEdge: Omit<ApiTokenEdge, 'node'> & { node: ResolversParentTypes['ApiToken'] };
  ApiTokenPayload: Omit<ApiTokenPayload, 'apiToken'> & { apiToken?: Maybe<ResolversParentTypes['ApiToken']> };
  Attribute: Attribute;
  AttributeFilter: AttributeFilter;
  AttributeInput: AttributeInput;
  BigInt: Scalars['BigInt']['output'];
  BuyXGetYDiscount: BuyXGetYDiscountMessage;
  BuyXGetYDiscountInput: BuyXGetYDiscountInput;
  CancelOrderInput: CancelOrderInput;
  CancelOrderLineInput: CancelOrderLineInput;
  CancelOrderLinesInput: CancelOrderLinesInput;
  Category: CategoryMessage;
  CategoryPayload: Omit<CategoryPayload, 'category'> & { category?: Maybe<ResolversParentTypes['Category']> };
  ChangePasswordInput: ChangePasswordInput;
  ConfirmPasswordInput: ConfirmPasswordInput;
  CouponCode: CouponCodeMessage;
  CouponCodeConnection: Omit<CouponCodeConnection, 'edges'> & { edges: Array<ResolversParentTypes['CouponCodeEdge']> };
  CouponCodeEdge: Omit<CouponCodeEdge, 'node'> & { node: ResolversParentTypes['CouponCode'] };
  CouponCodePayload: Omit<CouponCodePayload, 'couponCode'> & { couponCode?: Maybe<ResolversParentTypes['CouponCode']> };
  CouponCodesPayload: Omit<CouponCodesPayload, 'couponCodes'> & { couponCodes: Array<ResolversParentTypes['CouponCode']> };
  CreateApiTokenInput: CreateApiTokenInput;
  CreateApiTokenPayload: Omit<CreateApiTokenPayload, 'apiToken'> & { apiToken?: Maybe<ResolversParentTypes['ApiToken']> };
  CreateCategoryInput: CreateCategoryInput;
  CreateCouponCodesInput: CreateCouponCodesInput;
  CreateCustomerGroupInput: CreateCustomerGroupInput;
  CreateImportInput: CreateImportInput;
  CreateImportPayload: Omit<CreateImportPayload, 'importJob'> & { importJob?: Maybe<ResolversParentTypes['ImportJob']> };
  CreateMarketInput: CreateMarketInput;
  CreatePriceListInput: CreatePriceListInput;
  CreateProductInput: CreateProductInput;
  CreatePromotionInput: CreatePromotionInput;
  CreateShippingZoneInput: CreateShippingZoneInput;
  CreateSynonymGroupInput: CreateSynonymGroupInput;
  CreateTaxRateInput: CreateTaxRateInput;
  CustomerGroup: CustomerGroupMessage;
  CustomerGroupPayload: Omit<CustomerGroupPayload, 'customerGroup'> & { customerGroup?: Maybe<ResolversParentTypes['CustomerGroup']> };
  DateTime: Scalars['DateTime']['output'];
  DeadFact: DeadFactMessage;
  DeadFactConnection: Omit<DeadFactConnection, 'edges'> & { edges: Array<ResolversParentTypes['DeadFactEdge']> };
  DeadFactEdge: Omit<DeadFactEdge, 'node'> & { node: ResolversParentTypes['DeadFact'] };
  DeadFactPayload: Omit<DeadFactPayload, 'deadFact'> & { deadFact?: Maybe<ResolversParentTypes['DeadFact']> };
  DeadLetter: DeadLetterMessage;
  DeadLetterConnection: Omit<DeadLetterConnection, 'edges'> & { edges: Array<ResolversParentTypes['DeadLetterEdge']> };
  DeadLetterEdge: Omit<DeadLetterEdge, 'node'> & { node: ResolversParentTypes['DeadLetter'] };
  DeadLetterPayload: Omit<DeadLetterPayload, 'deadLetter'> & { deadLetter?: Maybe<ResolversParentTypes['DeadLetter']> };
  DeleteMyAccountInput: DeleteMyAccountInput;
  DeletePayload: DeletePayload;
  DependencyHealth: DependencyHealth;
  DestinationInput: DestinationInput;
  DiscardFailedJobInput: DiscardFailedJobInput;
  DiscountAllocation: DiscountAllocationMessage;
  DurationPercentiles: DurationPercentiles;
  Facet: FacetMessage;
  FacetValue: ValueOfFacet;
  FailedJob: JobOfSource;
  FailedJobConnection: Omit<FailedJobConnection, 'edges'> & { edges: Array<ResolversParentTypes['FailedJobEdge']> };
  FailedJobEdge: Omit<FailedJobEdge, 'node'> & { node: ResolversParentTypes['FailedJob'] };
  FailedJobPayload: Omit<FailedJobPayload, 'failedJob'> & { failedJob?: Maybe<ResolversParentTypes['FailedJob']> };
  FixedAmountDiscount: FixedAmountDiscountMessage;
  FixedAmountDiscountInput: FixedAmountDiscountInput;
  FulfilOrderInput: FulfilOrderInput;
  ImportError: ImportErrorMessage;
  ImportErrorConnection: Omit<ImportErrorConnection, 'edges'> & { edges: Array<ResolversParentTypes['ImportErrorEdge']> };
  ImportErrorEdge: Omit<ImportErrorEdge, 'node'> & { node: ResolversParentTypes['ImportError'] };
  ImportJob: ImportJobMessage;
  ImportJobConnection: Omit<ImportJobConnection, 'edges'> & { edges: Array<ResolversParentTypes['ImportJobEdge']> };
  ImportJobEdge: Omit<ImportJobEdge, 'node'> & { node: ResolversParentTypes['ImportJob'] };
  ImportJobPayload: Omit<ImportJobPayload, 'importJob'> & { importJob?: Maybe<ResolversParentTypes['ImportJob']> };
  InviteStaffInput: InviteStaffInput;
  ItemSelection: ItemSelectionMessage;
  ItemSelectionInput: ItemSelectionInput;
  JSON: Scalars['JSON']['output'];
  LoginInput: LoginInput;
  LogoutPayload: LogoutPayload;
  MarkOrderDeliveredInput: MarkOrderDeliveredInput;
  Market: MarketMessage;
  MarketPayload: Omit<MarketPayload, 'market'> & { market?: Maybe<ResolversParentTypes['Market']> };
  Media: MediaMessage;
  MediaInput: MediaInput;
  Money: MoneyMessage;
  MoneyInput: MoneyInput;
  MoveCategoryInput: MoveCategoryInput;
  Mutation: Record<PropertyKey, never>;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  Order: OrderMessage;
  OrderAction: OrderActionMessage;
  OrderActionPreview: OrderActionPreviewMessage;
  OrderAddress: AddressMessage;
  OrderAddressInput: OrderAddressInput;
  OrderAttention: OrderAttentionMessage;
  OrderConnection: Omit<OrderConnection, 'edges'> & { edges: Array<ResolversParentTypes['OrderEdge']> };
  OrderDifference: OrderDifferenceMessage;
  OrderDiscount: OrderDiscountMessage;
  OrderDispute: DisputeMessage;
  OrderEdge: Omit<OrderEdge, 'node'> & { node: ResolversParentTypes['Order'] };
  OrderEffect: OrderEffectMessage;
  OrderEffectAttempt: OrderEffectAttemptMessage;
  OrderEventEdge: EventOfOrder;
  OrderExplanation: OrderExplanationMessage;
  OrderFilter: OrderFilter;
  OrderLine: OrderLineMessage;
  OrderLineInput: OrderLineInput;
  OrderNote: OrderNoteMessage;
  OrderPayload: Omit<OrderPayload, 'order'> & { order?: Maybe<ResolversParentTypes['Order']> };
  OrderReconciliation: OrderReconciliationMessage;
  OrderRefund: RefundMessage;
  OrderRefundLine: RefundLineMessage;
  OrderRejection: OrderRejection;
  OrderStatistics: OrderStatisticsMessage;
  OrderStatusCount: OrderStatusCount;
  PageInfo: PageInfo;
  PaymentAction: PaymentActionMessage;
  PercentageDiscount: PercentageDiscountMessage;
  PercentageDiscountInput: PercentageDiscountInput;
  PlaceOrderInput: PlaceOrderInput;
  Preferences: PreferencesMessage;
  PreviewOrderActionInput: PreviewOrderActionInput;
  PriceList: PriceListMessage;
  PriceListConnection: Omit<PriceListConnection, 'edges'> & { edges: Array<ResolversParentTypes['PriceListEdge']> };
  PriceListEdge: Omit<PriceListEdge, 'node'> & { node: ResolversParentTypes['PriceList'] };
  PriceListPayload: Omit<PriceListPayload, 'priceList'> & { priceList?: Maybe<ResolversParentTypes['PriceList']> };
  PriceListPrice: PriceListPriceMessage;
  PriceListPriceConnection: Omit<PriceListPriceConnection, 'edges'> & { edges: Array<ResolversParentTypes['PriceListPriceEdge']> };
  PriceListPriceEdge: Omit<PriceListPriceEdge, 'node'> & { node: ResolversParentTypes['PriceListPrice'] };
  PriceListPriceInput: PriceListPriceInput;
  PriceRange: Omit<PriceRange, 'max' | 'min'> & { max: ResolversParentTypes['Money'], min: ResolversParentTypes['Money'] };
  Product: ProductMessage;
  ProductChange: ProductChangeMessage;
  ProductChangeConnection: Omit<ProductChangeConnection, 'edges'> & { edges: Array<ResolversParentTypes['ProductChangeEdge']> };
  ProductChangeEdge: Omit<ProductChangeEdge, 'node'> & { node: ResolversParentTypes['ProductChange'] };
  ProductConnection: Omit<ProductConnection, 'edges'> & { edges: Array<ResolversParentTypes['ProductEdge']> };
  ProductEdge: Omit<ProductEdge, 'node'> & { node: ResolversParentTypes['Product'] };
  ProductPayload: Omit<ProductPayload, 'product'> & { product?: Maybe<ResolversParentTypes['Product']> };
  ProductSales: ProductSalesMessage;
  Promotion: PromotionMessage;
  PromotionConditions: PromotionConditionsMessage;
  PromotionConditionsInput: PromotionConditionsInput;
  PromotionConnection: Omit<PromotionConnection, 'edges'> & { edges: Array<ResolversParentTypes['PromotionEdge']> };
  PromotionEdge: Omit<PromotionEdge, 'node'> & { node: ResolversParentTypes['Promotion'] };
  PromotionPayload: Omit<PromotionPayload, 'promotion'> & { promotion?: Maybe<ResolversParentTypes['Promotion']> };
  PromotionReward: PromotionRewardMessage;
  PromotionRewardInput: PromotionRewardInput;
  Query: Record<PropertyKey, never>;
  Quote: QuoteMessage;
  QuoteCouponCode: QuotedCouponCodeMessage;
  QuoteInput: QuoteInput;
  RebuildOrderListsInput: RebuildOrderListsInput;
  RebuildOrdersPayload: RebuildOrdersPayload;
  RebuildStockInput: RebuildStockInput;
  RebuildStockPayload: RebuildStockPayload;
  RebuiltStockLine: RebuiltStockLine;
  RedriveDeadLetterInput: RedriveDeadLetterInput;
  RefreshSessionInput: RefreshSessionInput;
  RefundLineInput: RefundLineInput;
  RefundOrderInput: RefundOrderInput;
  RefundPreview: RefundPreviewMessage;
  RegisterInput: RegisterInput;
  RejectionCount: RejectionCount;
  ReorderInput: ReorderInput;
  RequestPasswordResetInput: RequestPasswordResetInput;
  RequestStockNotificationInput: RequestStockNotificationInput;
  Reservation: ReservationMessage;
  ReservationConnection: Omit<ReservationConnection, 'edges'> & { edges: Array<ResolversParentTypes['ReservationEdge']> };
  ReservationEdge: Omit<ReservationEdge, 'node'> & { node: ResolversParentTypes['Reservation'] };
  ReservationLine: ReservationLine;
  ResetPasswordInput: ResetPasswordInput;
  ResolutionPreview: ResolutionPreviewMessage;
  ResolveOrderInput: ResolveOrderInput;
  ResumeOrderPaymentInput: ResumeOrderPaymentInput;
  SalesReportRow: SalesPeriodMessage;
  SaveAddressInput: SaveAddressInput;
  SaveTaxClassInput: SaveTaxClassInput;
  SearchEdge: Omit<SearchEdge, 'node'> & { node: ResolversParentTypes['Product'] };
  Float: Scalars['Float']['output'];
  SearchFilter: SearchFilter;
  SearchIndexRebuild: IndexRebuildMessage;
  SearchIndexRebuildPayload: Omit<SearchIndexRebuildPayload, 'rebuild'> & { rebuild?: Maybe<ResolversParentTypes['SearchIndexRebuild']> };
  SearchQueryCount: SearchQueryCount;
  SearchResult: Omit<SearchResult, 'edges' | 'facets' | 'priceBounds'> & { edges: Array<ResolversParentTypes['SearchEdge']>, facets: Array<ResolversParentTypes['Facet']>, priceBounds?: Maybe<ResolversParentTypes['PriceRange']> };
  SecurityEvent: SecurityEventMessage;
  SecurityEventConnection: Omit<SecurityEventConnection, 'edges'> & { edges: Array<ResolversParentTypes['SecurityEventEdge']> };
  SecurityEventEdge: Omit<SecurityEventEdge, 'node'> & { node: ResolversParentTypes['SecurityEvent'] };
  SecurityEventFilter: SecurityEventFilter;
  Session: SessionMessage;
  SessionPayload: Omit<SessionPayload, 'account'> & { account?: Maybe<ResolversParentTypes['Account']> };
  SetCartCouponCodesInput: SetCartCouponCodesInput;
  SetCartCurrencyInput: SetCartCurrencyInput;
  SetCartLineInput: SetCartLineInput;
  SetCartLinesInput: SetCartLinesInput;
  SetCouponCodeActiveInput: SetCouponCodeActiveInput;
  SetCustomerGroupsInput: SetCustomerGroupsInput;
  SetDisabledInput: SetDisabledInput;
  SetLowStockThresholdInput: SetLowStockThresholdInput;
  SetPriceListPricesInput: SetPriceListPricesInput;
  SetPromotionActiveInput: SetPromotionActiveInput;
  SetRolesInput: SetRolesInput;
  SetTaxIdInput: SetTaxIdInput;
  SetWishlistItemInput: SetWishlistItemInput;
  Shipment: ShipmentMessage;
  ShipmentLine: ShipmentLine;
  ShippingMethod: MethodOfZone;
  ShippingMethodInput: ShippingMethodInput;
  ShippingOption: ShippingOptionMessage;
  ShippingRate: ShippingRateMessage;
  ShippingRateInput: ShippingRateInput;
  ShippingZone: ShippingZoneMessage;
  ShippingZonePayload: Omit<ShippingZonePayload, 'shippingZone'> & { shippingZone?: Maybe<ResolversParentTypes['ShippingZone']> };
  ShopHealth: ShopHealth;
  StockFilter: StockFilter;
  StockLedgerEntry: StockLedgerEntryMessage;
  StockLedgerEntryConnection: Omit<StockLedgerEntryConnection, 'edges'> & { edges: Array<ResolversParentTypes['StockLedgerEntryEdge']> };
  StockLedgerEntryEdge: Omit<StockLedgerEntryEdge, 'node'> & { node: ResolversParentTypes['StockLedgerEntry'] };
  StockLevel: StockMessage;
  StockLevelConnection: Omit<StockLevelConnection, 'edges'> & { edges: Array<ResolversParentTypes['StockLevelEdge']> };
  StockLevelEdge: Omit<StockLevelEdge, 'node'> & { node: ResolversParentTypes['StockLevel'] };
  StockPayload: Omit<StockPayload, 'stock'> & { stock?: Maybe<ResolversParentTypes['StockLevel']> };
  StockRebuildChange: StockRebuildChange;
  Subscription: Record<PropertyKey, never>;
  Suggestion: Omit<Suggestion, 'category' | 'product'> & { category?: Maybe<ResolversParentTypes['Category']>, product?: Maybe<ResolversParentTypes['Product']> };
  SynonymGroup: SynonymGroupMessage;
  SynonymGroupPayload: Omit<SynonymGroupPayload, 'synonymGroup'> & { synonymGroup?: Maybe<ResolversParentTypes['SynonymGroup']> };
  TaxClass: TaxClassMessage;
  TaxClassPayload: Omit<TaxClassPayload, 'taxClass'> & { taxClass?: Maybe<ResolversParentTypes['TaxClass']> };
  TaxId: TaxIdMessage;
  TaxLine: TaxLineMessage;
  TaxRate: TaxRateMessage;
  TaxRateConnection: Omit<TaxRateConnection, 'edges'> & { edges: Array<ResolversParentTypes['TaxRateEdge']> };
  TaxRateEdge: Omit<TaxRateEdge, 'node'> & { node: ResolversParentTypes['TaxRate'] };
  TaxRatePayload: Omit<TaxRatePayload, 'taxRate'> & { taxRate?: Maybe<ResolversParentTypes['TaxRate']> };
  Transaction: TransactionMessage;
  UndoEmailChangeInput: UndoEmailChangeInput;
  UpdateCategoryInput: UpdateCategoryInput;
  UpdateCustomerGroupInput: UpdateCustomerGroupInput;
  UpdateMarketInput: UpdateMarketInput;
  UpdatePreferencesInput: UpdatePreferencesInput;
  UpdatePriceListInput: UpdatePriceListInput;
  UpdateProductInput: UpdateProductInput;
  UpdateProfileInput: UpdateProfileInput;
  UpdatePromotionInput: UpdatePromotionInput;
  UpdateShippingZoneInput: UpdateShippingZoneInput;
  UpdateSynonymGroupInput: UpdateSynonymGroupInput;
  UpdateTaxRateInput: UpdateTaxRateInput;
  UserError: UserError;
  Variant: VariantMessage;
  VariantInput: VariantInput;
  VerifyEmailInput: VerifyEmailInput;
};

export type AcceptedPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AcceptedPayload'] = ResolversParentTypes['AcceptedPayload']> = {
  accepted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type AccountResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Account'] = ResolversParentTypes['Account'], FederationReferenceType extends FederationReferenceTypes['Account'] = FederationReferenceTypes['Account']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Account']> | FederationReferenceType, FederationReferenceType, ContextType>;
  addresses?: Resolver<Array<ResolversTypes['Address']>, ParentType, ContextType>;
  cart?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  customerGroups?: Resolver<Array<ResolversTypes['CustomerGroup']>, ParentType, ContextType>;
  disabled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  emailVerified?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  firstName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  lastSignInAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  orderTotals?: Resolver<Maybe<ResolversTypes['AccountOrderTotals']>, ParentType, ContextType>;
  orders?: Resolver<ResolversTypes['OrderConnection'], ParentType, ContextType, RequireFields<AccountOrdersArgs, 'first'>>;
  pendingEmail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  permissions?: Resolver<Array<ResolversTypes['StaffPermission']>, ParentType, ContextType>;
  preferences?: Resolver<ResolversTypes['Preferences'], ParentType, ContextType>;
  roles?: Resolver<Array<ResolversTypes['Role']>, ParentType, ContextType>;
  sessions?: Resolver<Array<ResolversTypes['Session']>, ParentType, ContextType>;
  taxId?: Resolver<Maybe<ResolversTypes['TaxId']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  wishlist?: Resolver<Array<ResolversTypes['Variant']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AccountConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AccountConnection'] = ResolversParentTypes['AccountConnection']> = {
  edges?: Resolver<Array<ResolversTypes['AccountEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AccountEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AccountEdge'] = ResolversParentTypes['AccountEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Account'], ParentType, ContextType>;
};

export type AccountOrderTotalsResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AccountOrderTotals'] = ResolversParentTypes['AccountOrderTotals']> = {
  lastOrderAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  orderCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  paid?: Resolver<Array<ResolversTypes['Money']>, ParentType, ContextType>;
  refunded?: Resolver<Array<ResolversTypes['Money']>, ParentType, ContextType>;
};

export type AccountPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AccountPayload'] = ResolversParentTypes['AccountPayload']> = {
  account?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type AddressResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Address'] = ResolversParentTypes['Address']> = {
  city?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  countryCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isDefault?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  line1?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line2?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  postalCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ApiTokenResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ApiToken'] = ResolversParentTypes['ApiToken']> = {
  allowedNetworks?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  hint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  scopes?: Resolver<Array<ResolversTypes['ApiScope']>, ParentType, ContextType>;
};

export type ApiTokenConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ApiTokenConnection'] = ResolversParentTypes['ApiTokenConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ApiTokenEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ApiTokenEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ApiTokenEdge'] = ResolversParentTypes['ApiTokenEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ApiToken'], ParentType, ContextType>;
};

export type ApiTokenPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ApiTokenPayload'] = ResolversParentTypes['ApiTokenPayload']> = {
  apiToken?: Resolver<Maybe<ResolversTypes['ApiToken']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type AttributeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Attribute'] = ResolversParentTypes['Attribute']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface BigIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['BigInt'], any> {
  name: 'BigInt';
}

export type BuyXGetYDiscountResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['BuyXGetYDiscount'] = ResolversParentTypes['BuyXGetYDiscount']> = {
  basisPoints?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  buyItems?: Resolver<ResolversTypes['ItemSelection'], ParentType, ContextType>;
  buyQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  getItems?: Resolver<ResolversTypes['ItemSelection'], ParentType, ContextType>;
  getQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usesPerOrderLimit?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type CategoryResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Category'] = ResolversParentTypes['Category'], FederationReferenceType extends FederationReferenceTypes['Category'] = FederationReferenceTypes['Category']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Category']> | FederationReferenceType, FederationReferenceType, ContextType>;
  children?: Resolver<Array<ResolversTypes['Category']>, ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['Category']>, ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  productCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  products?: Resolver<ResolversTypes['ProductConnection'], ParentType, ContextType, RequireFields<CategoryProductsArgs, 'first' | 'sort'>>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CategoryPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['CategoryPayload'] = ResolversParentTypes['CategoryPayload']> = {
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CouponCodeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['CouponCode'] = ResolversParentTypes['CouponCode']> = {
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  promotion?: Resolver<ResolversTypes['Promotion'], ParentType, ContextType>;
  reservedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usageCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usageLimit?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type CouponCodeConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['CouponCodeConnection'] = ResolversParentTypes['CouponCodeConnection']> = {
  edges?: Resolver<Array<ResolversTypes['CouponCodeEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type CouponCodeEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['CouponCodeEdge'] = ResolversParentTypes['CouponCodeEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['CouponCode'], ParentType, ContextType>;
};

export type CouponCodePayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['CouponCodePayload'] = ResolversParentTypes['CouponCodePayload']> = {
  couponCode?: Resolver<Maybe<ResolversTypes['CouponCode']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CouponCodesPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['CouponCodesPayload'] = ResolversParentTypes['CouponCodesPayload']> = {
  couponCodes?: Resolver<Array<ResolversTypes['CouponCode']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateApiTokenPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['CreateApiTokenPayload'] = ResolversParentTypes['CreateApiTokenPayload']> = {
  apiToken?: Resolver<Maybe<ResolversTypes['ApiToken']>, ParentType, ContextType>;
  token?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateImportPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['CreateImportPayload'] = ResolversParentTypes['CreateImportPayload']> = {
  importJob?: Resolver<Maybe<ResolversTypes['ImportJob']>, ParentType, ContextType>;
  uploadHeaders?: Resolver<Array<ResolversTypes['Attribute']>, ParentType, ContextType>;
  uploadUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CustomerGroupResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['CustomerGroup'] = ResolversParentTypes['CustomerGroup'], FederationReferenceType extends FederationReferenceTypes['CustomerGroup'] = FederationReferenceTypes['CustomerGroup']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['CustomerGroup']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CustomerGroupPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['CustomerGroupPayload'] = ResolversParentTypes['CustomerGroupPayload']> = {
  customerGroup?: Resolver<Maybe<ResolversTypes['CustomerGroup']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeadFactResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['DeadFact'] = ResolversParentTypes['DeadFact']> = {
  body?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  receivedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  replayedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type DeadFactConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['DeadFactConnection'] = ResolversParentTypes['DeadFactConnection']> = {
  edges?: Resolver<Array<ResolversTypes['DeadFactEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type DeadFactEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['DeadFactEdge'] = ResolversParentTypes['DeadFactEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['DeadFact'], ParentType, ContextType>;
};

export type DeadFactPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['DeadFactPayload'] = ResolversParentTypes['DeadFactPayload']> = {
  deadFact?: Resolver<Maybe<ResolversTypes['DeadFact']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type DeadLetterResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['DeadLetter'] = ResolversParentTypes['DeadLetter']> = {
  body?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  receivedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  redrivenAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type DeadLetterConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['DeadLetterConnection'] = ResolversParentTypes['DeadLetterConnection']> = {
  edges?: Resolver<Array<ResolversTypes['DeadLetterEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type DeadLetterEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['DeadLetterEdge'] = ResolversParentTypes['DeadLetterEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['DeadLetter'], ParentType, ContextType>;
};

export type DeadLetterPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['DeadLetterPayload'] = ResolversParentTypes['DeadLetterPayload']> = {
  deadLetter?: Resolver<Maybe<ResolversTypes['DeadLetter']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type DeletePayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['DeletePayload'] = ResolversParentTypes['DeletePayload']> = {
  deletedId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type DependencyHealthResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['DependencyHealth'] = ResolversParentTypes['DependencyHealth']> = {
  impact?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  latencyMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['DependencyStatus'], ParentType, ContextType>;
};

export type DiscountAllocationResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['DiscountAllocation'] = ResolversParentTypes['DiscountAllocation']> = {
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DurationPercentilesResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['DurationPercentiles'] = ResolversParentTypes['DurationPercentiles']> = {
  p50?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  p95?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  p99?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type FacetResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Facet'] = ResolversParentTypes['Facet']> = {
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['FacetType'], ParentType, ContextType>;
  values?: Resolver<Array<ResolversTypes['FacetValue']>, ParentType, ContextType, RequireFields<FacetValuesArgs, 'first'>>;
};

export type FacetValueResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['FacetValue'] = ResolversParentTypes['FacetValue']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parentValue?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  selected?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type FailedJobResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['FailedJob'] = ResolversParentTypes['FailedJob']> = {
  attemptCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  error?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  nextAttemptAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  payload?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['FailedJobSource'], ParentType, ContextType>;
  subjectId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type FailedJobConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['FailedJobConnection'] = ResolversParentTypes['FailedJobConnection']> = {
  edges?: Resolver<Array<ResolversTypes['FailedJobEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type FailedJobEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['FailedJobEdge'] = ResolversParentTypes['FailedJobEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['FailedJob'], ParentType, ContextType>;
};

export type FailedJobPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['FailedJobPayload'] = ResolversParentTypes['FailedJobPayload']> = {
  failedJob?: Resolver<Maybe<ResolversTypes['FailedJob']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type FixedAmountDiscountResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['FixedAmountDiscount'] = ResolversParentTypes['FixedAmountDiscount']> = {
  amounts?: Resolver<Array<ResolversTypes['Money']>, ParentType, ContextType>;
  appliesOnEachItem?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  items?: Resolver<Maybe<ResolversTypes['ItemSelection']>, ParentType, ContextType>;
};

export type ImportErrorResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ImportError'] = ResolversParentTypes['ImportError']> = {
  error?: Resolver<ResolversTypes['UserError'], ParentType, ContextType>;
  line?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  slug?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ImportErrorConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ImportErrorConnection'] = ResolversParentTypes['ImportErrorConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ImportErrorEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ImportErrorEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ImportErrorEdge'] = ResolversParentTypes['ImportErrorEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ImportError'], ParentType, ContextType>;
};

export type ImportJobResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ImportJob'] = ResolversParentTypes['ImportJob']> = {
  completedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  createdCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dryRun?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  errors?: Resolver<ResolversTypes['ImportErrorConnection'], ParentType, ContextType, RequireFields<ImportJobErrorsArgs, 'first'>>;
  failedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  fileName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lineCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  processedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ImportJobStatus'], ParentType, ContextType>;
  updatedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ImportJobConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ImportJobConnection'] = ResolversParentTypes['ImportJobConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ImportJobEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ImportJobEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ImportJobEdge'] = ResolversParentTypes['ImportJobEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ImportJob'], ParentType, ContextType>;
};

export type ImportJobPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ImportJobPayload'] = ResolversParentTypes['ImportJobPayload']> = {
  importJob?: Resolver<Maybe<ResolversTypes['ImportJob']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ItemSelectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ItemSelection'] = ResolversParentTypes['ItemSelection']> = {
  brands?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  categoryIds?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  excludeSaleItems?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  excludedSkus?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  productIds?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  skus?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type LogoutPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['LogoutPayload'] = ResolversParentTypes['LogoutPayload']> = {
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type MarketResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Market'] = ResolversParentTypes['Market'], FederationReferenceType extends FederationReferenceTypes['Market'] = FederationReferenceTypes['Market']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Market']> | FederationReferenceType, FederationReferenceType, ContextType>;
  countryCodes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  currencies?: Resolver<Array<ResolversTypes['CurrencyCode']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  taxRounding?: Resolver<ResolversTypes['TaxRounding'], ParentType, ContextType>;
  taxesIncluded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MarketPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['MarketPayload'] = ResolversParentTypes['MarketPayload']> = {
  market?: Resolver<Maybe<ResolversTypes['Market']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type MediaResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Media'] = ResolversParentTypes['Media']> = {
  alt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  height?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  resizedUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType, RequireFields<MediaResizedUrlArgs, 'width'>>;
  thumbHash?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  width?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type MoneyResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amountMinor?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  formatted?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  addOrderNote?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationAddOrderNoteArgs, 'input'>>;
  addToCart?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationAddToCartArgs, 'input'>>;
  adjustStock?: Resolver<ResolversTypes['StockPayload'], ParentType, ContextType, RequireFields<MutationAdjustStockArgs, 'input'>>;
  adjustStocks?: Resolver<Array<ResolversTypes['StockPayload']>, ParentType, ContextType, RequireFields<MutationAdjustStocksArgs, 'inputs'>>;
  cancelImport?: Resolver<ResolversTypes['ImportJobPayload'], ParentType, ContextType, RequireFields<MutationCancelImportArgs, 'id'>>;
  cancelOrder?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationCancelOrderArgs, 'input'>>;
  cancelOrderLines?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationCancelOrderLinesArgs, 'input'>>;
  changePassword?: Resolver<ResolversTypes['SessionPayload'], ParentType, ContextType, RequireFields<MutationChangePasswordArgs, 'input'>>;
  confirmPassword?: Resolver<ResolversTypes['SessionPayload'], ParentType, ContextType, RequireFields<MutationConfirmPasswordArgs, 'input'>>;
  createApiToken?: Resolver<ResolversTypes['CreateApiTokenPayload'], ParentType, ContextType, RequireFields<MutationCreateApiTokenArgs, 'input'>>;
  createCart?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType>;
  createCategory?: Resolver<ResolversTypes['CategoryPayload'], ParentType, ContextType, RequireFields<MutationCreateCategoryArgs, 'input'>>;
  createCouponCodes?: Resolver<ResolversTypes['CouponCodesPayload'], ParentType, ContextType, RequireFields<MutationCreateCouponCodesArgs, 'input'>>;
  createCustomerGroup?: Resolver<ResolversTypes['CustomerGroupPayload'], ParentType, ContextType, RequireFields<MutationCreateCustomerGroupArgs, 'input'>>;
  createImport?: Resolver<ResolversTypes['CreateImportPayload'], ParentType, ContextType, RequireFields<MutationCreateImportArgs, 'input'>>;
  createMarket?: Resolver<ResolversTypes['MarketPayload'], ParentType, ContextType, RequireFields<MutationCreateMarketArgs, 'input'>>;
  createPriceList?: Resolver<ResolversTypes['PriceListPayload'], ParentType, ContextType, RequireFields<MutationCreatePriceListArgs, 'input'>>;
  createProduct?: Resolver<ResolversTypes['ProductPayload'], ParentType, ContextType, RequireFields<MutationCreateProductArgs, 'input'>>;
  createPromotion?: Resolver<ResolversTypes['PromotionPayload'], ParentType, ContextType, RequireFields<MutationCreatePromotionArgs, 'input'>>;
  createShippingZone?: Resolver<ResolversTypes['ShippingZonePayload'], ParentType, ContextType, RequireFields<MutationCreateShippingZoneArgs, 'input'>>;
  createSynonymGroup?: Resolver<ResolversTypes['SynonymGroupPayload'], ParentType, ContextType, RequireFields<MutationCreateSynonymGroupArgs, 'input'>>;
  createTaxRate?: Resolver<ResolversTypes['TaxRatePayload'], ParentType, ContextType, RequireFields<MutationCreateTaxRateArgs, 'input'>>;
  deleteAddress?: Resolver<ResolversTypes['AccountPayload'], ParentType, ContextType, RequireFields<MutationDeleteAddressArgs, 'id'>>;
  deleteCategory?: Resolver<ResolversTypes['DeletePayload'], ParentType, ContextType, RequireFields<MutationDeleteCategoryArgs, 'id'>>;
  deleteMyAccount?: Resolver<ResolversTypes['AcceptedPayload'], ParentType, ContextType, RequireFields<MutationDeleteMyAccountArgs, 'input'>>;
  deletePriceList?: Resolver<ResolversTypes['DeletePayload'], ParentType, ContextType, RequireFields<MutationDeletePriceListArgs, 'id'>>;
  deleteProduct?: Resolver<ResolversTypes['DeletePayload'], ParentType, ContextType, RequireFields<MutationDeleteProductArgs, 'id'>>;
  deletePromotion?: Resolver<ResolversTypes['DeletePayload'], ParentType, ContextType, RequireFields<MutationDeletePromotionArgs, 'id'>>;
  deleteShippingZone?: Resolver<ResolversTypes['DeletePayload'], ParentType, ContextType, RequireFields<MutationDeleteShippingZoneArgs, 'id'>>;
  deleteSynonymGroup?: Resolver<ResolversTypes['DeletePayload'], ParentType, ContextType, RequireFields<MutationDeleteSynonymGroupArgs, 'id'>>;
  deleteTaxRate?: Resolver<ResolversTypes['DeletePayload'], ParentType, ContextType, RequireFields<MutationDeleteTaxRateArgs, 'id'>>;
  discardFailedJob?: Resolver<ResolversTypes['FailedJobPayload'], ParentType, ContextType, RequireFields<MutationDiscardFailedJobArgs, 'input'>>;
  endSessions?: Resolver<ResolversTypes['AccountPayload'], ParentType, ContextType, RequireFields<MutationEndSessionsArgs, 'accountId'>>;
  fulfilOrder?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationFulfilOrderArgs, 'input'>>;
  fulfilOrders?: Resolver<Array<ResolversTypes['OrderPayload']>, ParentType, ContextType, RequireFields<MutationFulfilOrdersArgs, 'inputs'>>;
  inviteStaff?: Resolver<ResolversTypes['AccountPayload'], ParentType, ContextType, RequireFields<MutationInviteStaffArgs, 'input'>>;
  login?: Resolver<ResolversTypes['SessionPayload'], ParentType, ContextType, RequireFields<MutationLoginArgs, 'input'>>;
  logout?: Resolver<ResolversTypes['LogoutPayload'], ParentType, ContextType>;
  logoutEverywhere?: Resolver<ResolversTypes['LogoutPayload'], ParentType, ContextType>;
  markDelivered?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationMarkDeliveredArgs, 'orderId'>>;
  markOrderDelivered?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationMarkOrderDeliveredArgs, 'input'>>;
  moveCategory?: Resolver<ResolversTypes['CategoryPayload'], ParentType, ContextType, RequireFields<MutationMoveCategoryArgs, 'input'>>;
  placeOrder?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationPlaceOrderArgs, 'input'>>;
  rebuildOrderLists?: Resolver<ResolversTypes['RebuildOrdersPayload'], ParentType, ContextType, RequireFields<MutationRebuildOrderListsArgs, 'input'>>;
  rebuildOrders?: Resolver<ResolversTypes['RebuildOrdersPayload'], ParentType, ContextType, RequireFields<MutationRebuildOrdersArgs, 'ids'>>;
  rebuildSearchIndex?: Resolver<ResolversTypes['SearchIndexRebuildPayload'], ParentType, ContextType>;
  rebuildStock?: Resolver<ResolversTypes['RebuildStockPayload'], ParentType, ContextType, RequireFields<MutationRebuildStockArgs, 'input'>>;
  redriveDeadLetter?: Resolver<ResolversTypes['DeadLetterPayload'], ParentType, ContextType, RequireFields<MutationRedriveDeadLetterArgs, 'input'>>;
  refreshSession?: Resolver<ResolversTypes['SessionPayload'], ParentType, ContextType, RequireFields<MutationRefreshSessionArgs, 'input'>>;
  refundOrder?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationRefundOrderArgs, 'input'>>;
  register?: Resolver<ResolversTypes['SessionPayload'], ParentType, ContextType, RequireFields<MutationRegisterArgs, 'input'>>;
  reorder?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationReorderArgs, 'input'>>;
  replayDeadFact?: Resolver<ResolversTypes['DeadFactPayload'], ParentType, ContextType, RequireFields<MutationReplayDeadFactArgs, 'id'>>;
  requestEmailVerification?: Resolver<ResolversTypes['AcceptedPayload'], ParentType, ContextType>;
  requestPasswordReset?: Resolver<ResolversTypes['AcceptedPayload'], ParentType, ContextType, RequireFields<MutationRequestPasswordResetArgs, 'input'>>;
  requestStockNotification?: Resolver<ResolversTypes['AcceptedPayload'], ParentType, ContextType, RequireFields<MutationRequestStockNotificationArgs, 'input'>>;
  resetPassword?: Resolver<ResolversTypes['SessionPayload'], ParentType, ContextType, RequireFields<MutationResetPasswordArgs, 'input'>>;
  resolveOrder?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationResolveOrderArgs, 'input'>>;
  resolveOrders?: Resolver<Array<ResolversTypes['OrderPayload']>, ParentType, ContextType, RequireFields<MutationResolveOrdersArgs, 'inputs'>>;
  restoreProduct?: Resolver<ResolversTypes['ProductPayload'], ParentType, ContextType, RequireFields<MutationRestoreProductArgs, 'id'>>;
  resumeOrderPayment?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationResumeOrderPaymentArgs, 'input'>>;
  resumePayment?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationResumePaymentArgs, 'orderId'>>;
  retryFailedJob?: Resolver<ResolversTypes['FailedJobPayload'], ParentType, ContextType, RequireFields<MutationRetryFailedJobArgs, 'id'>>;
  revokeApiToken?: Resolver<ResolversTypes['ApiTokenPayload'], ParentType, ContextType, RequireFields<MutationRevokeApiTokenArgs, 'id'>>;
  revokeSession?: Resolver<ResolversTypes['LogoutPayload'], ParentType, ContextType, RequireFields<MutationRevokeSessionArgs, 'id'>>;
  revokeSessions?: Resolver<ResolversTypes['LogoutPayload'], ParentType, ContextType, RequireFields<MutationRevokeSessionsArgs, 'accountId'>>;
  runPendingEffects?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationRunPendingEffectsArgs, 'orderId'>>;
  saveAddress?: Resolver<ResolversTypes['AccountPayload'], ParentType, ContextType, RequireFields<MutationSaveAddressArgs, 'input'>>;
  saveTaxClass?: Resolver<ResolversTypes['TaxClassPayload'], ParentType, ContextType, RequireFields<MutationSaveTaxClassArgs, 'input'>>;
  setCartCouponCodes?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationSetCartCouponCodesArgs, 'input'>>;
  setCartCurrency?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationSetCartCurrencyArgs, 'input'>>;
  setCartLine?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationSetCartLineArgs, 'input'>>;
  setCartLines?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationSetCartLinesArgs, 'input'>>;
  setCouponCodeActive?: Resolver<ResolversTypes['CouponCodePayload'], ParentType, ContextType, RequireFields<MutationSetCouponCodeActiveArgs, 'input'>>;
  setCustomerGroups?: Resolver<ResolversTypes['AccountPayload'], ParentType, ContextType, RequireFields<MutationSetCustomerGroupsArgs, 'input'>>;
  setDisabled?: Resolver<ResolversTypes['AccountPayload'], ParentType, ContextType, RequireFields<MutationSetDisabledArgs, 'input'>>;
  setLowStockThreshold?: Resolver<ResolversTypes['StockPayload'], ParentType, ContextType, RequireFields<MutationSetLowStockThresholdArgs, 'input'>>;
  setPriceListPrices?: Resolver<ResolversTypes['PriceListPayload'], ParentType, ContextType, RequireFields<MutationSetPriceListPricesArgs, 'input'>>;
  setPromotionActive?: Resolver<ResolversTypes['PromotionPayload'], ParentType, ContextType, RequireFields<MutationSetPromotionActiveArgs, 'input'>>;
  setRoles?: Resolver<ResolversTypes['AccountPayload'], ParentType, ContextType, RequireFields<MutationSetRolesArgs, 'input'>>;
  setTaxId?: Resolver<ResolversTypes['AccountPayload'], ParentType, ContextType, RequireFields<MutationSetTaxIdArgs, 'input'>>;
  setWishlistItem?: Resolver<ResolversTypes['AccountPayload'], ParentType, ContextType, RequireFields<MutationSetWishlistItemArgs, 'input'>>;
  startGuestSession?: Resolver<ResolversTypes['SessionPayload'], ParentType, ContextType>;
  undoEmailChange?: Resolver<ResolversTypes['AcceptedPayload'], ParentType, ContextType, RequireFields<MutationUndoEmailChangeArgs, 'input'>>;
  updateCategory?: Resolver<ResolversTypes['CategoryPayload'], ParentType, ContextType, RequireFields<MutationUpdateCategoryArgs, 'input'>>;
  updateCustomerGroup?: Resolver<ResolversTypes['CustomerGroupPayload'], ParentType, ContextType, RequireFields<MutationUpdateCustomerGroupArgs, 'input'>>;
  updateMarket?: Resolver<ResolversTypes['MarketPayload'], ParentType, ContextType, RequireFields<MutationUpdateMarketArgs, 'input'>>;
  updatePreferences?: Resolver<ResolversTypes['AccountPayload'], ParentType, ContextType, RequireFields<MutationUpdatePreferencesArgs, 'input'>>;
  updatePriceList?: Resolver<ResolversTypes['PriceListPayload'], ParentType, ContextType, RequireFields<MutationUpdatePriceListArgs, 'input'>>;
  updateProduct?: Resolver<ResolversTypes['ProductPayload'], ParentType, ContextType, RequireFields<MutationUpdateProductArgs, 'input'>>;
  updateProducts?: Resolver<Array<ResolversTypes['ProductPayload']>, ParentType, ContextType, RequireFields<MutationUpdateProductsArgs, 'inputs'>>;
  updateProfile?: Resolver<ResolversTypes['AccountPayload'], ParentType, ContextType, RequireFields<MutationUpdateProfileArgs, 'input'>>;
  updatePromotion?: Resolver<ResolversTypes['PromotionPayload'], ParentType, ContextType, RequireFields<MutationUpdatePromotionArgs, 'input'>>;
  updateShippingZone?: Resolver<ResolversTypes['ShippingZonePayload'], ParentType, ContextType, RequireFields<MutationUpdateShippingZoneArgs, 'input'>>;
  updateSynonymGroup?: Resolver<ResolversTypes['SynonymGroupPayload'], ParentType, ContextType, RequireFields<MutationUpdateSynonymGroupArgs, 'input'>>;
  updateTaxRate?: Resolver<ResolversTypes['TaxRatePayload'], ParentType, ContextType, RequireFields<MutationUpdateTaxRateArgs, 'input'>>;
  verifyEmail?: Resolver<ResolversTypes['AccountPayload'], ParentType, ContextType, RequireFields<MutationVerifyEmailArgs, 'input'>>;
};

export type NodeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Account' | 'Category' | 'CustomerGroup' | 'FailedJob' | 'ImportJob' | 'Market' | 'Order' | 'PriceList' | 'Product' | 'Promotion' | 'ShippingMethod' | 'ShippingZone' | 'TaxRate', ParentType, ContextType>;
};

export type OrderResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  account?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  actions?: Resolver<Array<ResolversTypes['OrderAction']>, ParentType, ContextType>;
  attention?: Resolver<Maybe<ResolversTypes['OrderAttention']>, ParentType, ContextType>;
  billingAddress?: Resolver<Maybe<ResolversTypes['OrderAddress']>, ParentType, ContextType>;
  couponCodes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  customerNote?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  deadlineAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  discountTotal?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  discounts?: Resolver<Array<ResolversTypes['OrderDiscount']>, ParentType, ContextType>;
  disputes?: Resolver<Array<ResolversTypes['OrderDispute']>, ParentType, ContextType>;
  effects?: Resolver<Array<ResolversTypes['OrderEffect']>, ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  explanation?: Resolver<Array<ResolversTypes['OrderExplanation']>, ParentType, ContextType>;
  fulfillmentStatus?: Resolver<ResolversTypes['FulfillmentStatus'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lines?: Resolver<Array<ResolversTypes['OrderLine']>, ParentType, ContextType>;
  market?: Resolver<Maybe<ResolversTypes['Market']>, ParentType, ContextType>;
  notes?: Resolver<Array<ResolversTypes['OrderNote']>, ParentType, ContextType>;
  number?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  paymentAction?: Resolver<Maybe<ResolversTypes['PaymentAction']>, ParentType, ContextType>;
  paymentStatus?: Resolver<ResolversTypes['PaymentStatus'], ParentType, ContextType>;
  placedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  quote?: Resolver<Maybe<ResolversTypes['Quote']>, ParentType, ContextType>;
  refundableShipping?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  refunded?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  refunds?: Resolver<Array<ResolversTypes['OrderRefund']>, ParentType, ContextType>;
  rejection?: Resolver<Maybe<ResolversTypes['OrderRejection']>, ParentType, ContextType>;
  reverseChargeAmount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  shipments?: Resolver<Array<ResolversTypes['Shipment']>, ParentType, ContextType>;
  shipping?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  shippingAddress?: Resolver<Maybe<ResolversTypes['OrderAddress']>, ParentType, ContextType>;
  shippingMethod?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
  stockHeldUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  subtotal?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  tax?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  taxId?: Resolver<Maybe<ResolversTypes['TaxId']>, ParentType, ContextType>;
  taxLines?: Resolver<Array<ResolversTypes['TaxLine']>, ParentType, ContextType>;
  taxSource?: Resolver<ResolversTypes['TaxSource'], ParentType, ContextType>;
  taxesIncluded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  timeline?: Resolver<Array<ResolversTypes['OrderEventEdge']>, ParentType, ContextType, RequireFields<OrderTimelineArgs, 'first'>>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  traceId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  transactions?: Resolver<Array<ResolversTypes['Transaction']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderActionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderAction'] = ResolversParentTypes['OrderAction']> = {
  allowed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  maxAmount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['OrderActionType'], ParentType, ContextType>;
};

export type OrderActionPreviewResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderActionPreview'] = ResolversParentTypes['OrderActionPreview']> = {
  allowed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  effectTypes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  eventTypes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  refund?: Resolver<Maybe<ResolversTypes['RefundPreview']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['OrderStatus']>, ParentType, ContextType>;
};

export type OrderAddressResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderAddress'] = ResolversParentTypes['OrderAddress']> = {
  city?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  countryCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line1?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line2?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  postalCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type OrderAttentionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderAttention'] = ResolversParentTypes['OrderAttention']> = {
  effects?: Resolver<Array<ResolversTypes['OrderEffect']>, ParentType, ContextType>;
  fromStatus?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
  previews?: Resolver<Array<ResolversTypes['ResolutionPreview']>, ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type OrderConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderConnection'] = ResolversParentTypes['OrderConnection']> = {
  edges?: Resolver<Array<ResolversTypes['OrderEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  statusCounts?: Resolver<Array<ResolversTypes['OrderStatusCount']>, ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type OrderDifferenceResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderDifference'] = ResolversParentTypes['OrderDifference']> = {
  actual?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  expected?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OrderDiscountResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderDiscount'] = ResolversParentTypes['OrderDiscount']> = {
  allocations?: Resolver<Array<ResolversTypes['DiscountAllocation']>, ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  class?: Resolver<ResolversTypes['DiscountClass'], ParentType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  promotion?: Resolver<Maybe<ResolversTypes['Promotion']>, ParentType, ContextType>;
};

export type OrderDisputeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderDispute'] = ResolversParentTypes['OrderDispute']> = {
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  closedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  evidenceDueBy?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['DisputeStatus'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['DisputeType'], ParentType, ContextType>;
};

export type OrderEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderEdge'] = ResolversParentTypes['OrderEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
};

export type OrderEffectResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderEffect'] = ResolversParentTypes['OrderEffect']> = {
  attemptCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  attempts?: Resolver<Array<ResolversTypes['OrderEffectAttempt']>, ParentType, ContextType>;
  causeSequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  completedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isCompensation?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  nextAttemptAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  outcomeSequence?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OrderEffectStatus'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OrderEffectAttemptResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderEffectAttempt'] = ResolversParentTypes['OrderEffectAttempt']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  durationMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type OrderEventEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderEventEdge'] = ResolversParentTypes['OrderEventEdge']> = {
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  data?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  order?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OrderExplanationResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderExplanation'] = ResolversParentTypes['OrderExplanation']> = {
  sequences?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OrderLineResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderLine'] = ResolversParentTypes['OrderLine']> = {
  cancelledQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  compareAtUnitPrice?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  discountTotal?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  discountedTotal?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  refundableAmount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  refundedQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  restockedQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reverseChargeAmount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  shippedQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tax?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  taxLines?: Resolver<Array<ResolversTypes['TaxLine']>, ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  unfulfilledQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unitPrice?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type OrderNoteResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderNote'] = ResolversParentTypes['OrderNote']> = {
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OrderPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderPayload'] = ResolversParentTypes['OrderPayload']> = {
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type OrderReconciliationResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderReconciliation'] = ResolversParentTypes['OrderReconciliation']> = {
  differences?: Resolver<Array<ResolversTypes['OrderDifference']>, ParentType, ContextType>;
  listRow?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  order?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
  payment?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  reservation?: Resolver<Maybe<ResolversTypes['Reservation']>, ParentType, ContextType>;
};

export type OrderRefundResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderRefund'] = ResolversParentTypes['OrderRefund']> = {
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lines?: Resolver<Array<ResolversTypes['OrderRefundLine']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  shipping?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TransactionStatus'], ParentType, ContextType>;
  tax?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  transactions?: Resolver<Array<ResolversTypes['Transaction']>, ParentType, ContextType>;
};

export type OrderRefundLineResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderRefundLine'] = ResolversParentTypes['OrderRefundLine']> = {
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  restockedQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tax?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type OrderRejectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderRejection'] = ResolversParentTypes['OrderRejection']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  skus?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type OrderStatisticsResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderStatistics'] = ResolversParentTypes['OrderStatistics']> = {
  confirmationTime?: Resolver<Maybe<ResolversTypes['DurationPercentiles']>, ParentType, ContextType>;
  orderCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rejections?: Resolver<Array<ResolversTypes['RejectionCount']>, ParentType, ContextType>;
  statusCounts?: Resolver<Array<ResolversTypes['OrderStatusCount']>, ParentType, ContextType>;
  topProducts?: Resolver<Array<ResolversTypes['ProductSales']>, ParentType, ContextType, RequireFields<OrderStatisticsTopProductsArgs, 'first'>>;
};

export type OrderStatusCountResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderStatusCount'] = ResolversParentTypes['OrderStatusCount']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PaymentActionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PaymentAction'] = ResolversParentTypes['PaymentAction']> = {
  clientSecret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PercentageDiscountResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PercentageDiscount'] = ResolversParentTypes['PercentageDiscount']> = {
  basisPoints?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  items?: Resolver<Maybe<ResolversTypes['ItemSelection']>, ParentType, ContextType>;
  maxAmounts?: Resolver<Array<ResolversTypes['Money']>, ParentType, ContextType>;
};

export type PreferencesResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Preferences'] = ResolversParentTypes['Preferences']> = {
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  locale?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  marketingEmails?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  orderEmails?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PriceListResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PriceList'] = ResolversParentTypes['PriceList']> = {
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  customerGroups?: Resolver<Array<ResolversTypes['CustomerGroup']>, ParentType, ContextType>;
  endsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  markets?: Resolver<Array<ResolversTypes['Market']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  prices?: Resolver<ResolversTypes['PriceListPriceConnection'], ParentType, ContextType, RequireFields<PriceListPricesArgs, 'first'>>;
  priority?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  startsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['PriceListType'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PriceListConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PriceListConnection'] = ResolversParentTypes['PriceListConnection']> = {
  edges?: Resolver<Array<ResolversTypes['PriceListEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type PriceListEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PriceListEdge'] = ResolversParentTypes['PriceListEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['PriceList'], ParentType, ContextType>;
};

export type PriceListPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PriceListPayload'] = ResolversParentTypes['PriceListPayload']> = {
  priceList?: Resolver<Maybe<ResolversTypes['PriceList']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type PriceListPriceResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PriceListPrice'] = ResolversParentTypes['PriceListPrice']> = {
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  minQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PriceListPriceConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PriceListPriceConnection'] = ResolversParentTypes['PriceListPriceConnection']> = {
  edges?: Resolver<Array<ResolversTypes['PriceListPriceEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type PriceListPriceEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PriceListPriceEdge'] = ResolversParentTypes['PriceListPriceEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['PriceListPrice'], ParentType, ContextType>;
};

export type PriceRangeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PriceRange'] = ResolversParentTypes['PriceRange']> = {
  max?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  min?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type ProductResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product'], FederationReferenceType extends FederationReferenceTypes['Product'] = FederationReferenceTypes['Product']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Product']> | FederationReferenceType, FederationReferenceType, ContextType>;
  attributes?: Resolver<Array<ResolversTypes['Attribute']>, ParentType, ContextType>;
  brand?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  categories?: Resolver<Array<ResolversTypes['Category']>, ParentType, ContextType>;
  changes?: Resolver<ResolversTypes['ProductChangeConnection'], ParentType, ContextType, RequireFields<ProductChangesArgs, 'first'>>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  etag?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  inStock?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  media?: Resolver<Array<ResolversTypes['Media']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  priceRange?: Resolver<ResolversTypes['PriceRange'], ParentType, ContextType>;
  relatedProducts?: Resolver<Array<ResolversTypes['Product']>, ParentType, ContextType, RequireFields<ProductRelatedProductsArgs, 'first'>>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unitsSold?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  variants?: Resolver<Array<ResolversTypes['Variant']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ProductChangeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ProductChange'] = ResolversParentTypes['ProductChange']> = {
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  etag?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  fields?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ProductChangeConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ProductChangeConnection'] = ResolversParentTypes['ProductChangeConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ProductChangeEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ProductChangeEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ProductChangeEdge'] = ResolversParentTypes['ProductChangeEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ProductChange'], ParentType, ContextType>;
};

export type ProductConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ProductConnection'] = ResolversParentTypes['ProductConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ProductEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ProductEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ProductEdge'] = ResolversParentTypes['ProductEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
};

export type ProductPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ProductPayload'] = ResolversParentTypes['ProductPayload']> = {
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ProductSalesResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ProductSales'] = ResolversParentTypes['ProductSales']> = {
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  unitCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PromotionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Promotion'] = ResolversParentTypes['Promotion']> = {
  automatic?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  class?: Resolver<ResolversTypes['DiscountClass'], ParentType, ContextType>;
  codes?: Resolver<ResolversTypes['CouponCodeConnection'], ParentType, ContextType, RequireFields<PromotionCodesArgs, 'first'>>;
  combinesWith?: Resolver<Array<ResolversTypes['DiscountClass']>, ParentType, ContextType>;
  conditions?: Resolver<ResolversTypes['PromotionConditions'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  etag?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  priority?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reservedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reward?: Resolver<ResolversTypes['PromotionReward'], ParentType, ContextType>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  startsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['PromotionStatus'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  usageCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usageLimit?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  usageLimitPerCustomer?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PromotionConditionsResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PromotionConditions'] = ResolversParentTypes['PromotionConditions']> = {
  countryCodes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  customerGroups?: Resolver<Array<ResolversTypes['CustomerGroup']>, ParentType, ContextType>;
  firstOrder?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  items?: Resolver<Maybe<ResolversTypes['ItemSelection']>, ParentType, ContextType>;
  markets?: Resolver<Array<ResolversTypes['Market']>, ParentType, ContextType>;
  minAmounts?: Resolver<Array<ResolversTypes['Money']>, ParentType, ContextType>;
  minQuantity?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  shippingMethods?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PromotionConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PromotionConnection'] = ResolversParentTypes['PromotionConnection']> = {
  edges?: Resolver<Array<ResolversTypes['PromotionEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type PromotionEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PromotionEdge'] = ResolversParentTypes['PromotionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Promotion'], ParentType, ContextType>;
};

export type PromotionPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PromotionPayload'] = ResolversParentTypes['PromotionPayload']> = {
  promotion?: Resolver<Maybe<ResolversTypes['Promotion']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type PromotionRewardResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PromotionReward'] = ResolversParentTypes['PromotionReward']> = {
  buyXGetY?: Resolver<Maybe<ResolversTypes['BuyXGetYDiscount']>, ParentType, ContextType>;
  fixedAmount?: Resolver<Maybe<ResolversTypes['FixedAmountDiscount']>, ParentType, ContextType>;
  percentage?: Resolver<Maybe<ResolversTypes['PercentageDiscount']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  account?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType, RequireFields<QueryAccountArgs, 'id'>>;
  accounts?: Resolver<ResolversTypes['AccountConnection'], ParentType, ContextType, RequireFields<QueryAccountsArgs, 'first'>>;
  allOrders?: Resolver<ResolversTypes['OrderConnection'], ParentType, ContextType, RequireFields<QueryAllOrdersArgs, 'first' | 'sort'>>;
  apiTokens?: Resolver<ResolversTypes['ApiTokenConnection'], ParentType, ContextType, RequireFields<QueryApiTokensArgs, 'first'>>;
  cart?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  categories?: Resolver<Array<ResolversTypes['Category']>, ParentType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType, Partial<QueryCategoryArgs>>;
  couponCode?: Resolver<Maybe<ResolversTypes['CouponCode']>, ParentType, ContextType, RequireFields<QueryCouponCodeArgs, 'code'>>;
  customerGroups?: Resolver<Array<ResolversTypes['CustomerGroup']>, ParentType, ContextType>;
  deadFacts?: Resolver<ResolversTypes['DeadFactConnection'], ParentType, ContextType, RequireFields<QueryDeadFactsArgs, 'first'>>;
  deadLetters?: Resolver<ResolversTypes['DeadLetterConnection'], ParentType, ContextType, RequireFields<QueryDeadLettersArgs, 'first'>>;
  failedJobs?: Resolver<ResolversTypes['FailedJobConnection'], ParentType, ContextType, RequireFields<QueryFailedJobsArgs, 'first'>>;
  importJob?: Resolver<Maybe<ResolversTypes['ImportJob']>, ParentType, ContextType, RequireFields<QueryImportJobArgs, 'id'>>;
  importJobs?: Resolver<ResolversTypes['ImportJobConnection'], ParentType, ContextType, RequireFields<QueryImportJobsArgs, 'first'>>;
  isSkuTaken?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<QueryIsSkuTakenArgs, 'sku'>>;
  markets?: Resolver<Array<ResolversTypes['Market']>, ParentType, ContextType>;
  me?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<QueryOrderArgs, 'id'>>;
  orderByNumber?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<QueryOrderByNumberArgs, 'email' | 'number'>>;
  orderReconciliation?: Resolver<Maybe<ResolversTypes['OrderReconciliation']>, ParentType, ContextType, RequireFields<QueryOrderReconciliationArgs, 'orderId'>>;
  orderStatistics?: Resolver<ResolversTypes['OrderStatistics'], ParentType, ContextType, RequireFields<QueryOrderStatisticsArgs, 'currency' | 'from' | 'to'>>;
  orders?: Resolver<ResolversTypes['OrderConnection'], ParentType, ContextType, RequireFields<QueryOrdersArgs, 'first'>>;
  previewOrderAction?: Resolver<Maybe<ResolversTypes['OrderActionPreview']>, ParentType, ContextType, RequireFields<QueryPreviewOrderActionArgs, 'input'>>;
  priceLists?: Resolver<ResolversTypes['PriceListConnection'], ParentType, ContextType, RequireFields<QueryPriceListsArgs, 'first'>>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType, Partial<QueryProductArgs>>;
  products?: Resolver<ResolversTypes['ProductConnection'], ParentType, ContextType, RequireFields<QueryProductsArgs, 'first' | 'sort'>>;
  promotion?: Resolver<Maybe<ResolversTypes['Promotion']>, ParentType, ContextType, Partial<QueryPromotionArgs>>;
  promotions?: Resolver<ResolversTypes['PromotionConnection'], ParentType, ContextType, RequireFields<QueryPromotionsArgs, 'first'>>;
  quote?: Resolver<ResolversTypes['Quote'], ParentType, ContextType, RequireFields<QueryQuoteArgs, 'input'>>;
  reservations?: Resolver<ResolversTypes['ReservationConnection'], ParentType, ContextType, RequireFields<QueryReservationsArgs, 'first' | 'sku'>>;
  salesReport?: Resolver<Array<ResolversTypes['SalesReportRow']>, ParentType, ContextType, RequireFields<QuerySalesReportArgs, 'currency' | 'from' | 'interval' | 'timeZone' | 'to'>>;
  search?: Resolver<ResolversTypes['SearchResult'], ParentType, ContextType, RequireFields<QuerySearchArgs, 'first' | 'query' | 'sort'>>;
  searchIndexRebuild?: Resolver<Maybe<ResolversTypes['SearchIndexRebuild']>, ParentType, ContextType>;
  searchQueries?: Resolver<Array<ResolversTypes['SearchQueryCount']>, ParentType, ContextType, RequireFields<QuerySearchQueriesArgs, 'first' | 'from' | 'to' | 'withoutResults'>>;
  securityEvents?: Resolver<ResolversTypes['SecurityEventConnection'], ParentType, ContextType, RequireFields<QuerySecurityEventsArgs, 'first'>>;
  shippingZones?: Resolver<Array<ResolversTypes['ShippingZone']>, ParentType, ContextType>;
  shopHealth?: Resolver<ResolversTypes['ShopHealth'], ParentType, ContextType>;
  stockLedger?: Resolver<ResolversTypes['StockLedgerEntryConnection'], ParentType, ContextType, RequireFields<QueryStockLedgerArgs, 'first' | 'sku'>>;
  stockLevels?: Resolver<ResolversTypes['StockLevelConnection'], ParentType, ContextType, RequireFields<QueryStockLevelsArgs, 'first' | 'sort'>>;
  suggest?: Resolver<Array<ResolversTypes['Suggestion']>, ParentType, ContextType, RequireFields<QuerySuggestArgs, 'first' | 'prefix'>>;
  synonymGroups?: Resolver<Array<ResolversTypes['SynonymGroup']>, ParentType, ContextType>;
  taxClasses?: Resolver<Array<ResolversTypes['TaxClass']>, ParentType, ContextType>;
  taxRates?: Resolver<ResolversTypes['TaxRateConnection'], ParentType, ContextType, RequireFields<QueryTaxRatesArgs, 'first'>>;
  variant?: Resolver<Maybe<ResolversTypes['Variant']>, ParentType, ContextType, RequireFields<QueryVariantArgs, 'sku'>>;
};

export type QuoteResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Quote'] = ResolversParentTypes['Quote']> = {
  couponCodes?: Resolver<Array<ResolversTypes['QuoteCouponCode']>, ParentType, ContextType>;
  discountTotal?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  discounts?: Resolver<Array<ResolversTypes['OrderDiscount']>, ParentType, ContextType>;
  lines?: Resolver<Array<ResolversTypes['OrderLine']>, ParentType, ContextType>;
  market?: Resolver<ResolversTypes['Market'], ParentType, ContextType>;
  problems?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  reverseChargeAmount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  shipping?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  shippingMethod?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  shippingOptions?: Resolver<Array<ResolversTypes['ShippingOption']>, ParentType, ContextType>;
  subtotal?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  tax?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  taxId?: Resolver<Maybe<ResolversTypes['TaxId']>, ParentType, ContextType>;
  taxLines?: Resolver<Array<ResolversTypes['TaxLine']>, ParentType, ContextType>;
  taxSource?: Resolver<ResolversTypes['TaxSource'], ParentType, ContextType>;
  taxesIncluded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type QuoteCouponCodeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['QuoteCouponCode'] = ResolversParentTypes['QuoteCouponCode']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['CouponCodeStatus'], ParentType, ContextType>;
};

export type RebuildOrdersPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RebuildOrdersPayload'] = ResolversParentTypes['RebuildOrdersPayload']> = {
  missingIds?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RebuildStockPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RebuildStockPayload'] = ResolversParentTypes['RebuildStockPayload']> = {
  changes?: Resolver<Array<ResolversTypes['StockRebuildChange']>, ParentType, ContextType>;
  missingIds?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RebuiltStockLineResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RebuiltStockLine'] = ResolversParentTypes['RebuiltStockLine']> = {
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  oversold?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  units?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RefundPreviewResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RefundPreview'] = ResolversParentTypes['RefundPreview']> = {
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  lines?: Resolver<Array<ResolversTypes['OrderRefundLine']>, ParentType, ContextType>;
  shipping?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  tax?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type RejectionCountResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RejectionCount'] = ResolversParentTypes['RejectionCount']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ReservationResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Reservation'] = ResolversParentTypes['Reservation']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lines?: Resolver<Array<ResolversTypes['ReservationLine']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ReservationStatus'], ParentType, ContextType>;
};

export type ReservationConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ReservationConnection'] = ResolversParentTypes['ReservationConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ReservationEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ReservationEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ReservationEdge'] = ResolversParentTypes['ReservationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Reservation'], ParentType, ContextType>;
};

export type ReservationLineResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ReservationLine'] = ResolversParentTypes['ReservationLine']> = {
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ResolutionPreviewResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ResolutionPreview'] = ResolversParentTypes['ResolutionPreview']> = {
  allowed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  effectTypes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  eventTypes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  resolution?: Resolver<ResolversTypes['Resolution'], ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['OrderStatus']>, ParentType, ContextType>;
};

export type SalesReportRowResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SalesReportRow'] = ResolversParentTypes['SalesReportRow']> = {
  balancePayments?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  discounts?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  grossSales?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  netTotal?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  orderCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  periodStart?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  refunds?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  reverseChargeAmount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  shipping?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  tax?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  totalSales?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  unitCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SearchEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SearchEdge'] = ResolversParentTypes['SearchEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  highlight?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
  score?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type SearchIndexRebuildResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SearchIndexRebuild'] = ResolversParentTypes['SearchIndexRebuild']> = {
  completedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  processedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  productCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SearchIndexRebuildStatus'], ParentType, ContextType>;
};

export type SearchIndexRebuildPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SearchIndexRebuildPayload'] = ResolversParentTypes['SearchIndexRebuildPayload']> = {
  rebuild?: Resolver<Maybe<ResolversTypes['SearchIndexRebuild']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type SearchQueryCountResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SearchQueryCount'] = ResolversParentTypes['SearchQueryCount']> = {
  clickCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  query?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  resultCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  searchCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SearchResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SearchResult'] = ResolversParentTypes['SearchResult']> = {
  correctedQuery?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  degraded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  edges?: Resolver<Array<ResolversTypes['SearchEdge']>, ParentType, ContextType>;
  facets?: Resolver<Array<ResolversTypes['Facet']>, ParentType, ContextType>;
  inStockCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  priceBounds?: Resolver<Maybe<ResolversTypes['PriceRange']>, ParentType, ContextType>;
  tookMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SecurityEventResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SecurityEvent'] = ResolversParentTypes['SecurityEvent']> = {
  account?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  addressHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  detail?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  subject?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SecurityEventConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SecurityEventConnection'] = ResolversParentTypes['SecurityEventConnection']> = {
  edges?: Resolver<Array<ResolversTypes['SecurityEventEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SecurityEventEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SecurityEventEdge'] = ResolversParentTypes['SecurityEventEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SecurityEvent'], ParentType, ContextType>;
};

export type SessionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  current?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastSeenAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  userAgent?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SessionPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SessionPayload'] = ResolversParentTypes['SessionPayload']> = {
  accessToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  account?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  refreshToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ShipmentResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Shipment'] = ResolversParentTypes['Shipment']> = {
  carrier?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lines?: Resolver<Array<ResolversTypes['ShipmentLine']>, ParentType, ContextType>;
  shippedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  trackingNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ShipmentLineResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ShipmentLine'] = ResolversParentTypes['ShipmentLine']> = {
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ShippingMethodResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ShippingMethod'] = ResolversParentTypes['ShippingMethod']> = {
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  carrier?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  maxDeliveryDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  minDeliveryDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rates?: Resolver<Array<ResolversTypes['ShippingRate']>, ParentType, ContextType>;
  taxClass?: Resolver<ResolversTypes['TaxClass'], ParentType, ContextType>;
  zone?: Resolver<ResolversTypes['ShippingZone'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ShippingOptionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ShippingOption'] = ResolversParentTypes['ShippingOption']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  maxDeliveryDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  minDeliveryDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type ShippingRateResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ShippingRate'] = ResolversParentTypes['ShippingRate']> = {
  fromAmount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  fromWeightGrams?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  toAmount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  toWeightGrams?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ShippingZoneResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ShippingZone'] = ResolversParentTypes['ShippingZone']> = {
  countryCodes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  etag?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  methods?: Resolver<Array<ResolversTypes['ShippingMethod']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  postalCodePrefixes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  regions?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ShippingZonePayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ShippingZonePayload'] = ResolversParentTypes['ShippingZonePayload']> = {
  shippingZone?: Resolver<Maybe<ResolversTypes['ShippingZone']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ShopHealthResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ShopHealth'] = ResolversParentTypes['ShopHealth']> = {
  catalogLagMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dependencies?: Resolver<Array<ResolversTypes['DependencyHealth']>, ParentType, ContextType>;
  failedJobCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  lowStockCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  searchDegraded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  stuckOrderCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type StockLedgerEntryResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['StockLedgerEntry'] = ResolversParentTypes['StockLedgerEntry']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  availableDelta?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  cause?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  committedDelta?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reference?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reservedDelta?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type StockLedgerEntryConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['StockLedgerEntryConnection'] = ResolversParentTypes['StockLedgerEntryConnection']> = {
  edges?: Resolver<Array<ResolversTypes['StockLedgerEntryEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type StockLedgerEntryEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['StockLedgerEntryEdge'] = ResolversParentTypes['StockLedgerEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['StockLedgerEntry'], ParentType, ContextType>;
};

export type StockLevelResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['StockLevel'] = ResolversParentTypes['StockLevel']> = {
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  committed?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  lowStockThreshold?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reserved?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  variant?: Resolver<Maybe<ResolversTypes['Variant']>, ParentType, ContextType>;
};

export type StockLevelConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['StockLevelConnection'] = ResolversParentTypes['StockLevelConnection']> = {
  edges?: Resolver<Array<ResolversTypes['StockLevelEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type StockLevelEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['StockLevelEdge'] = ResolversParentTypes['StockLevelEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['StockLevel'], ParentType, ContextType>;
};

export type StockPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['StockPayload'] = ResolversParentTypes['StockPayload']> = {
  stock?: Resolver<Maybe<ResolversTypes['StockLevel']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type StockRebuildChangeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['StockRebuildChange'] = ResolversParentTypes['StockRebuildChange']> = {
  after?: Resolver<Maybe<ResolversTypes['StockReservationStatus']>, ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['StockReservationStatus']>, ParentType, ContextType>;
  lines?: Resolver<Array<ResolversTypes['RebuiltStockLine']>, ParentType, ContextType>;
  orderId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  problems?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  reservationId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  importProgress?: SubscriptionResolver<ResolversTypes['ImportJob'], "importProgress", ParentType, ContextType, RequireFields<SubscriptionImportProgressArgs, 'id'>>;
  orderEvents?: SubscriptionResolver<ResolversTypes['OrderEventEdge'], "orderEvents", ParentType, ContextType, RequireFields<SubscriptionOrderEventsArgs, 'orderId'>>;
  orderFeed?: SubscriptionResolver<ResolversTypes['OrderEventEdge'], "orderFeed", ParentType, ContextType, Partial<SubscriptionOrderFeedArgs>>;
  searchIndexRebuildProgress?: SubscriptionResolver<ResolversTypes['SearchIndexRebuild'], "searchIndexRebuildProgress", ParentType, ContextType, RequireFields<SubscriptionSearchIndexRebuildProgressArgs, 'id'>>;
  stock?: SubscriptionResolver<ResolversTypes['StockLevel'], "stock", ParentType, ContextType, RequireFields<SubscriptionStockArgs, 'sku'>>;
  stockLevels?: SubscriptionResolver<ResolversTypes['StockLevel'], "stockLevels", ParentType, ContextType, RequireFields<SubscriptionStockLevelsArgs, 'skus'>>;
};

export type SuggestionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Suggestion'] = ResolversParentTypes['Suggestion']> = {
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SynonymGroupResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SynonymGroup'] = ResolversParentTypes['SynonymGroup']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedBy?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  words?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SynonymGroupPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SynonymGroupPayload'] = ResolversParentTypes['SynonymGroupPayload']> = {
  synonymGroup?: Resolver<Maybe<ResolversTypes['SynonymGroup']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type TaxClassResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['TaxClass'] = ResolversParentTypes['TaxClass']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TaxClassPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['TaxClassPayload'] = ResolversParentTypes['TaxClassPayload']> = {
  taxClass?: Resolver<Maybe<ResolversTypes['TaxClass']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type TaxIdResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['TaxId'] = ResolversParentTypes['TaxId']> = {
  status?: Resolver<ResolversTypes['TaxIdStatus'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  verifiedName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TaxLineResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['TaxLine'] = ResolversParentTypes['TaxLine']> = {
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ratePpm?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  taxableAmount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type TaxRateResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['TaxRate'] = ResolversParentTypes['TaxRate']> = {
  combinable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  countryCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  endsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  postalCodePrefix?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ratePpm?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  startsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  taxClass?: Resolver<ResolversTypes['TaxClass'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TaxRateConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['TaxRateConnection'] = ResolversParentTypes['TaxRateConnection']> = {
  edges?: Resolver<Array<ResolversTypes['TaxRateEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type TaxRateEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['TaxRateEdge'] = ResolversParentTypes['TaxRateEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['TaxRate'], ParentType, ContextType>;
};

export type TaxRatePayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['TaxRatePayload'] = ResolversParentTypes['TaxRatePayload']> = {
  taxRate?: Resolver<Maybe<ResolversTypes['TaxRate']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type TransactionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Transaction'] = ResolversParentTypes['Transaction']> = {
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  failureReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['TransactionKind'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  providerReference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TransactionStatus'], ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  field?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type VariantResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Variant'] = ResolversParentTypes['Variant'], FederationReferenceType extends FederationReferenceTypes['Variant'] = FederationReferenceTypes['Variant']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Variant']> | FederationReferenceType, FederationReferenceType, ContextType>;
  basePrices?: Resolver<Array<ResolversTypes['Money']>, ParentType, ContextType>;
  compareAtPrice?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  media?: Resolver<Array<ResolversTypes['Media']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  options?: Resolver<Array<ResolversTypes['Attribute']>, ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  product?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stock?: Resolver<ResolversTypes['StockLevel'], ParentType, ContextType>;
  taxClass?: Resolver<ResolversTypes['TaxClass'], ParentType, ContextType>;
  unitPrice?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType, RequireFields<VariantUnitPriceArgs, 'quantity'>>;
  weightGrams?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = GatewayContext> = {
  AcceptedPayload?: AcceptedPayloadResolvers<ContextType>;
  Account?: AccountResolvers<ContextType>;
  AccountConnection?: AccountConnectionResolvers<ContextType>;
  AccountEdge?: AccountEdgeResolvers<ContextType>;
  AccountOrderTotals?: AccountOrderTotalsResolvers<ContextType>;
  AccountPayload?: AccountPayloadResolvers<ContextType>;
  Address?: AddressResolvers<ContextType>;
  ApiToken?: ApiTokenResolvers<ContextType>;
  ApiTokenConnection?: ApiTokenConnectionResolvers<ContextType>;
  ApiTokenEdge?: ApiTokenEdgeResolvers<ContextType>;
  ApiTokenPayload?: ApiTokenPayloadResolvers<ContextType>;
  Attribute?: AttributeResolvers<ContextType>;
  BigInt?: GraphQLScalarType;
  BuyXGetYDiscount?: BuyXGetYDiscountResolvers<ContextType>;
  Category?: CategoryResolvers<ContextType>;
  CategoryPayload?: CategoryPayloadResolvers<ContextType>;
  CouponCode?: CouponCodeResolvers<ContextType>;
  CouponCodeConnection?: CouponCodeConnectionResolvers<ContextType>;
  CouponCodeEdge?: CouponCodeEdgeResolvers<ContextType>;
  CouponCodePayload?: CouponCodePayloadResolvers<ContextType>;
  CouponCodesPayload?: CouponCodesPayloadResolvers<ContextType>;
  CreateApiTokenPayload?: CreateApiTokenPayloadResolvers<ContextType>;
  CreateImportPayload?: CreateImportPayloadResolvers<ContextType>;
  CustomerGroup?: CustomerGroupResolvers<ContextType>;
  CustomerGroupPayload?: CustomerGroupPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeadFact?: DeadFactResolvers<ContextType>;
  DeadFactConnection?: DeadFactConnectionResolvers<ContextType>;
  DeadFactEdge?: DeadFactEdgeResolvers<ContextType>;
  DeadFactPayload?: DeadFactPayloadResolvers<ContextType>;
  DeadLetter?: DeadLetterResolvers<ContextType>;
  DeadLetterConnection?: DeadLetterConnectionResolvers<ContextType>;
  DeadLetterEdge?: DeadLetterEdgeResolvers<ContextType>;
  DeadLetterPayload?: DeadLetterPayloadResolvers<ContextType>;
  DeletePayload?: DeletePayloadResolvers<ContextType>;
  DependencyHealth?: DependencyHealthResolvers<ContextType>;
  DiscountAllocation?: DiscountAllocationResolvers<ContextType>;
  DurationPercentiles?: DurationPercentilesResolvers<ContextType>;
  Facet?: FacetResolvers<ContextType>;
  FacetValue?: FacetValueResolvers<ContextType>;
  FailedJob?: FailedJobResolvers<ContextType>;
  FailedJobConnection?: FailedJobConnectionResolvers<ContextType>;
  FailedJobEdge?: FailedJobEdgeResolvers<ContextType>;
  FailedJobPayload?: FailedJobPayloadResolvers<ContextType>;
  FixedAmountDiscount?: FixedAmountDiscountResolvers<ContextType>;
  ImportError?: ImportErrorResolvers<ContextType>;
  ImportErrorConnection?: ImportErrorConnectionResolvers<ContextType>;
  ImportErrorEdge?: ImportErrorEdgeResolvers<ContextType>;
  ImportJob?: ImportJobResolvers<ContextType>;
  ImportJobConnection?: ImportJobConnectionResolvers<ContextType>;
  ImportJobEdge?: ImportJobEdgeResolvers<ContextType>;
  ImportJobPayload?: ImportJobPayloadResolvers<ContextType>;
  ItemSelection?: ItemSelectionResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  LogoutPayload?: LogoutPayloadResolvers<ContextType>;
  Market?: MarketResolvers<ContextType>;
  MarketPayload?: MarketPayloadResolvers<ContextType>;
  Media?: MediaResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  OrderAction?: OrderActionResolvers<ContextType>;
  OrderActionPreview?: OrderActionPreviewResolvers<ContextType>;
  OrderAddress?: OrderAddressResolvers<ContextType>;
  OrderAttention?: OrderAttentionResolvers<ContextType>;
  OrderConnection?: OrderConnectionResolvers<ContextType>;
  OrderDifference?: OrderDifferenceResolvers<ContextType>;
  OrderDiscount?: OrderDiscountResolvers<ContextType>;
  OrderDispute?: OrderDisputeResolvers<ContextType>;
  OrderEdge?: OrderEdgeResolvers<ContextType>;
  OrderEffect?: OrderEffectResolvers<ContextType>;
  OrderEffectAttempt?: OrderEffectAttemptResolvers<ContextType>;
  OrderEventEdge?: OrderEventEdgeResolvers<ContextType>;
  OrderExplanation?: OrderExplanationResolvers<ContextType>;
  OrderLine?: OrderLineResolvers<ContextType>;
  OrderNote?: OrderNoteResolvers<ContextType>;
  OrderPayload?: OrderPayloadResolvers<ContextType>;
  OrderReconciliation?: OrderReconciliationResolvers<ContextType>;
  OrderRefund?: OrderRefundResolvers<ContextType>;
  OrderRefundLine?: OrderRefundLineResolvers<ContextType>;
  OrderRejection?: OrderRejectionResolvers<ContextType>;
  OrderStatistics?: OrderStatisticsResolvers<ContextType>;
  OrderStatusCount?: OrderStatusCountResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PaymentAction?: PaymentActionResolvers<ContextType>;
  PercentageDiscount?: PercentageDiscountResolvers<ContextType>;
  Preferences?: PreferencesResolvers<ContextType>;
  PriceList?: PriceListResolvers<ContextType>;
  PriceListConnection?: PriceListConnectionResolvers<ContextType>;
  PriceListEdge?: PriceListEdgeResolvers<ContextType>;
  PriceListPayload?: PriceListPayloadResolvers<ContextType>;
  PriceListPrice?: PriceListPriceResolvers<ContextType>;
  PriceListPriceConnection?: PriceListPriceConnectionResolvers<ContextType>;
  PriceListPriceEdge?: PriceListPriceEdgeResolvers<ContextType>;
  PriceRange?: PriceRangeResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  ProductChange?: ProductChangeResolvers<ContextType>;
  ProductChangeConnection?: ProductChangeConnectionResolvers<ContextType>;
  ProductChangeEdge?: ProductChangeEdgeResolvers<ContextType>;
  ProductConnection?: ProductConnectionResolvers<ContextType>;
  ProductEdge?: ProductEdgeResolvers<ContextType>;
  ProductPayload?: ProductPayloadResolvers<ContextType>;
  ProductSales?: ProductSalesResolvers<ContextType>;
  Promotion?: PromotionResolvers<ContextType>;
  PromotionConditions?: PromotionConditionsResolvers<ContextType>;
  PromotionConnection?: PromotionConnectionResolvers<ContextType>;
  PromotionEdge?: PromotionEdgeResolvers<ContextType>;
  PromotionPayload?: PromotionPayloadResolvers<ContextType>;
  PromotionReward?: PromotionRewardResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Quote?: QuoteResolvers<ContextType>;
  QuoteCouponCode?: QuoteCouponCodeResolvers<ContextType>;
  RebuildOrdersPayload?: RebuildOrdersPayloadResolvers<ContextType>;
  RebuildStockPayload?: RebuildStockPayloadResolvers<ContextType>;
  RebuiltStockLine?: RebuiltStockLineResolvers<ContextType>;
  RefundPreview?: RefundPreviewResolvers<ContextType>;
  RejectionCount?: RejectionCountResolvers<ContextType>;
  Reservation?: ReservationResolvers<ContextType>;
  ReservationConnection?: ReservationConnectionResolvers<ContextType>;
  ReservationEdge?: ReservationEdgeResolvers<ContextType>;
  ReservationLine?: ReservationLineResolvers<ContextType>;
  ResolutionPreview?: ResolutionPreviewResolvers<ContextType>;
  SalesReportRow?: SalesReportRowResolvers<ContextType>;
  SearchEdge?: SearchEdgeResolvers<ContextType>;
  SearchIndexRebuild?: SearchIndexRebuildResolvers<ContextType>;
  SearchIndexRebuildPayload?: SearchIndexRebuildPayloadResolvers<ContextType>;
  SearchQueryCount?: SearchQueryCountResolvers<ContextType>;
  SearchResult?: SearchResultResolvers<ContextType>;
  SecurityEvent?: SecurityEventResolvers<ContextType>;
  SecurityEventConnection?: SecurityEventConnectionResolvers<ContextType>;
  SecurityEventEdge?: SecurityEventEdgeResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SessionPayload?: SessionPayloadResolvers<ContextType>;
  Shipment?: ShipmentResolvers<ContextType>;
  ShipmentLine?: ShipmentLineResolvers<ContextType>;
  ShippingMethod?: ShippingMethodResolvers<ContextType>;
  ShippingOption?: ShippingOptionResolvers<ContextType>;
  ShippingRate?: ShippingRateResolvers<ContextType>;
  ShippingZone?: ShippingZoneResolvers<ContextType>;
  ShippingZonePayload?: ShippingZonePayloadResolvers<ContextType>;
  ShopHealth?: ShopHealthResolvers<ContextType>;
  StockLedgerEntry?: StockLedgerEntryResolvers<ContextType>;
  StockLedgerEntryConnection?: StockLedgerEntryConnectionResolvers<ContextType>;
  StockLedgerEntryEdge?: StockLedgerEntryEdgeResolvers<ContextType>;
  StockLevel?: StockLevelResolvers<ContextType>;
  StockLevelConnection?: StockLevelConnectionResolvers<ContextType>;
  StockLevelEdge?: StockLevelEdgeResolvers<ContextType>;
  StockPayload?: StockPayloadResolvers<ContextType>;
  StockRebuildChange?: StockRebuildChangeResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Suggestion?: SuggestionResolvers<ContextType>;
  SynonymGroup?: SynonymGroupResolvers<ContextType>;
  SynonymGroupPayload?: SynonymGroupPayloadResolvers<ContextType>;
  TaxClass?: TaxClassResolvers<ContextType>;
  TaxClassPayload?: TaxClassPayloadResolvers<ContextType>;
  TaxId?: TaxIdResolvers<ContextType>;
  TaxLine?: TaxLineResolvers<ContextType>;
  TaxRate?: TaxRateResolvers<ContextType>;
  TaxRateConnection?: TaxRateConnectionResolvers<ContextType>;
  TaxRateEdge?: TaxRateEdgeResolvers<ContextType>;
  TaxRatePayload?: TaxRatePayloadResolvers<ContextType>;
  Transaction?: TransactionResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  Variant?: VariantResolvers<ContextType>;
};

