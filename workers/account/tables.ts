import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** Customers, staff and guests. A guest has no email address and no password. Registration updates the same row. */
export const users = pgTable(
  "users",
  {
    id: text("id").primaryKey(),
    /** As the user entered it, in NFC. */
    email: text("email"),
    /** The folded form of `email`, by which an account is found. `toEmailKey` computes it. Null until a job fills it. */
    emailKey: text("email_key"),
    /** The address that becomes `email` when it is verified. It is not unique, and it neither signs in nor gets resets. */
    pendingEmail: text("pending_email"),
    emailVerified: boolean("email_verified").notNull().default(false),
    /** A PHC string, which contains the parameters and the salt. */
    passwordHash: text("password_hash"),
    firstName: text("first_name").notNull(),
    lastName: text("last_name").notNull(),
    roles: text("roles").array().notNull().default(sql`'{CUSTOMER}'::text[]`),
    locale: text("locale").notNull().default("en"),
    currency: text("currency").notNull().default("USD"),
    marketingEmails: boolean("marketing_emails").notNull().default(false),
    orderEmails: boolean("order_emails").notNull().default(true),
    disabled: boolean("disabled").notNull().default(false),
    /** Customer groups. No foreign key, because groups are never deleted. */
    groupIds: text("group_ids").array().notNull().default(sql`'{}'::text[]`),
    /** A VAT number, verified when it was set. Null, with the other columns, for users without one. */
    taxId: text("tax_id"),
    /** VERIFIED, UNVERIFIED or UNAVAILABLE. */
    taxIdStatus: text("tax_id_status").$type<"VERIFIED" | "UNVERIFIED" | "UNAVAILABLE">(),
    /** The name in the register. */
    taxIdName: text("tax_id_name"),
    taxIdCheckedAt: instant("tax_id_checked_at"),
    /** Incremented by every change. It is the etag. */
    version: integer("version").notNull().default(1),
    /** Incremented when roles or credentials change. Only reads of the catalog accept access tokens of an earlier epoch. */
    epoch: integer("epoch").notNull().default(1),
    /** Sessions created before are invalid, even if Redis was down when they should have been revoked. */
    sessionsFrom: instant("sessions_from"),
    /**
     * The epoch at which all sessions last ended. A session carries the epoch of the row that its password was checked
     * against. One with an earlier epoch is invalid, also if it was created later.
     */
    sessionsEpoch: integer("sessions_epoch").notNull().default(0),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("users_email_key").on(table.emailKey),
    index("users_without_email_key").on(table.id).where(sql`${table.email} is not null and ${table.emailKey} is null`),
    index("users_newest").on(table.createdAt, table.id),
    // Guests are most of the rows. Lists and counts of accounts repeat the conditions of these indexes.
    index("users_registered").on(table.createdAt, table.id).where(sql`${table.email} is not null`),
    index("users_staff")
      .on(table.createdAt, table.id)
      .where(sql`${table.roles} && '{SUPPORT,CATALOG_MANAGER,ADMIN}'::text[]`),
    index("users_disabled").on(table.createdAt, table.id).where(sql`${table.disabled}`),
    index("users_words").using(
      "gin",
      sql`(lower(coalesce(${table.email}, '') || ' ' || ${table.firstName} || ' ' || ${table.lastName})) gin_trgm_ops`,
    ),
  ],
);

/** Groups of customers with prices or promotions of their own. A group is never deleted: price lists refer to it. */
export const customerGroups = pgTable(
  "customer_groups",
  {
    id: text("id").primaryKey(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (table) => [uniqueIndex("customer_groups_slug").on(table.slug)],
);

export const addresses = pgTable(
  "addresses",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    line1: text("line1").notNull(),
    line2: text("line2"),
    city: text("city").notNull(),
    region: text("region"),
    postalCode: text("postal_code").notNull(),
    countryCode: text("country_code").notNull(),
    isDefault: boolean("is_default").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (table) => [
    index("addresses_user").on(table.userId),
    uniqueIndex("addresses_default").on(table.userId).where(sql`${table.isDefault}`),
  ],
);

/** The SKUs that a user has saved. A SKU that the catalog no longer has stays, because it can return. */
export const wishlistItems = pgTable(
  "wishlist_items",
  {
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** As the catalog spells it. */
    sku: text("sku").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.sku] })],
);

/** Requests for one email when a SKU can be bought again. The email ends its request. */
export const stockRequests = pgTable(
  "stock_requests",
  {
    /** Becomes the id of the task that sends the email, and its key at the mail provider. */
    id: text("id").primaryKey(),
    sku: text("sku").notNull(),
    email: text("email").notNull(),
    /** The folded form of `email`. */
    emailKey: text("email_key").notNull(),
    /** The caller's user. Null for a visitor without a session. */
    userId: text("user_id").references(() => users.id, { onDelete: "cascade" }),
    locale: text("locale").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("stock_requests_sku").on(table.sku, table.emailKey),
    index("stock_requests_email").on(table.emailKey),
    index("stock_requests_user").on(table.userId),
    index("stock_requests_oldest").on(table.createdAt),
  ],
);

