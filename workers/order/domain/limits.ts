/** Units of one SKU in one order. */
export const maxUnits = 1_000;

/** SKUs in one order. */
export const maxLines = 100;

/** SKUs that one request sets in a cart. Beyond: TOO_MANY_ITEMS. */
export const maxChangedLines = 50;

/** Requests that added units to a cart and that it remembers, so that a repetition adds nothing. */
export const maxCartAdditions = 50;

/** Changes of a cart. A request that adds units counts as two. Beyond them, a change is refused with TOO_MANY_CHANGES. The cart can still be placed. */
export const maxCartChanges = 1_000;

/** Placements of a cart. Beyond them, a rejected cart cannot be placed again: each placement stays in the log. */
export const maxPlacements = 50;

/** Open carts of an account. One more cancels the cart that changed least recently. */
export const maxOpenCarts = 5;

/** Time after its last change at which a cart ends. */
export const cartLifetimeMs = 30 * 24 * 3_600_000;

/*
 * The limits of what a caller can do without paying. An unpaid order is one whose payment waits for the cardholder, for
 * example for 3-D Secure: it holds stock. Orders that are paid immediately are not limited.
 */

/** Time that a payment waits for its cardholder. After that the order is rejected. */
export const maxPaymentWaitMs = 10 * 60_000;

/** Time for which a declined payment counts. */
export const declinedPaymentWindowMs = 15 * 60_000;

/** Declined payments of an account in `declinedPaymentWindowMs`. */
export const maxDeclinedPaymentsOfAccount = 5;

/** Declined payments from a network address in `declinedPaymentWindowMs`. */
export const maxDeclinedPaymentsOfAddress = 20;

/** Characters of an idempotency key. Beyond: INVALID_IDEMPOTENCY_KEY. */
export const maxKeyLength = 200;

/** Characters of the reason of a cancellation or refund. Beyond: INVALID_TEXT. */
export const maxReasonLength = 500;

/** Characters of the note from the buyer to the shop. Beyond: INVALID_TEXT. */
export const maxCustomerNoteLength = 500;

/** Characters of the URL that the bank sends the buyer back to. Beyond: INVALID_RETURN_URL. */
export const maxReturnUrlLength = 1_000;

/** Characters of the note that resolves an order. Beyond: INVALID_TEXT. */
export const maxNoteLength = 1_000;

/** Characters of a note of staff about an order. Beyond: INVALID_TEXT. */
export const maxOrderNoteLength = 2_000;

/** Notes of staff about one order. Beyond: TOO_MANY_NOTES. */
export const maxOrderNotes = 200;

/** Characters of a carrier or tracking number. Beyond: INVALID_TEXT. */
export const maxTrackingLength = 100;

/** Countries in the filter of a list of orders. */
export const maxListedCountries = 50;

/** Days in the statistics of orders. Beyond: INVALID_PERIOD. */
export const maxStatisticsMs = 366 * 24 * 3_600_000;

/** Products in the statistics of orders. Beyond: BAD_USER_INPUT. */
export const maxTopProducts = 50;

/** Rows of a sales report. Beyond: INVALID_PERIOD. */
export const maxReportRows = 400;

/** Characters of the payment provider's id of a transaction, in the filter of a list of orders. */
export const maxReferenceLength = 255;

/** Characters of a shipping method. Beyond: INVALID_TEXT. */
export const maxShippingMethodLength = 100;

/** Characters of the slug of a market. Beyond: INVALID_TEXT. */
export const maxMarketSlugLength = 100;

/** Accounts of one BatchGetOrderTotals request. Beyond: TOO_MANY. */
export const maxBatchedAccounts = 100;

/** Accounts of one ListBuyers request. Beyond: TOO_MANY. */
export const maxLookedUpAccounts = 5_000;

/** Statuses in the filter of a list of orders. Beyond: TOO_MANY, in GraphQL BAD_USER_INPUT. */
export const maxStatuses = 20;

/** Orders of one BatchGetOrders request. Beyond: TOO_MANY. */
export const maxBatchedOrders = 100;

/** Orders whose list entries, or whose stock, one request rebuilds. Beyond: TOO_MANY. */
export const maxRebuiltOrders = 50;

/** Unpaid orders of a guest. Beyond: the oldest is cancelled. */
export const maxUnpaidOrdersOfGuest = 1;

/** Unpaid orders of a customer. Beyond: the oldest is cancelled. */
export const maxUnpaidOrdersOfCustomer = 3;

/** Units that the unpaid orders of an account hold together. Beyond: UNPAID_LIMIT. */
export const maxUnpaidUnitsOfAccount = 20;

/** Unpaid orders of guests at a network address. Beyond: UNPAID_LIMIT. */
export const maxUnpaidGuestOrdersOfAddress = 3;

/** Units that the unpaid orders of guests at a network address hold together. Beyond: UNPAID_LIMIT. */
export const maxUnpaidGuestUnitsOfAddress = 60;
