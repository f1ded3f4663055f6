/** Code points of a new password. Fewer: INVALID_PASSWORD. */
export const minPasswordLength = 8;

/** Code points of a new password. Beyond: INVALID_PASSWORD. */
export const maxPasswordLength = 128;

/** Characters of a first or last name. Beyond: INVALID_NAME. */
export const maxNameLength = 100;

/** Characters of the query that finds accounts: the length of an email address. Beyond: QUERY_TOO_LONG, in GraphQL BAD_USER_INPUT. */
export const maxQueryLength = 254;

/** Roles in the filter of accounts. Beyond: TOO_MANY, in GraphQL BAD_USER_INPUT. */
export const maxFilterRoles = 10;

/** Types in the filter of security events. Beyond: TOO_MANY, in GraphQL BAD_USER_INPUT. */
export const maxFilterTypes = 20;

/** Accounts whose orders one request looks up, for a filter by orders. A page ends there, and the next one continues. */
export const maxScannedUsers = 20_000;

/** Characters of the note of a discarded job. Beyond: INVALID_TEXT. */
export const maxDiscardNoteLength = 500;

/** Addresses of an account. Beyond: TOO_MANY_ADDRESSES. */
export const maxAddresses = 50;

/** SKUs of a wish list. Beyond: WISHLIST_FULL. */
export const maxWishlistItems = 200;

/** Emails about stock that one address waits for. Beyond: not stored. */
export const maxStockRequests = 50;

/** Customer groups of the shop. Beyond: TOO_MANY_GROUPS. */
export const maxCustomerGroups = 500;

/** Customer groups of an account. Its access tokens contain them. Beyond: TOO_MANY_GROUPS. */
export const maxGroupsOfAccount = 10;

/** Characters of the slug of a customer group. Beyond: INVALID_SLUG. */
export const maxGroupSlugLength = 100;

/** Characters of the name of a customer group. Beyond: INVALID_NAME. */
export const maxGroupNameLength = 200;

/** Accounts of one BatchGetUsers request. Beyond: TOO_MANY. */
export const maxBatchedUsers = 100;

/** Sessions of an account. A new one then replaces the least recently used one. */
export const maxSessions = 50;

/** Time without use after which a session expires. */
export const maxSessionIdleMs = 30 * 24 * 3_600_000;

/** Time after the sign-in at which a session expires, also when it is in use. */
export const maxSessionAgeMs = 90 * 24 * 3_600_000;

/** The same for sessions of staff, which can read and change the data of others: a working day. */
export const maxStaffSessionAgeMs = 12 * 3_600_000;

/** Lifetime of an access token. It is short, because reads of the catalog accept a revoked token. */
export const accessTokenMs = 10 * 60_000;

/** Age at which a guest's account is deleted. It is longer than the lifetime of a session. */
export const maxGuestAgeMs = 120 * 24 * 3_600_000;

/** Age of an order's event at which it sends no email any more, for example when a dead letter is sent again. */
export const maxEmailedEventAgeMs = 7 * 24 * 3_600_000;

/** Lifetimes of the tokens in mails. */
export const mailTokenLifetimes = {
  /** Lifetime of the link that resets a password. */
  resetPasswordMs: 3_600_000,
  /** Lifetime of the link with which invited staff set their password. */
  inviteStaffMs: 7 * 24 * 3_600_000,
  /** Lifetime of the link that verifies an address. */
  verifyEmailMs: 24 * 3_600_000,
  /** Lifetime of the link that undoes a change of the address. */
  undoEmailChangeMs: 7 * 24 * 3_600_000,
  /** Lifetime of the link that confirms a sign-in from a new network address. */
  confirmSignInMs: 10 * 60_000,
} as const;

/** Characters of the name of an API token. Beyond: INVALID_TEXT. */
export const maxApiTokenNameLength = 100;

/** Lifetime of an API token. Beyond: INVALID_DAYS. */
export const maxApiTokenDays = 365;