/** Tokens that were sent by mail. Only hashes are stored. */
export const mailTokens = pgTable(
  "mail_tokens",
  {
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** RESET_PASSWORD, INVITE_STAFF, VERIFY_EMAIL, UNDO_EMAIL_CHANGE or CONFIRM_SIGN_IN. A user has at most one of VERIFY_EMAIL. */
    purpose: text("purpose").notNull(),
    hash: text("hash").primaryKey(),
    /** The recipient. The token verifies or restores no other address. */
    email: text("email").notNull(),
    /** The folded form of `email`, for tokens that reserve it: those of UNDO_EMAIL_CHANGE. */
    emailKey: text("email_key"),
    expiresAt: instant("expires_at").notNull(),
  },
  (table) => [
    index("mail_tokens_user").on(table.userId, table.purpose),
    index("mail_tokens_reserved").on(table.emailKey).where(sql`${table.emailKey} is not null`),
  ],
);

/**
 * The audit log. Rows are only added: a trigger and the service's grants refuse everything else. They contain no secret, no
 * email address and no IP. The table is partitioned by month of `at`: a partition is dropped 400 days after its end.
 */
export const securityEvents = pgTable(
  "security_events",
  {
    id: text("id").notNull(),
    type: text("type").notNull(),
    /** Not a foreign key, because events remain when the user is deleted. */
    userId: text("user_id"),
    actor: text("actor").notNull(),
    /** The id of the affected object if it is not a user: an API token. */
    subject: text("subject"),
    addressHash: text("address_hash").notNull(),
    at: instant("at").notNull(),
    /** What changed, as an object. Null if there is nothing to say. */
    detail: jsonb("detail"),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.at] }),
    index("security_events_newest").on(table.at, table.id),
    index("security_events_user").on(table.userId, table.at, table.id),
    index("security_events_type").on(table.type, table.at, table.id),
    index("security_events_address").on(table.addressHash, table.at, table.id),
  ],
);

/**
 * Security events of the last minutes that occur in large numbers: denied requests. A row counts the requests of one actor
 * for one operation in one minute. A job moves it to `security_events` after that minute.
 */
export const countedSecurityEvents = pgTable(
  "counted_security_events",
  {
    /** Derived from type, actor, operation and minute. It becomes the id of the event. */
    id: text("id").primaryKey(),
    type: text("type").notNull(),
    userId: text("user_id"),
    actor: text("actor").notNull(),
    operation: text("operation").notNull(),
    addressHash: text("address_hash").notNull(),
    /** The start of the minute. */
    at: instant("at").notNull(),
    count: integer("count").notNull(),
  },
  (table) => [index("counted_security_events_newest").on(table.at, table.id)],
);

/** API tokens of partners. Only hashes are stored. Rows remain after a token has expired or was revoked. */
export const apiTokens = pgTable(
  "api_tokens",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    /** SHA-256 of the token, in hexadecimal. */
    hash: text("hash").notNull(),
    hint: text("hint").notNull(),
    /** Names of the contract's scopes, such as CATALOG_READ. */
    scopes: text("scopes").array().notNull(),
    /** Not a foreign key, because a token remains when its creator's account is deleted. */
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    lastUsedAt: instant("last_used_at"),
    revokedAt: instant("revoked_at"),
    /** CIDR blocks from which the token is accepted; any network if empty. */
    allowedNetworks: text("allowed_networks").array().notNull().default(sql`'{}'::text[]`),
  },
  (table) => [uniqueIndex("api_tokens_hash").on(table.hash), index("api_tokens_newest").on(table.createdAt, table.id)],
);

/** Pending side effects, written in the transaction of the change: mails, session revocations, calls of the order service. */
export const outbox = pgTable(
  "outbox",
  {
    id: text("id").primaryKey(),
    task: jsonb("task").notNull(),
    attempts: integer("attempts").notNull().default(0),
    dueAt: instant("due_at").notNull().defaultNow(),
    createdAt: instant("created_at").notNull().defaultNow(),
    /** The error of the last attempt, as in the log. Null before the first attempt has failed. */
    lastError: text("last_error"),
  },
  (table) => [
    index("outbox_due").on(table.dueAt),
    index("outbox_failed").on(table.createdAt, table.id).where(sql`${table.lastError} is not null`),
  ],
);

/** The ids of order events for which an email was queued, so that a redelivered event sends no second email. */
export const orderEmails = pgTable(
  "order_emails",
  {
    eventId: text("event_id").primaryKey(),
    at: instant("at").notNull().defaultNow(),
  },
  (table) => [index("order_emails_oldest").on(table.at)],
);
