import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** Whoever can be signed in. A guest has neither an address nor a password, and becomes a customer in the same row. */
export const users = pgTable(
  "users",
  {
    id: text("id").primaryKey(),
    /** As it was typed; it is unique in lower case. */
    email: text("email"),
    emailVerified: boolean("email_verified").notNull().default(false),
    /** A PHC string: the parameters and the salt stand in it. */
    passwordHash: text("password_hash"),
    firstName: text("first_name").notNull(),
    lastName: text("last_name").notNull(),
    roles: text("roles").array().notNull().default(sql`'{CUSTOMER}'::text[]`),
    locale: text("locale").notNull().default("en"),
    currency: text("currency").notNull().default("USD"),
    marketingEmails: boolean("marketing_emails").notNull().default(false),
    orderEmails: boolean("order_emails").notNull().default(true),
    disabled: boolean("disabled").notNull().default(false),
    /** Rises with every change; the etag. */
    version: integer("version").notNull().default(1),
    /** Rises when rights or credentials change: access tokens of an earlier epoch change nothing any more. */
    epoch: integer("epoch").notNull().default(1),
    /** Sessions begun before are over, even if nobody could reach them to end them. */
    sessionsFrom: moment("sessions_from"),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("users_email").on(sql`lower(${table.email})`),
    index("users_newest").on(table.createdAt, table.id),
    index("users_words").using(
      "gin",
      sql`(lower(coalesce(${table.email}, '') || ' ' || ${table.firstName} || ' ' || ${table.lastName})) gin_trgm_ops`,
    ),
  ],
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
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    index("addresses_user").on(table.userId),
    uniqueIndex("addresses_default").on(table.userId).where(sql`${table.isDefault}`),
  ],
);

/** What a mail carries to prove that somebody reads it. Only its hash is here; a user has one of each purpose. */
export const mailTokens = pgTable(
  "mail_tokens",
  {
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** RESET_PASSWORD or VERIFY_EMAIL. */
    purpose: text("purpose").notNull(),
    hash: text("hash").notNull(),
    /** Where it was sent: it proves nothing about another address. */
    email: text("email").notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.purpose] }), uniqueIndex("mail_tokens_hash").on(table.hash)],
);

/** The audit trail. Rows are only added; none holds a secret or an address of mail or network. */
export const securityEvents = pgTable(
  "security_events",
  {
    id: text("id").primaryKey(),
    type: text("type").notNull(),
    /** Not a reference: what happened outlives the user. */
    userId: text("user_id"),
    actor: text("actor").notNull(),
    /** What it happened to when that is no user: an API token. */
    subject: text("subject"),
    addressHash: text("address_hash").notNull(),
    at: moment("at").notNull(),
  },
  (table) => [
    index("security_events_newest").on(table.at, table.id),
    index("security_events_user").on(table.userId, table.at, table.id),
  ],
);

/** What lets partners' programs in. Only hashes are here; rows stay when a token is over. */
export const apiTokens = pgTable(
  "api_tokens",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    /** SHA-256 of the token, in hex. */
    hash: text("hash").notNull(),
    hint: text("hint").notNull(),
    /** Names of the contract's scopes: CATALOG_READ. */
    scopes: text("scopes").array().notNull(),
    /** Not a reference: a token outlives the account of whoever made it. */
    createdBy: text("created_by").notNull(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    lastUsedAt: moment("last_used_at"),
    revokedAt: moment("revoked_at"),
  },
  (table) => [uniqueIndex("api_tokens_hash").on(table.hash), index("api_tokens_newest").on(table.createdAt, table.id)],
);

/** What others must yet be told, written with the change it follows from: mails, and what the order service must do. */
export const outbox = pgTable(
  "outbox",
  {
    id: text("id").primaryKey(),
    task: jsonb("task").notNull(),
    attempts: integer("attempts").notNull().default(0),
    dueAt: moment("due_at").notNull().defaultNow(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [index("outbox_due").on(table.dueAt)],
);
