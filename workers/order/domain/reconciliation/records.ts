/** Units that are reserved for an order, and units that were sold to it and not restocked. */
export interface StockUnits {
  readonly held: number;
  readonly sold: number;
}

/** A payment at the provider. Amounts are in the smallest unit of the currency. */
export interface Payment {
  readonly id: string;
  readonly orderId: string;
  readonly currency: string;
  /** The amount that is authorized and not captured. */
  readonly held: bigint;
  readonly captured: bigint;
  readonly refunded: bigint;
  /** Taken by banks in disputes, and given back. */
  readonly chargedBack: bigint;
  readonly reversed: bigint;
}

/** The row of an order in the database, which lists read. */
export interface OrderRow {
  readonly id: string;
  readonly accountId: string;
  readonly status: string;
  /** Null in a row that was last written before the column existed, like `fulfillmentStatus`. */
  readonly paymentStatus: string | null;
  readonly fulfillmentStatus: string | null;
  readonly sequence: number;
  readonly number: string | null;
  readonly currency: string;
  readonly subtotal: string;
  readonly shipping: string;
  readonly tax: string;
  readonly total: string;
  readonly refunded: string;
}

/** A report to the tax provider. */
export interface TaxReport {
  /** The id of the order, or of one of its refunds. */
  readonly reference: string;
  readonly orderId: string;
  /** Null when the provider refused the report. */
  readonly transactionId: string | null;
}

interface MinorAmount {
  readonly amountMinor: string;
}

/** An order as its Durable Object reports it. Amounts are strings in the smallest unit, and times are in ISO 8601. */
export interface ReportedOrder {
  readonly id: string;
  readonly number: string | null;
  readonly status: string;
  readonly paymentStatus: string;
  readonly fulfillmentStatus: string;
  readonly sequence: number;
  readonly updatedAt: string;
  readonly account: { readonly id: string } | null;
  readonly lines: readonly {
    readonly sku: string;
    readonly quantity: number;
    /** Units that went back on sale. */
    readonly restockedQuantity: number;
  }[];
  readonly taxesIncluded: boolean;
  readonly taxSource: "RATE_TABLE" | "PROVIDER";
  readonly subtotal: MinorAmount;
  readonly shipping: MinorAmount;
  readonly tax: MinorAmount;
  readonly discountTotal: MinorAmount;
  readonly reverseChargeAmount: MinorAmount;
  readonly total: MinorAmount & { readonly currency: string };
  readonly refunded: MinorAmount;
  readonly discounts: readonly {
    readonly name: string;
    readonly code: string | null;
    readonly amount: MinorAmount;
  }[];
  /** Their lines and shipping are the shares. `transactions` is empty for a refund of no money. */
  readonly refunds: readonly {
    readonly id: string;
    readonly lines: readonly { readonly amount: MinorAmount }[];
    readonly shipping: MinorAmount;
    readonly transactions: readonly { readonly status: string; readonly amount: MinorAmount }[];
  }[];
  readonly transactions: readonly {
    readonly id: string;
    readonly kind: "AUTHORIZATION" | "CAPTURE" | "VOID" | "REFUND" | "CHARGEBACK" | "CHARGEBACK_REVERSAL";
    readonly status: "PENDING" | "SUCCEEDED" | "FAILED";
    readonly amount: MinorAmount;
    readonly providerReference: string | null;
  }[];
  readonly timeline: readonly { readonly type: string }[];
}

/** A use of a promotion that a reservation holds or has redeemed. Uses that were returned or released do not count. */
export interface Redemption {
  readonly promotionId: string;
  /** The name of the promotion when the stock was reserved. */
  readonly name: string;
  /** In upper case. Empty for an automatic promotion. */
  readonly code: string;
  /** Whether the order has redeemed it. Otherwise the reservation holds it. */
  readonly isRedeemed: boolean;
}

/** The records of one order in all systems. */
export interface OrderRecords {
  readonly id: string;
  /** Undefined if the order does not exist. */
  readonly order: ReportedOrder | undefined;
  /** Undefined if there is none. */
  readonly row: OrderRow | undefined | Unread;
  readonly payments: readonly Payment[] | Unread;
  readonly units: StockUnits | Unread;
  readonly redemptions: readonly Redemption[];
  readonly taxReports: readonly TaxReport[];
}

/** The records of a system that did not respond. They are not compared. */
export type Unread = "unread";

/** A difference between the records of an order. */
export interface Difference {
  /** For people. */
  readonly message: string;
  /** What the order has. */
  readonly expected?: string;
  /** What the other system has. */
  readonly actual?: string;
}
