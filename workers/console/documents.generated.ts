/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** ISO 4217 codes of the currencies that the shop supports. */
export type CurrencyCode =
  | 'EUR'
  | 'GBP'
  | 'INR'
  | 'JPY'
  | 'KWD'
  | 'USD';

export type DisputeStatus =
  /** An inquiry that led to no chargeback. */
  | 'CLOSED'
  | 'LOST'
  | 'NEEDS_RESPONSE'
  | 'UNDER_REVIEW'
  | 'WON';

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

export type Role =
  | 'ADMIN'
  | 'CATALOG_MANAGER'
  | 'CUSTOMER'
  | 'GUEST'
  | 'SUPPORT';

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

export type SignInMutationVariables = Exact<{
  input: LoginInput;
}>;


export type SignInMutation = { login: { userErrors: Array<{ code: string, field: Array<string> | null, message: string }> } };

export type SignOutMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutMutation = { logout: { userErrors: Array<{ code: string }> } };

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
export const AmountFragmentDoc = new TypedDocumentString(`
    fragment Amount on Money {
  amountMinor
  currency
}
    `, {"fragmentName":"Amount"}) as unknown as TypedDocumentString<AmountFragment, unknown>;
export const OrderRowFragmentDoc = new TypedDocumentString(`
    fragment OrderRow on Order {
  id
  number
  status
  paymentStatus
  fulfillmentStatus
  email
  placedAt
  deadlineAt
  total {
    ...Amount
  }
  shippingAddress {
    name
    countryCode
  }
  lines {
    sku
    quantity
  }
}
    fragment Amount on Money {
  amountMinor
  currency
}`, {"fragmentName":"OrderRow"}) as unknown as TypedDocumentString<OrderRowFragment, unknown>;
export const OrderPageFragmentDoc = new TypedDocumentString(`
    fragment OrderPage on OrderConnection {
  totalCount
  statusCounts {
    status
    count
  }
  edges {
    node {
      ...OrderRow
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
    fragment OrderRow on Order {
  id
  number
  status
  paymentStatus
  fulfillmentStatus
  email
  placedAt
  deadlineAt
  total {
    ...Amount
  }
  shippingAddress {
    name
    countryCode
  }
  lines {
    sku
    quantity
  }
}
fragment Amount on Money {
  amountMinor
  currency
}`, {"fragmentName":"OrderPage"}) as unknown as TypedDocumentString<OrderPageFragment, unknown>;
export const UserErrorsFragmentDoc = new TypedDocumentString(`
    fragment UserErrors on UserError {
  code
  field
  message
}
    `, {"fragmentName":"UserErrors"}) as unknown as TypedDocumentString<UserErrorsFragment, unknown>;
export const OrdersDocument = new TypedDocumentString(`
    query Orders($first: Int!, $after: String, $status: [OrderStatus!], $sort: OrderSort!, $byQuery: Boolean!, $query: String, $filter: OrderFilter, $bySku: Boolean!, $skuFilter: OrderFilter, $byName: Boolean!, $nameFilter: OrderFilter) {
  byQuery: allOrders(
    first: $first
    after: $after
    status: $status
    sort: $sort
    query: $query
    filter: $filter
  ) @include(if: $byQuery) {
    ...OrderPage
  }
  bySku: allOrders(
    first: $first
    after: $after
    status: $status
    sort: $sort
    filter: $skuFilter
  ) @include(if: $bySku) {
    ...OrderPage
  }
  byName: allOrders(
    first: $first
    after: $after
    status: $status
    sort: $sort
    filter: $nameFilter
  ) @include(if: $byName) {
    ...OrderPage
  }
}
    fragment OrderRow on Order {
  id
  number
  status
  paymentStatus
  fulfillmentStatus
  email
  placedAt
  deadlineAt
  total {
    ...Amount
  }
  shippingAddress {
    name
    countryCode
  }
  lines {
    sku
    quantity
  }
}
fragment OrderPage on OrderConnection {
  totalCount
  statusCounts {
    status
    count
  }
  edges {
    node {
      ...OrderRow
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
fragment Amount on Money {
  amountMinor
  currency
}`) as unknown as TypedDocumentString<OrdersQuery, OrdersQueryVariables>;
export const ExportedOrdersDocument = new TypedDocumentString(`
    query ExportedOrders($first: Int!, $after: String, $status: [OrderStatus!], $sort: OrderSort!, $query: String, $filter: OrderFilter) {
  allOrders(
    first: $first
    after: $after
    status: $status
    sort: $sort
    query: $query
    filter: $filter
  ) {
    edges {
      node {
        ...OrderRow
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment OrderRow on Order {
  id
  number
  status
  paymentStatus
  fulfillmentStatus
  email
  placedAt
  deadlineAt
  total {
    ...Amount
  }
  shippingAddress {
    name
    countryCode
  }
  lines {
    sku
    quantity
  }
}
fragment Amount on Money {
  amountMinor
  currency
}`) as unknown as TypedDocumentString<ExportedOrdersQuery, ExportedOrdersQueryVariables>;
export const FulfilOrdersDocument = new TypedDocumentString(`
    mutation FulfilOrders($inputs: [FulfilOrderInput!]!) {
  fulfilOrders(inputs: $inputs) {
    order {
      id
      number
    }
    userErrors {
      ...UserErrors
    }
  }
}
    fragment UserErrors on UserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<FulfilOrdersMutation, FulfilOrdersMutationVariables>;
export const SignInDocument = new TypedDocumentString(`
    mutation SignIn($input: LoginInput!) {
  login(input: $input) {
    userErrors {
      ...UserErrors
    }
  }
}
    fragment UserErrors on UserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<SignInMutation, SignInMutationVariables>;
export const SignOutDocument = new TypedDocumentString(`
    mutation SignOut {
  logout {
    userErrors {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<SignOutMutation, SignOutMutationVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  me {
    id
    email
    firstName
    lastName
    roles
    permissions
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;