/** CIDR blocks from which an API token can be used. Beyond: INVALID_NETWORK. */
export const maxApiTokenNetworks = 50;

/**
 * Number of uses per window. Failed logins are counted by pair of account and IP, with increasing windows; by IP and by
 * IPv6 network, over all accounts; by account, over all IPs; and by account and storefront token. The last three do not lock
 * the owner out: IPs from which the account signed in before are exempt, and a mail makes another IP known.
 */
export const rateLimits = {
  /** Failed sign-ins of an account from one network address. Beyond: RATE_LIMITED. */
  short: [5, "15 m"],
  /** The same over a longer time. */
  long: [10, "2 h"],
  /** The same over a day. */
  day: [20, "24 h"],
  /** Failed sign-ins of all accounts from one network address. Beyond: RATE_LIMITED. */
  address: [20, "15 m"],
  /** Failed sign-ins of all accounts from one IPv6 /48 network. Beyond: RATE_LIMITED. */
  network: [20, "15 m"],
  /** Failed sign-ins of an account from addresses that are new to it. Beyond: EMAIL_CONFIRMATION_REQUIRED. */
  account: [100, "1 h"],
  /** Failed sign-ins of an account through one storefront token. Beyond: RATE_LIMITED. */
  storefront: [20, "15 m"],
  /** Mails to an account that confirm a sign-in. Beyond: not sent. */
  "sign-in mail": [1, "20 m"],
  /** Registrations from one network address. Beyond: RATE_LIMITED. */
  register: [10, "1 m"],
  /** Guest sessions from one network address. Beyond: RATE_LIMITED. */
  guest: [30, "1 m"],
  /** Registrations from one IPv6 /48 network. Beyond: RATE_LIMITED. */
  "register by network": [30, "1 m"],
  /** Guest sessions from one IPv6 /48 network. Beyond: RATE_LIMITED. */
  "guest by network": [90, "1 m"],
  /** Registrations through one storefront token. Beyond: RATE_LIMITED. */
  "register by storefront": [100, "1 m"],
  /** Guest sessions through one storefront token. Beyond: RATE_LIMITED. */
  "guest by storefront": [1_000, "1 m"],
  /** Requests of a password reset from one IPv6 /48 network. Beyond: RATE_LIMITED. */
  "reset by network": [30, "15 m"],
  /** Requests of a password reset through one storefront token. Beyond: RATE_LIMITED. */
  "reset by storefront": [100, "15 m"],
  /** Requests of a password reset from one network address. Beyond: RATE_LIMITED. */
  "reset by address": [10, "15 m"],
  /** Requests of a password reset of one account. Beyond: not sent. */
  "reset by email": [3, "15 m"],
  /** Requests of a password reset from an address that the account signed in from. Beyond: not sent. */
  "reset from known address": [3, "1 h"],
  /** Mails that verify an address. Beyond: RATE_LIMITED. */
  verification: [3, "15 m"],
  /** Tax ids that an account sets. Beyond: RATE_LIMITED. */
  "tax id": [10, "1 h"],
  /** Changes of an account's email address. Beyond: RATE_LIMITED. */
  "email change": [3, "24 h"],
  /** Mails to one receiver. Beyond: not sent. */
  mail: [3, "1 h"],
  /** Requests of emails about stock from one network address. Beyond: RATE_LIMITED. */
  "stock request": [20, "15 m"],
  /** Requests of emails about stock from one IPv6 /48 network. Beyond: RATE_LIMITED. */
  "stock request by network": [60, "15 m"],
  /** Requests of emails about stock through one storefront token. Beyond: RATE_LIMITED. */
  "stock request by storefront": [600, "15 m"],
  /** Emails about stock to one receiver. Beyond: sent later. */
  "stock mail": [10, "1 h"],
  /** Emails about orders to one receiver. Beyond: sent later. */
  "order mail": [60, "1 h"],
} as const;
