import * as account from "../../workers/account/domain/limits.ts";
import * as catalog from "../../workers/catalog/domain/limits.ts";
import { limits as requestLimits } from "../../workers/gateway/policies/limits.ts";
import {
  maxAddressLengths,
  maxAmountMinor,
  maxCouponCodeLength,
  maxCouponCodes,
  maxEmailBytes,
  maxEmailLocalBytes,
  maxPageSize,
  maxTaxIdLength,
} from "../../workers/kit/domain/limits.ts";
import * as order from "../../workers/order/domain/limits.ts";

/** The rule of an input field, beside its type. */
export interface InputRule {
  /** Length, characters and range, as Markdown. */
  readonly rule: string;
  /** The error code. BAD_USER_INPUT is a top-level error, the others are `userErrors`, or `reason` of an import line. */
  readonly code: string;
  /** Values at the bounds that the field accepts. Another field may still be rejected. */
  readonly valid?: readonly unknown[];
  /** Values behind the bounds, which are rejected with the code. */
  readonly invalid?: readonly unknown[];
}

const x = (count: number) => "x".repeat(count);
const many = <T>(count: number, create: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => create(i));
const number = (value: number | bigint) => value.toLocaleString("en");

/** A text that is required. It is trimmed. */
const text = (max: number, code = "INVALID_TEXT"): InputRule => ({
  rule: `1 to ${number(max)} characters, one of them visible, no control characters`,
  code,
  valid: [x(max), ` ${x(max)} `],
  invalid: [x(max + 1), " ", "\u200b", "a\u0007b"],
});

/** A text that counts as absent when it is blank. */
const optionalText = (max: number, code = "INVALID_TEXT"): InputRule => ({
  rule: `at most ${number(max)} characters, no control characters; a blank text counts as absent`,
  code,
  valid: [x(max), " ", null],
  invalid: [x(max + 1), "a\u0007b"],
});

const integer = (min: number, max: number, code: string): InputRule => ({
  rule: `${number(min)} to ${number(max)}`,
  code,
  valid: [min, max],
  invalid: [min - 1, max + 1],
});

const first = (max: number): InputRule => ({ ...integer(1, max, "BAD_USER_INPUT"), rule: `1 to ${number(max)}` });

const list = <T>(max: number, code: string, item: (index: number) => T, rule = ""): InputRule => ({
  rule: `at most ${number(max)}${rule}`,
  code,
  valid: [many(max, item)],
  invalid: [many(max + 1, item)],
});

/** A VAT number. */
const taxId: InputRule = {
  rule: `a VAT number of the EU with its prefix, at most ${maxTaxIdLength} characters; a blank one counts as none`,
  code: "INVALID_TAX_ID",
  valid: ["DE000000200", `nl 0000.00-200/b01${" ".repeat(maxTaxIdLength - 18)}`, " ", null],
  invalid: ["DE00000020", "GB123456789", "x", `DE000000200${" ".repeat(maxTaxIdLength)}`],
};

/** The type states the whole rule: an enum or a boolean. GraphQL rejects other values. */
const typed: InputRule = { rule: "as its type", code: "BAD_USER_INPUT" };
const dateTime: InputRule = {
  rule: "RFC 3339",
  code: "BAD_USER_INPUT",
  invalid: ["x", "2026-02-30T00:00:00Z"],
};
/** An input object or a list of them: the rules of its fields apply. */
const nested = (rule = "the rules of its type"): InputRule => ({ rule, code: "see its type" });

const idOf = (what: string, code = "NOT_FOUND"): InputRule => ({
  rule: `the ID of ${what}`,
  code,
  invalid: ["", "unknown", `ord_${"0".repeat(26)}`, x(1_000)],
});
/** Queries return null for an ID that does not exist. */
const queriedId = (what: string): InputRule => ({ rule: `the ID of ${what}; others return null`, code: "none" });
const cursor: InputRule = {
  rule: "a cursor of this list and its sort order",
  code: "BAD_USER_INPUT",
  invalid: ["x", "bm90IGpzb24", x(1_000)],
};
const idempotencyKey: InputRule = {
  rule: `1 to ${order.maxKeyLength} characters, chosen by the client`,
  code: "INVALID_IDEMPOTENCY_KEY",
  valid: [x(order.maxKeyLength)],
  invalid: ["", x(order.maxKeyLength + 1)],
};
const keyOfInput: InputRule = {
  ...idempotencyKey,
  rule: `${idempotencyKey.rule}; the same key with another input: \`IDEMPOTENCY_KEY_REUSED\``,
};
const locale: InputRule = {
  rule: "a BCP 47 tag: language, and optional script and region",
  code: "INVALID_LOCALE",
  valid: ["en", "zh-Hant-TW", "es-419"],
  invalid: ["", "EN", "en_GB", "zh-hant", x(1_000)],
};
const email: InputRule = {
  rule: `at most ${maxEmailBytes} bytes, ${maxEmailLocalBytes} before the \`@\`; no display name, quotes, IP address or invisible characters; a domain that IDNA accepts`,
  code: "INVALID_EMAIL",
  valid: [`${x(maxEmailLocalBytes)}@example.com`],
  invalid: [
    "",
    "x",
    "name <a@b.example>",
    "a@b",
    `${x(maxEmailLocalBytes + 1)}@example.com`,
    `a@${`${x(60)}.`.repeat(5)}com`,
  ],
};
const knownEmail: InputRule = { rule: "any text; compared without regard to case", code: "INVALID_CREDENTIALS" };
const newPassword: InputRule = {
  rule: `${account.minPasswordLength} to ${account.maxPasswordLength} code points, one of them visible; not common, not known from a leak, no word of the account or the shop (\`COMMON_PASSWORD\`)`,
  code: "INVALID_PASSWORD",
  valid: ["zq8-vkw!", "zq8-vkw!".repeat(account.maxPasswordLength / 8)],
  invalid: ["zq8-vkw", "", x(account.maxPasswordLength + 1)],
};
const currentPassword: InputRule = {
  rule: "the account's password",
  code: "INVALID_CREDENTIALS",
  invalid: ["wrong password", ""],
};
const mailToken: InputRule = {
  rule: "a token from a mail, unused and not expired",
  code: "INVALID_TOKEN",
  invalid: ["", "x", x(1_000)],
};
const slug: InputRule = {
  rule: `1 to ${catalog.maxLengths.slug} characters of a-z, 0-9 and single hyphens; unique (\`SLUG_TAKEN\`)`,
  code: "INVALID_SLUG",
  valid: [x(catalog.maxLengths.slug)],
  invalid: ["", x(catalog.maxLengths.slug + 1), "UPPER", "a--b", "-a", "ä"],
};
const sku: InputRule = {
  rule: `1 to ${catalog.maxLengths.sku} characters of A-Z, a-z, 0-9, \`.\`, \`_\` and \`-\`, without regard to case`,
  code: "INVALID_SKU",
  valid: [x(catalog.maxLengths.sku)],
  invalid: ["", x(catalog.maxLengths.sku + 1), "a b", "ä"],
};
const listedSku: InputRule = { rule: "a SKU of the shop, in any case; others list nothing", code: "none" };
const namedValue = text(catalog.maxLengths.value, "INVALID_VALUE");
const description = (max: number): InputRule => ({
  rule: `at most ${number(max)} characters`,
  code: "INVALID_DESCRIPTION",
  valid: [x(max), ""],
  invalid: [x(max + 1)],
});

const attributeOf = (index: number) => ({ name: "n", value: `v${index}` });
const optionOf = (index: number) => ({ name: `n${index}`, value: "v" });
const mediaOf = () => ({ url: "https://example.com/a.jpg", alt: "" });
const variantOf = (index: number) => ({
  sku: `BOUND-${index}`,
  name: "v",
  price: { amountMinor: "100", currency: "USD" },
});
const { maxLengths, maxCounts, maxPricing } = catalog;

const address = (): Readonly<Record<string, InputRule>> => ({
  name: text(maxAddressLengths.name),
  line1: text(maxAddressLengths.line),
  line2: optionalText(maxAddressLengths.line),
  city: {
    ...text(maxAddressLengths.city),
    rule: `${text(maxAddressLengths.city).rule}; optional in countries without cities`,
  },
  region: optionalText(maxAddressLengths.region),
  postalCode: {
    ...text(maxAddressLengths.postalCode),
    rule: `1 to ${maxAddressLengths.postalCode} characters, one of them alphanumeric; may be absent in countries without postal codes`,
    invalid: [x(maxAddressLengths.postalCode + 1), "", "---", null],
  },
  countryCode: {
    rule: "an ISO 3166-1 alpha-2 code in upper case, or XK",
    code: "INVALID_COUNTRY",
    valid: ["US"],
    invalid: ["", "us", "UK", "USA"],
  },
});

const synonyms: InputRule = {
  rule: `2 to ${maxCounts.synonyms} words of at most ${maxLengths.synonym} characters, with an alphanumeric one; no two that search cannot distinguish (\`DUPLICATE_SYNONYM\`), and none of another group (\`SYNONYM_TAKEN\`)`,
  code: "INVALID_SYNONYMS",
  valid: [
    ["bound a", "bound b"],
    ["bound a", x(maxLengths.synonym)],
    many(maxCounts.synonyms, (index) => `bound ${index}`),
  ],
  invalid: [
    [],
    ["bound a"],
    ["bound a", ""],
    ["bound a", "!"],
    ["bound a", "a\u0007b"],
    ["bound a", x(maxLengths.synonym + 1)],
    many(maxCounts.synonyms + 1, (index) => `bound ${index}`),
  ],
};

const pixels: InputRule = {
  ...integer(1, maxCounts.mediaPixels, "INVALID_DIMENSION"),
  rule: `1 to ${number(maxCounts.mediaPixels)} pixels; null if unknown`,
};

const product = (): Readonly<Record<string, InputRule>> => ({
  slug,
  name: text(maxLengths.productName, "INVALID_NAME"),
  description: description(maxLengths.description),
  brand: optionalText(maxLengths.brand, "INVALID_NAME"),
  categoryIds: {
    ...list(
      maxCounts.values,
      "TOO_MANY_CATEGORIES",
      (index) => `cat_${index}`,
      ", each the ID of a category (`UNKNOWN_CATEGORY`)",
    ),
  },
  attributes: list(maxCounts.values, "TOO_MANY_VALUES", attributeOf, ", no two equal ones (`DUPLICATE_ATTRIBUTE`)"),
  media: list(maxCounts.values, "TOO_MANY_MEDIA", mediaOf),
  variants: {
    ...list(maxCounts.variants, "TOO_MANY_VARIANTS", variantOf),
    rule: `1 to ${maxCounts.variants} in one currency (\`MIXED_CURRENCIES\`), with different SKUs and options (\`DUPLICATE_SKU\`, \`DUPLICATE_OPTIONS\`)`,
  },
});

const name = text(maxPricing.name, "INVALID_NAME");
const countryCodes = (code = "INVALID_COUNTRY"): InputRule => ({
  rule: "ISO 3166-1 alpha-2 codes in upper case, or XK",
  code,
  valid: [["US", "US"]],
  invalid: [["us"], ["UK"], [""]],
});
const period = (code = "INVALID_PERIOD"): Readonly<Record<string, InputRule>> => ({
  startsAt: { rule: "before `endsAt`; null for no start", code },
  endsAt: {
    rule: "after `startsAt`; null for no end",
    code,
    valid: ["2026-02-01T00:00:00Z", null],
  },
});
const marketIds = (max: number, code: string): InputRule => ({
  rule: `at most ${number(max)} IDs of markets (\`UNKNOWN_MARKET\`); empty for all`,
  code,
  invalid: [many(max + 1, (index) => `mkt_${index}`)],
});
/** The groups for which a price list or promotion is. The gateway looks them up before the catalog counts them. */
const knownGroupIds = (max: number, code: string): InputRule => ({
  rule: `at most ${number(max)} (\`${code}\`) IDs of customer groups; empty for all customers`,
  code: "UNKNOWN_CUSTOMER_GROUP",
  valid: [[]],
  invalid: [["grp_0"], [""]],
});
const customerGroup = (): Readonly<Record<string, InputRule>> => ({
  slug,
  name: text(account.maxGroupNameLength, "INVALID_NAME"),
});
const priority: InputRule = typed;
const market = (): Readonly<Record<string, InputRule>> => ({
  slug,
  name,
  countryCodes: {
    ...countryCodes(),
    rule: `${countryCodes().rule}, of no other market (\`COUNTRY_TAKEN\`); one market may have none`,
    valid: [],
  },
  currencies: { rule: "at least one", code: "INVALID_CURRENCY", invalid: [[]] },
  taxesIncluded: typed,
  taxRounding: typed,
});
const taxRate = (): Readonly<Record<string, InputRule>> => ({
  name,
  taxClassCode: {
    rule: "the code of a tax class other than `exempt` (`INVALID_TAX_CLASS`)",
    code: "UNKNOWN_TAX_CLASS",
    invalid: ["none", ""],
  },
  countryCode: {
    rule: "an ISO 3166-1 alpha-2 code in upper case, or XK",
    code: "INVALID_COUNTRY",
    valid: ["US"],
    invalid: ["", "us", "UK"],
  },
  region: {
    rule: `1 to ${maxPricing.region} characters, no control characters; compared without regard to case; null for all regions`,
    code: "INVALID_REGION",
    valid: [x(maxPricing.region), null],
    invalid: [x(maxPricing.region + 1), " ", "a\u0007b"],
  },
  postalCodePrefix: {
    rule: `1 to ${maxPricing.postalCodePrefix} alphanumeric characters, spaces and hyphens do not count; null for all postal codes`,
    code: "INVALID_POSTAL_CODE",
    valid: [x(maxPricing.postalCodePrefix), "AB 1-2", null],
    invalid: [x(maxPricing.postalCodePrefix + 1), "", "!"],
  },
  ratePpm: integer(0, maxPricing.taxRatePpm, "INVALID_TAX_RATE"),
  combinable: typed,
  ...period(),
});
const methodOf = (index: number) => ({
  code: `m-${index}`,
  name: "M",
  rates: [{ price: { amountMinor: "1", currency: "USD" } }],
});
const shippingZone = (): Readonly<Record<string, InputRule>> => ({
  slug,
  name,
  countryCodes: { ...countryCodes(), rule: `${countryCodes().rule}; none for the rest of the world`, valid: [] },
  regions: {
    rule: `at most ${number(maxPricing.zoneAreas)} of 1 to ${maxPricing.region} characters; only with one country (\`INVALID_ZONE\`)`,
    code: "INVALID_REGION",
    invalid: [[""], [x(maxPricing.region + 1)], many(maxPricing.zoneAreas + 1, (index) => `r${index}`)],
  },
  postalCodePrefixes: {
    rule: `at most ${number(maxPricing.zoneAreas)} of 1 to ${maxPricing.postalCodePrefix} alphanumeric characters; only with one country (\`INVALID_ZONE\`)`,
    code: "INVALID_POSTAL_CODE",
    invalid: [[""], ["!"], many(maxPricing.zoneAreas + 1, (index) => `${index}`)],
  },
  methods: list(maxPricing.zoneMethods, "TOO_MANY_METHODS", methodOf, ", with different codes (`CODE_TAKEN`)"),
});
const priceList = (): Readonly<Record<string, InputRule>> => ({
  slug,
  name,
  type: typed,
  priority,
  marketIds: marketIds(maxPricing.priceListIds, "TOO_MANY_IDS"),
  customerGroupIds: knownGroupIds(maxPricing.priceListIds, "TOO_MANY_IDS"),
  ...period(),
  active: typed,
});
const positive = (max: number, code = "INVALID_PROMOTION"): InputRule => integer(1, max, code);
const amounts: InputRule = {
  rule: "at most one amount per currency, each above 0, in KWD a multiple of 10",
  code: "INVALID_PROMOTION",
};
const entries = (what: string): InputRule => ({
  rule: `at most ${number(maxPricing.promotionEntries)} ${what}`,
  code: "INVALID_PROMOTION",
  invalid: [many(maxPricing.promotionEntries + 1, (index) => `e${index}`)],
});
const promotion = (): Readonly<Record<string, InputRule>> => ({
  slug,
  name,
  class: { ...typed, rule: "as its type; an update after the first use is rejected with `PROMOTION_IN_USE`" },
  automatic: { ...typed, rule: "as its type; an update after the first use is rejected with `PROMOTION_IN_USE`" },
  priority,
  combinesWith: typed,
  conditions: nested("the rules of its type; null removes all conditions"),
  reward: {
    rule: "exactly one field",
    code: "INVALID_PROMOTION",
    invalid: [
      {},
      { percentage: { basisPoints: 1 }, fixedAmount: { amounts: [{ amountMinor: "1", currency: "USD" }] } },
    ],
  },
  ...period(),
  usageLimit: {
    ...positive(maxPricing.promotionUses),
    rule: `${positive(maxPricing.promotionUses).rule}; not below the uses so far; null for no limit`,
  },
  usageLimitPerCustomer: {
    ...positive(maxPricing.promotionUses),
    rule: `${positive(maxPricing.promotionUses).rule}; null for no limit`,
  },
});

const fields = (type: string, rules: Readonly<Record<string, InputRule>>) =>
  Object.entries(rules).map(([name, rule]): [string, InputRule] => [`${type}.${name}`, rule]);

/** The rule of every input field and argument of the public API, by `Type.field`, `Type.field.argument` or `import.field`. */
export const inputRules: ReadonlyMap<string, InputRule> = new Map<string, InputRule>([
  ...fields("RegisterInput", {
    email: { ...email, rule: `${email.rule}; not another account's (\`EMAIL_TAKEN\`)` },
    password: newPassword,
    firstName: text(account.maxNameLength, "INVALID_NAME"),
    lastName: text(account.maxNameLength, "INVALID_NAME"),
  }),
  ...fields("LoginInput", {
    email: knownEmail,
    password: {
      rule: "the account's password; others count as failed attempts",
      code: "INVALID_CREDENTIALS",
      invalid: ["", x(1_000)],
    },
    emailToken: { rule: "the token from the mail that EMAIL_CONFIRMATION_REQUIRED announces", code: "INVALID_TOKEN" },
  }),
  ...fields("RefreshSessionInput", {
    refreshToken: {
      rule: "a refresh token that was not used; empty in cookie mode",
      code: "SESSION_EXPIRED",
      invalid: ["x", x(1_000)],
    },
  }),
  ...fields("ConfirmPasswordInput", { password: currentPassword }),
  ...fields("ChangePasswordInput", { currentPassword, newPassword }),
  ...fields("RequestPasswordResetInput", {
    email: { rule: "any text; the response does not depend on it", code: "none" },
  }),
  ...fields("ResetPasswordInput", { token: mailToken, newPassword: { ...newPassword, valid: [], invalid: [] } }),
  ...fields("VerifyEmailInput", { token: mailToken }),
  ...fields("UndoEmailChangeInput", { token: mailToken }),
  ...fields("UpdateProfileInput", {
    firstName: text(account.maxNameLength, "INVALID_NAME"),
    lastName: text(account.maxNameLength, "INVALID_NAME"),
    email,
    currentPassword: { rule: "required with `email`", code: "INVALID_CREDENTIALS" },
  }),
  ...fields("UpdatePreferencesInput", {
    locale,
    currency: typed,
    marketingEmails: typed,
    orderEmails: typed,
  }),
  ...fields("SaveAddressInput", {
    id: { ...idOf("an address of the account; empty or absent to add one"), invalid: ["unknown", x(1_000)] },
    ...address(),
    isDefault: typed,
  }),
  ...fields("SetTaxIdInput", { taxId }),
  ...fields("RequestStockNotificationInput", {
    sku: {
      rule: "a SKU on sale, in any case, that is sold out (`IN_STOCK`)",
      code: "UNKNOWN_SKU",
      invalid: ["", "unknown", x(1_000)],
    },
    email: {
      ...email,
      rule: `${email.rule}; the account's address when absent or blank`,
      valid: [...(email.valid ?? []), null, " "],
      invalid: email.invalid?.filter((value) => value !== "" && value !== " ") ?? [],
    },
    locale,
  }),
  ...fields("SetWishlistItemInput", {
    sku: {
      rule: "a SKU on sale, in any case; with `saved: false` any text",
      code: "UNKNOWN_SKU",
      invalid: ["", "unknown", x(1_000)],
    },
    saved: typed,
  }),
  ...fields("DeleteMyAccountInput", { password: currentPassword }),
  ...fields("SetRolesInput", {
    accountId: idOf("an account"),
    roles: { rule: "at least one, not GUEST", code: "INVALID_ROLES", invalid: [[], ["GUEST"]] },
  }),
  ...fields("InviteStaffInput", {
    email: { ...email, rule: `${email.rule}; not another account's (\`EMAIL_TAKEN\`)` },
    firstName: text(account.maxNameLength, "INVALID_NAME"),
    lastName: text(account.maxNameLength, "INVALID_NAME"),
    roles: {
      rule: "at least one role of staff, not GUEST",
      code: "INVALID_ROLES",
      valid: [["SUPPORT"], ["CUSTOMER", "ADMIN"]],
      invalid: [[], ["GUEST"], ["CUSTOMER"], ["GUEST", "SUPPORT"]],
    },
  }),
  ...fields("CreateCustomerGroupInput", customerGroup()),
  ...fields("UpdateCustomerGroupInput", { id: idOf("a customer group"), ...customerGroup() }),
  ...fields("SetCustomerGroupsInput", {
    accountId: idOf("a registered account"),
    customerGroupIds: {
      rule: `at most ${account.maxGroupsOfAccount} IDs of customer groups (\`UNKNOWN_CUSTOMER_GROUP\`)`,
      code: "TOO_MANY_GROUPS",
      valid: [[]],
      invalid: [many(account.maxGroupsOfAccount + 1, (index) => `grp_${index}`)],
    },
  }),
  ...fields("SetDisabledInput", { accountId: idOf("an account"), disabled: typed }),
  ...fields("CreateApiTokenInput", {
    name: text(account.maxApiTokenNameLength),
    scopes: { rule: "at least one", code: "INVALID_SCOPES", invalid: [[]] },
    days: integer(1, account.maxApiTokenDays, "INVALID_DAYS"),
    allowedNetworks: {
      ...list(account.maxApiTokenNetworks, "INVALID_NETWORK", (index) => `192.0.2.${index}/32`, " CIDR blocks"),
      invalid: [many(account.maxApiTokenNetworks + 1, (index) => `192.0.2.${index}/32`), ["x"], ["192.0.2.0/33"]],
    },
  }),

  ...fields("CreateCategoryInput", {
    slug,
    name: text(maxLengths.categoryName, "INVALID_NAME"),
    description: description(maxLengths.categoryDescription),
    parentId: { rule: "the ID of a category; absent or null for a root", code: "UNKNOWN_PARENT" },
  }),
  ...fields("UpdateCategoryInput", {
    id: idOf("a category"),
    slug,
    name: text(maxLengths.categoryName, "INVALID_NAME"),
    description: description(maxLengths.categoryDescription),
    parentId: {
      rule: "the ID of a category that is not below this one (`CATEGORY_CYCLE`); null for a root",
      code: "UNKNOWN_PARENT",
    },
  }),
  ...fields("CreateProductInput", product()),
  ...fields("UpdateProductInput", {
    id: idOf("a product"),
    etag: { rule: "the product's current etag", code: "CONFLICT" },
    ...product(),
  }),
  ...fields("VariantInput", {
    sku: { ...sku, rule: `${sku.rule}; no other product's (\`SKU_TAKEN\`)` },
    name: text(maxLengths.productName, "INVALID_NAME"),
    options: list(maxCounts.values, "TOO_MANY_VALUES", optionOf, ", no two of one name (`DUPLICATE_OPTION`)"),
    price: nested(`an amount of 0 to ${number(maxAmountMinor)}, in KWD a multiple of 10 (\`INVALID_PRICE\`)`),
    initialStock: integer(0, maxCounts.stock, "INVALID_STOCK"),
    basePrices: {
      rule: "at most one in each currency other than that of `price`",
      code: "DUPLICATE_CURRENCY",
      valid: [
        [],
        [
          { amountMinor: "1", currency: "EUR" },
          { amountMinor: "10", currency: "KWD" },
        ],
      ],
      invalid: [
        [{ amountMinor: "1", currency: "USD" }],
        [
          { amountMinor: "1", currency: "EUR" },
          { amountMinor: "1", currency: "EUR" },
        ],
      ],
    },
    taxClassCode: {
      rule: "the code of a tax class",
      code: "UNKNOWN_TAX_CLASS",
      valid: ["exempt"],
      invalid: ["none", ""],
    },
    weightGrams: integer(0, maxCounts.weightGrams, "INVALID_WEIGHT"),
    media: list(maxCounts.values, "TOO_MANY_MEDIA", mediaOf),
  }),
  ...fields("AttributeInput", { name: namedValue, value: namedValue }),
  ...fields("MediaInput", {
    url: {
      rule: `an http or https URL of at most ${number(maxLengths.mediaUrl)} characters`,
      code: "INVALID_URL",
      valid: [`https://example.com/${x(maxLengths.mediaUrl - 20)}`],
      invalid: [
        "",
        "x",
        "ftp://example.com/a",
        "javascript:alert(1)",
        `https://example.com/${x(maxLengths.mediaUrl - 19)}`,
      ],
    },
    alt: {
      rule: `at most ${maxLengths.mediaAlt} characters`,
      code: "INVALID_TEXT",
      valid: ["", x(maxLengths.mediaAlt)],
      invalid: [x(maxLengths.mediaAlt + 1)],
    },
    width: pixels,
    height: pixels,
    thumbHash: {
      rule: `a ThumbHash in base64 of at most ${maxLengths.thumbHash} characters; null for none`,
      code: "INVALID_THUMB_HASH",
      valid: ["1QcSHQRnh493V4dIh4eXh1h4kJUI", "AAA=", "A".repeat(maxLengths.thumbHash), null],
      invalid: ["", "AAA", "AA-_", "A".repeat(maxLengths.thumbHash + 4)],
    },
  }),
  ...fields("CreateMarketInput", market()),
  ...fields("UpdateMarketInput", { id: idOf("a market"), ...market() }),
  ...fields("SaveTaxClassInput", {
    code: {
      rule: `1 to ${maxLengths.slug} characters of a-z, 0-9 and single hyphens`,
      code: "INVALID_TAX_CLASS",
      valid: ["bound"],
      invalid: ["", "UPPER", x(maxLengths.slug + 1)],
    },
    name,
  }),
  ...fields("CreateTaxRateInput", { ...taxRate(), idempotencyKey: keyOfInput }),
  ...fields("UpdateTaxRateInput", { id: idOf("a tax rate"), ...taxRate() }),
  ...fields("CreateShippingZoneInput", shippingZone()),
  ...fields("UpdateShippingZoneInput", {
    id: idOf("a shipping zone"),
    etag: { rule: "the zone's current etag; absent for any", code: "CONFLICT", invalid: ["", "x", "v9999", x(1_000)] },
    ...shippingZone(),
  }),
  ...fields("ShippingMethodInput", {
    code: {
      rule: `1 to ${maxLengths.slug} characters of a-z, 0-9 and single hyphens; unique in the zone (\`CODE_TAKEN\`)`,
      code: "INVALID_SHIPPING_METHOD",
      valid: [x(maxLengths.slug)],
      invalid: ["", "UPPER", x(maxLengths.slug + 1)],
    },
    name,
    taxClassCode: { rule: "the code of a tax class", code: "UNKNOWN_TAX_CLASS", invalid: ["none", ""] },
    carrier: {
      rule: "one of the carriers in `CARRIERS`; not together with `rates`",
      code: "INVALID_SHIPPING_METHOD",
      invalid: ["", "a-carrier"],
    },
    rates: {
      rule: `1 to ${maxPricing.methodRates}, or none with a carrier`,
      code: "INVALID_SHIPPING_METHOD",
      invalid: [[], many(maxPricing.methodRates + 1, () => methodOf(0).rates[0])],
    },
    minDeliveryDays: {
      ...integer(0, maxPricing.deliveryDays, "INVALID_DELIVERY_DAYS"),
      rule: `0 to ${maxPricing.deliveryDays}, at most \`maxDeliveryDays\``,
    },
    maxDeliveryDays: integer(0, maxPricing.deliveryDays, "INVALID_DELIVERY_DAYS"),
    active: typed,
  }),
  ...fields("ShippingRateInput", {
    fromWeightGrams: {
      rule: "0 or more, below `toWeightGrams`",
      code: "INVALID_SHIPPING_RATE",
      valid: [0],
      invalid: [-1],
    },
    toWeightGrams: { rule: "above `fromWeightGrams`", code: "INVALID_SHIPPING_RATE", invalid: [-1] },
    fromAmount: {
      rule: "0 or more (`INVALID_AMOUNT`), in the currency of `price`, below `toAmount`",
      code: "INVALID_SHIPPING_RATE",
      invalid: [{ amountMinor: "1", currency: "EUR" }],
    },
    toAmount: {
      rule: "in the currency of `price`, above `fromAmount`",
      code: "INVALID_SHIPPING_RATE",
      invalid: [{ amountMinor: "1", currency: "EUR" }],
    },
    price: {
      rule: "0 or more, in KWD a multiple of 10",
      code: "INVALID_AMOUNT",
      valid: [{ amountMinor: "0", currency: "USD" }],
      invalid: [
        { amountMinor: "-1", currency: "USD" },
        { amountMinor: "5", currency: "KWD" },
      ],
    },
  }),
  ...fields("CreatePriceListInput", priceList()),
  ...fields("UpdatePriceListInput", { id: idOf("a price list"), ...priceList() }),
  ...fields("SetPriceListPricesInput", {
    priceListId: idOf("a price list"),
    prices: {
      rule: `at most ${maxPricing.priceChanges}, no two of one SKU, currency and quantity (\`DUPLICATE_PRICE\`)`,
      code: "TOO_MANY_PRICES",
      invalid: [many(maxPricing.priceChanges + 1, (index) => ({ sku: `S${index}`, currency: "USD" }))],
    },
  }),
  ...fields("PriceListPriceInput", {
    sku: { rule: "a SKU on sale, in any case", code: "UNKNOWN_SKU", invalid: ["", "unknown", x(1_000)] },
    currency: typed,
    minQuantity: integer(1, maxPricing.priceQuantity, "INVALID_QUANTITY"),
    amountMinor: {
      rule: `0 to ${number(maxPricing.price)}, in KWD a multiple of 10; null removes the price`,
      code: "INVALID_AMOUNT",
      valid: ["0", String(maxPricing.price), null],
      invalid: ["-1", String(maxPricing.price + 1n)],
    },
  }),
  ...fields("CreatePromotionInput", { ...promotion(), idempotencyKey: keyOfInput }),
  ...fields("UpdatePromotionInput", {
    id: idOf("a promotion"),
    etag: { rule: "the promotion's current etag", code: "CONFLICT", invalid: ["", "x", "v99", x(1_000)] },
    ...promotion(),
  }),
  ...fields("PromotionConditionsInput", {
    minAmounts: amounts,
    minQuantity: positive(maxPricing.promotionUnits),
    items: nested(),
    marketIds: marketIds(maxPricing.promotionEntries, "INVALID_PROMOTION"),
    customerGroupIds: knownGroupIds(maxPricing.promotionEntries, "INVALID_PROMOTION"),
    countryCodes: countryCodes(),
    shippingMethods: entries("codes of shipping methods; only for the class SHIPPING"),
    firstOrder: typed,
  }),
  ...fields("ItemSelectionInput", {
    skus: entries("SKUs"),
    productIds: entries("IDs of products"),
    categoryIds: entries("IDs of categories, with all categories below them"),
    brands: entries("brands"),
    excludedSkus: entries("SKUs"),
    excludeSaleItems: typed,
  }),
  ...fields("PromotionRewardInput", {
    percentage: nested(),
    fixedAmount: nested(),
    buyXGetY: nested("the rules of its type; only for the class PRODUCT"),
  }),
  ...fields("PercentageDiscountInput", {
    basisPoints: positive(maxPricing.basisPoints),
    maxAmounts: amounts,
    items: nested("the rules of its type; not for the class SHIPPING"),
  }),
  ...fields("FixedAmountDiscountInput", {
    amounts: {
      ...amounts,
      rule: `1 or more; ${amounts.rule}`,
      invalid: [[], [{ amountMinor: "0", currency: "USD" }], many(2, () => ({ amountMinor: "1", currency: "USD" }))],
    },
    appliesOnEachItem: { ...typed, rule: "true only for the class PRODUCT (`INVALID_PROMOTION`)" },
    items: nested("the rules of its type; not for the class SHIPPING"),
  }),
  ...fields("BuyXGetYDiscountInput", {
    buyItems: nested(),
    buyQuantity: positive(maxPricing.promotionUnits),
    getItems: nested(),
    getQuantity: positive(maxPricing.promotionUnits),
    basisPoints: positive(maxPricing.basisPoints),
    usesPerOrderLimit: positive(maxPricing.promotionUnits),
  }),
  ...fields("SetPromotionActiveInput", { id: idOf("a promotion"), active: typed }),
  ...fields("CreateCouponCodesInput", {
    promotionId: idOf("a promotion"),
    code: {
      rule: `3 to ${maxCouponCodeLength} characters of A-Z, a-z, 0-9 and hyphens; unique without regard to case (\`CODE_TAKEN\`). Either \`code\` or \`count\``,
      code: "INVALID_CODE",
      valid: [x(maxCouponCodeLength)],
      invalid: ["", "ab", "a b", x(maxCouponCodeLength + 1), "ÄÖÜ"],
    },
    count: {
      rule: `1 to ${number(maxPricing.couponCodes)}. Either \`code\` or \`count\``,
      code: "INVALID_COUNT",
    },
    prefix: {
      rule: `at most ${maxPricing.couponPrefix} characters of A-Z, a-z, 0-9 and hyphens; only with \`count\``,
      code: "INVALID_CODE",
    },
    usageLimit: {
      ...integer(1, maxPricing.promotionUses, "INVALID_USAGE_LIMIT"),
      rule: "1 or more; null for no limit",
      valid: [],
      invalid: [0],
    },
    idempotencyKey,
  }),
  ...fields("SetCouponCodeActiveInput", { id: idOf("a coupon code"), active: typed }),
  ...fields("AdjustStockInput", {
    sku: { rule: "a SKU of the shop, in any case", code: "NOT_FOUND", invalid: ["", "unknown", x(1_000)] },
    delta: {
      rule: `1 to ${number(maxCounts.stockDelta)} or -1 to -${number(maxCounts.stockDelta)}; the stock stays 0 or more (\`INSUFFICIENT_STOCK\`)`,
      code: "INVALID_DELTA",
      valid: [maxCounts.stockDelta, 1],
      invalid: [0, maxCounts.stockDelta + 1, -maxCounts.stockDelta - 1],
    },
    reason: text(maxLengths.stockReason),
    idempotencyKey,
  }),
  ...fields("MoveCategoryInput", {
    id: idOf("a category"),
    parentId: {
      rule: "the ID of a category that is not below this one (`CATEGORY_CYCLE`); absent or null for a root",
      code: "UNKNOWN_CATEGORY",
    },
    position: { rule: "0 or more", code: "INVALID_POSITION", valid: [0, 2_147_483_647], invalid: [-1] },
  }),
  ...fields("SetLowStockThresholdInput", {
    sku: { rule: "a SKU of the shop, in any case", code: "NOT_FOUND", invalid: ["", "unknown", x(1_000)] },
    threshold: {
      ...integer(0, maxCounts.stock, "INVALID_THRESHOLD"),
      rule: `0 to ${number(maxCounts.stock)}; null for none`,
    },
  }),
  ...fields("StockFilter", {
    query: {
      rule: `at most ${maxLengths.stockQuery} characters; empty for all SKUs`,
      code: "BAD_USER_INPUT",
      valid: ["", x(maxLengths.stockQuery), "50% \\_"],
      invalid: [x(maxLengths.stockQuery + 1)],
    },
    categorySlug: { rule: "any text; an unknown one lists nothing, and an empty one all", code: "none" },
    lowStock: typed,
    maxAvailable: typed,
  }),
  ...fields("CreateImportInput", {
    fileName: text(maxLengths.fileName),
    size: integer(1, maxCounts.importBytes, "INVALID_SIZE"),
    dryRun: typed,
    idempotencyKey,
  }),
  ...fields("CreateSynonymGroupInput", { words: synonyms }),
  ...fields("UpdateSynonymGroupInput", { id: idOf("a group of synonyms"), words: synonyms }),
  ...fields("SearchFilter", {
    categorySlug: {
      rule: `at most ${maxLengths.slug} characters`,
      code: "BAD_USER_INPUT",
      valid: [x(maxLengths.slug)],
      invalid: [x(maxLengths.slug + 1)],
    },
    brands: {
      rule: `at most ${maxCounts.filterValues} of at most ${maxLengths.brand} characters`,
      code: "BAD_USER_INPUT",
      valid: [many(maxCounts.filterValues, () => x(maxLengths.brand))],
      invalid: [many(maxCounts.filterValues + 1, () => "x"), [x(maxLengths.brand + 1)]],
    },
    currency: typed,
    minPrice: { rule: "at most `maxPrice`", code: "BAD_USER_INPUT" },
    maxPrice: { rule: "at least `minPrice`", code: "BAD_USER_INPUT" },
    inStock: typed,
    attributes: list(maxCounts.filterValues, "BAD_USER_INPUT", () => ({ name: "n", values: ["v"] })),
  }),
  ...fields("AttributeFilter", {
    name: {
      rule: `at most ${maxLengths.value} characters`,
      code: "BAD_USER_INPUT",
      valid: [x(maxLengths.value)],
      invalid: [x(maxLengths.value + 1)],
    },
    values: {
      rule: `at most ${maxCounts.filterValues} of at most ${maxLengths.value} characters`,
      code: "BAD_USER_INPUT",
      valid: [many(maxCounts.filterValues, () => x(maxLengths.value))],
      invalid: [many(maxCounts.filterValues + 1, () => "x"), [x(maxLengths.value + 1)]],
    },
  }),

  ...fields("MoneyInput", {
    amountMinor: {
      rule: "a 64-bit integer in the smallest unit; the field that has the amount limits its range",
      code: "BAD_USER_INPUT",
      invalid: ["1.5", "x", "9223372036854775808"],
    },
    currency: typed,
  }),
  ...fields("AccountFilter", {
    roles: list(account.maxFilterRoles, "BAD_USER_INPUT", () => "SUPPORT"),
    disabled: typed,
    createdFrom: { ...dateTime, valid: ["2026-02-28T00:00:00Z"] },
    createdTo: { ...dateTime, valid: ["2026-02-28T00:00:00Z"] },
    hasOrders: typed,
  }),
  ...fields("SecurityEventFilter", {
    types: list(account.maxFilterTypes, "BAD_USER_INPUT", () => "SIGN_IN"),
    from: { ...dateTime, valid: ["2026-02-28T00:00:00Z"] },
    to: { ...dateTime, valid: ["2026-02-28T00:00:00Z"] },
    addressHash: { rule: "any text; an unknown one lists nothing, and an empty one all", code: "none" },
  }),
  ...fields("OrderFilter", {
    disputeStatus: list(order.maxStatuses, "BAD_USER_INPUT", () => "LOST", "; for support staff (`FORBIDDEN`)"),
    paymentStatus: list(order.maxStatuses, "BAD_USER_INPUT", () => "PAID"),
    fulfillmentStatus: list(order.maxStatuses, "BAD_USER_INPUT", () => "FULFILLED"),
    placedFrom: { ...dateTime, valid: ["2026-02-28T00:00:00Z"] },
    placedTo: { ...dateTime, valid: ["2026-02-28T00:00:00Z"] },
    customerName: {
      rule: `1 to ${number(maxAddressLengths.line)} printable characters; blank: all orders; for support staff (\`FORBIDDEN\`)`,
      code: "BAD_USER_INPUT",
      valid: ["a", "a".repeat(maxAddressLengths.line)],
      invalid: ["a".repeat(maxAddressLengths.line + 1), "a\u0007"],
    },
    sku: { ...sku, code: "BAD_USER_INPUT" },
    countryCodes: list(order.maxListedCountries, "BAD_USER_INPUT", () => "NL", " of ISO 3166-1 alpha-2 codes"),
    minTotal: nested(),
    maxTotal: nested("; in the currency of `minTotal` (`BAD_USER_INPUT`)"),
    providerReference: {
      rule: `1 to ${number(order.maxReferenceLength)} printable characters; blank: all orders; for support staff (\`FORBIDDEN\`)`,
      code: "BAD_USER_INPUT",
      valid: ["pi_1"],
      invalid: ["a".repeat(order.maxReferenceLength + 1)],
    },
    stuck: typed,
  }),
  ...fields("SetCartLineInput", {
    cartId: idOf("a cart of the account"),
    sku,
    quantity: integer(0, order.maxUnits, "INVALID_QUANTITY"),
  }),
  ...fields("AddToCartInput", {
    cartId: { ...idOf("a cart of the account"), rule: "the ID of a cart of the account; absent: that of `Query.cart`" },
    sku,
    quantity: {
      ...integer(1, order.maxUnits, "INVALID_QUANTITY"),
      rule: `1 to ${number(order.maxUnits)}, together with the units of the line`,
      valid: [],
    },
    idempotencyKey: {
      ...idempotencyKey,
      rule: `${idempotencyKey.rule}; the same key with another SKU or quantity: \`IDEMPOTENCY_KEY_REUSED\``,
    },
  }),
  ...fields("SetCartLinesInput", {
    cartId: idOf("a cart of the account"),
    lines: list(
      order.maxChangedLines,
      "TOO_MANY_ITEMS",
      (index) => ({ sku: `LINE-${index}`, quantity: 1 }),
      `; quantities of 0 to ${order.maxUnits}`,
    ),
  }),
  ...fields("ReorderInput", { orderId: idOf("an order of the account"), idempotencyKey }),
  ...fields("SetCartCouponCodesInput", {
    cartId: idOf("a cart of the account"),
    couponCodes: {
      rule: `at most ${maxCouponCodes} (\`TOO_MANY_COUPONS\`), each of 1 to ${maxCouponCodeLength} characters (\`INVALID_TEXT\`) and valid now`,
      code: "COUPON_INVALID",
      invalid: [["NO-SUCH-CODE"]],
    },
  }),
  ...fields("SetCartCurrencyInput", { cartId: idOf("a cart of the account"), currency: typed }),
  ...fields("OrderLineInput", { sku, quantity: integer(1, order.maxUnits, "INVALID_QUANTITY") }),
  ...fields("QuoteInput", {
    cartId: {
      rule: "the ID of a cart of the account. Either `cartId` or `lines` (`CART_OR_LINES`)",
      code: "NOT_FOUND",
    },
    lines: {
      ...list(order.maxLines, "BAD_USER_INPUT", (index) => ({ sku: `LINE-${index}`, quantity: 1 })),
      rule: `1 to ${order.maxLines}; lines of one SKU count together`,
    },
    couponCodes: list(
      maxCouponCodes,
      "BAD_USER_INPUT",
      (index) => `CODE-${index}`,
      `, of 1 to ${maxCouponCodeLength} characters each`,
    ),
    destination: nested(),
    shippingMethod: text(order.maxShippingMethodLength, "BAD_USER_INPUT"),
    taxId: {
      rule: `${taxId.rule}. A malformed one is in \`problems\``,
      code: "INVALID_TAX_ID",
      valid: ["x", "", null],
    },
    currency: typed,
  }),
  ...fields("DestinationInput", {
    countryCode: {
      rule: "an upper-case ISO 3166-1 alpha-2 code",
      code: "BAD_USER_INPUT",
      valid: ["NL"],
      invalid: ["", "nl", "UK", "ZZ"],
    },
    region: optionalText(maxAddressLengths.region, "BAD_USER_INPUT"),
    postalCode: optionalText(maxAddressLengths.postalCode, "BAD_USER_INPUT"),
  }),
  ...fields("PlaceOrderInput", {
    idempotencyKey: keyOfInput,
    cartId: {
      rule: "the ID of a cart of the account. Either `cartId` or `lines` (`CART_OR_LINES`)",
      code: "NOT_FOUND",
    },
    lines: {
      ...list(order.maxLines, "TOO_MANY_LINES", (index) => ({ sku: `LINE-${index}`, quantity: 1 })),
      rule: `1 to ${order.maxLines} in one currency (\`MIXED_CURRENCIES\`); lines of one SKU count together`,
    },
    paymentMethod: {
      rule: "`pm_` and 1 to 100 characters of A-Z, a-z, 0-9 and `_`",
      code: "INVALID_PAYMENT_METHOD",
      valid: [`pm_${x(100)}`],
      invalid: ["", "x", "pm_", `pm_${x(101)}`, "pm_a-b"],
    },
    shippingAddress: nested(),
    shippingMethod: {
      ...text(order.maxShippingMethodLength),
      rule: `a method that serves the destination (\`SHIPPING_UNAVAILABLE\`), at most ${order.maxShippingMethodLength} characters`,
    },
    expectedTotal: nested(
      "in the order's currency (`CURRENCY_MISMATCH`); another total rejects the order with `PRICE_CHANGED`",
    ),
    email,
    billingAddress: nested(),
    customerNote: {
      ...optionalText(order.maxCustomerNoteLength),
      rule: `at most ${order.maxCustomerNoteLength} characters, no control characters except line breaks; a blank text counts as absent`,
    },
    couponCodes: {
      rule: `at most ${maxCouponCodes} (\`TOO_MANY_COUPONS\`), each of 1 to ${maxCouponCodeLength} characters (\`INVALID_TEXT\`). Each must apply to the order: \`COUPON_INVALID\`, \`COUPON_EXHAUSTED\`, \`COUPON_NOT_APPLICABLE\` or \`COUPON_NOT_COMBINABLE\``,
      code: "COUPON_INVALID",
      invalid: [["NO-SUCH-CODE"]],
    },
    currency: typed,
    taxId,
    returnUrl: {
      rule: `an absolute URL of at most ${number(order.maxReturnUrlLength)} characters, without user name; its origin is in \`RETURN_ORIGINS\` of the order service`,
      code: "INVALID_RETURN_URL",
      valid: ["http://localhost:3000/pay/return?order=1#paid", `http://localhost:3000/${x(900)}`],
      invalid: [
        "",
        "/pay/return",
        "//localhost:3000/",
        "https://evil.example/",
        "http://localhost:3000@evil.example/",
        "http://evil@localhost:3000/",
        "http://localhost:3000.evil.example/",
        "https://localhost:3000/",
        "javascript:alert(1)//http://localhost:3000",
        `http://localhost:3000/${x(1_000)}`,
      ],
    },
  }),
  ...fields("OrderAddressInput", address()),
  ...fields("CancelOrderInput", {
    orderId: idOf("an order of the account; for staff of any account"),
    reason: text(order.maxReasonLength),
    idempotencyKey,
  }),
  ...fields("RefundOrderInput", {
    orderId: idOf("an order"),
    amount: nested(
      "above 0 (`INVALID_AMOUNT`), at most what is left (`REFUND_TOO_LARGE`), in the order's currency (`CURRENCY_MISMATCH`)",
    ),
    reason: text(order.maxReasonLength),
    idempotencyKey,
    lines: {
      ...list(order.maxLines, "TOO_MANY_LINES", (index) => ({ sku: `LINE-${index}`, quantity: 1 })),
      rule: `1 to ${order.maxLines}, or absent (\`NO_LINES\`); at most the units that are left (\`OVER_REFUNDED\`); not with \`amount\` (\`AMOUNT_OR_LINES\`)`,
    },
    refundShipping: typed,
  }),
  ...fields("PreviewOrderActionInput", {
    orderId: queriedId("an order"),
    type: typed,
    amount: nested("as for RefundOrderInput; what is wrong with it is the `reason` of the preview"),
    lines: {
      ...list(order.maxLines, "BAD_USER_INPUT", (index) => ({ sku: `LINE-${index}`, quantity: 1 })),
      rule: `1 to ${order.maxLines}, or absent; too many units are the \`reason\` of the preview`,
    },
    refundShipping: typed,
  }),
  ...fields("RefundLineInput", { sku, quantity: integer(1, order.maxUnits, "INVALID_QUANTITY"), restock: typed }),
  ...fields("CancelOrderLinesInput", {
    orderId: idOf("an order"),
    lines: {
      ...list(order.maxLines, "TOO_MANY_LINES", (index) => ({ sku: `LINE-${index}`, quantity: 1 })),
      rule: `1 to ${order.maxLines} (\`NO_LINES\`); at most the units that were not shipped (\`OVER_CANCELLED\`)`,
    },
    refundShipping: typed,
    reason: text(order.maxReasonLength),
    idempotencyKey,
  }),
  ...fields("CancelOrderLineInput", { sku, quantity: integer(1, order.maxUnits, "INVALID_QUANTITY"), restock: typed }),
  ...fields("FulfilOrderInput", {
    orderId: idOf("an order"),
    carrier: optionalText(order.maxTrackingLength),
    trackingNumber: optionalText(order.maxTrackingLength),
    lines: {
      ...list(order.maxLines, "TOO_MANY_LINES", (index) => ({ sku: `LINE-${index}`, quantity: 1 })),
      rule: `1 to ${order.maxLines}, or absent (\`NO_LINES\`); at most the units that were not shipped (\`OVER_FULFILLED\`)`,
    },
    idempotencyKey,
  }),
  ...fields("ResolveOrderInput", { orderId: idOf("an order"), resolution: typed, note: text(order.maxNoteLength) }),
  ...fields("AddOrderNoteInput", {
    orderId: idOf("an order"),
    text: {
      rule: `1 to ${number(order.maxOrderNoteLength)} characters, one of them visible, no control characters except line breaks`,
      code: "INVALID_TEXT",
      valid: [x(order.maxOrderNoteLength), "a\nb"],
      invalid: [x(order.maxOrderNoteLength + 1), " ", "\u200b", "a\u0007b"],
    },
    idempotencyKey,
  }),
  ...fields("MarkOrderDeliveredInput", { orderId: idOf("an order") }),
  ...fields("ResumeOrderPaymentInput", { orderId: idOf("an order of the account") }),
  ...fields("RebuildOrderListsInput", {
    ids: list(order.maxRebuiltOrders, "TOO_MANY", (index) => `ord_${index}`, " IDs of orders"),
  }),
  ...fields("RebuildStockInput", {
    ids: list(order.maxRebuiltOrders, "TOO_MANY", (index) => `ord_${index}`, " IDs of orders"),
    dryRun: typed,
  }),
  ...fields("RedriveDeadLetterInput", { id: idOf("a dead letter") }),
  ...fields("DiscardFailedJobInput", {
    id: idOf("a failed job whose source the caller may change"),
    note: { ...text(account.maxDiscardNoteLength), valid: [], invalid: [] },
  }),

  // Arguments of queries.
  ...fields("Variant.unitPrice", {
    currency: typed,
    quantity: { rule: "at least 1", code: "BAD_USER_INPUT", valid: [1, 2_147_483_647], invalid: [0, -1] },
  }),
  ...fields("Query.node", { id: queriedId("an object that the caller may read") }),
  ...fields("Query.account", { id: queriedId("an account") }),
  ...fields("Query.accounts", {
    first: first(maxPageSize),
    after: cursor,
    query: {
      rule: `at most ${account.maxQueryLength} characters`,
      code: "BAD_USER_INPUT",
      valid: [x(account.maxQueryLength)],
      invalid: [x(account.maxQueryLength + 1)],
    },
    filter: nested(),
  }),
  ...fields("Query.securityEvents", {
    filter: nested(),
    first: first(maxPageSize),
    after: cursor,
    accountId: { rule: "the ID of an account; others list nothing, and an empty one all", code: "none" },
  }),
  ...fields("Query.failedJobs", {
    first: first(maxPageSize),
    after: cursor,
    source: { ...typed, rule: "as its type; null or empty for all sources that the caller may read" },
  }),
  ...fields("Query.apiTokens", { first: first(maxPageSize), after: cursor }),
  ...fields("Account.orders", { first: first(maxPageSize), after: cursor }),
  ...fields("Query.product", {
    id: queriedId("a product"),
    slug: { rule: "any text. Exactly one of `id` and `slug`", code: "BAD_USER_INPUT" },
  }),
  ...fields("Query.products", {
    first: first(maxPageSize),
    after: cursor,
    categorySlug: { rule: "any text; an unknown one lists nothing", code: "none" },
    sort: typed,
  }),
  ...fields("Query.search", {
    query: {
      rule: `at most ${maxLengths.searchQuery} characters; empty for all products`,
      code: "BAD_USER_INPUT",
      valid: ["", x(maxLengths.searchQuery)],
      invalid: [x(maxLengths.searchQuery + 1)],
    },
    first: first(maxPageSize),
    after: cursor,
    filter: nested(),
    sort: typed,
  }),
  ...fields("Query.suggest", {
    prefix: {
      rule: `at most ${maxLengths.suggestPrefix} characters`,
      code: "BAD_USER_INPUT",
      valid: [x(maxLengths.suggestPrefix)],
      invalid: [x(maxLengths.suggestPrefix + 1)],
    },
    first: first(maxCounts.suggestions),
  }),
  ...fields("Query.importJob", { id: queriedId("an import") }),
  ...fields("Query.importJobs", { first: first(maxPageSize), after: cursor }),
  ...fields("ImportJob.errors", {
    first: { ...first(maxPageSize), valid: [], invalid: [] },
    after: { rule: "a cursor of this list", code: "BAD_USER_INPUT" },
  }),
  ...fields("Query.searchQueries", {
    from: { rule: "before `to`; the day of UTC that it is in counts as a whole", code: "BAD_USER_INPUT" },
    to: { rule: "after `from`; the day of UTC that it is in counts as a whole", code: "BAD_USER_INPUT" },
    first: first(maxCounts.searchQueries),
    withoutResults: typed,
  }),
  ...fields("Query.category", {
    id: queriedId("a category"),
    slug: { rule: "any text. Exactly one of `id` and `slug`", code: "BAD_USER_INPUT" },
  }),
  ...fields("Query.variant", { sku: { rule: "a SKU on sale, in any case; others return null", code: "none" } }),
  ...fields("Query.isSkuTaken", { sku: { rule: "any text; free if no product has it", code: "none" } }),
  ...fields("Product.changes", { first: first(maxPageSize), after: cursor }),
  ...fields("Query.stockLevels", { first: first(maxPageSize), after: cursor, filter: nested(), sort: typed }),
  ...fields("Query.stockLedger", { sku: listedSku, first: first(maxPageSize), after: cursor }),
  ...fields("Query.reservations", { sku: listedSku, first: first(maxPageSize), after: cursor }),
  ...fields("Category.products", { first: first(maxPageSize), after: cursor, sort: typed }),
  ...fields("Product.relatedProducts", { first: first(20) }),
  ...fields("Media.resizedUrl", { width: first(10_000) }),
  ...fields("Facet.values", { first: first(maxCounts.facetValues) }),
  ...fields("Query.priceLists", { first: first(maxPageSize), after: cursor }),
  ...fields("PriceList.prices", {
    first: first(maxPageSize),
    after: cursor,
    sku: { rule: "a SKU in any case; an unknown one lists nothing", code: "none" },
  }),
  ...fields("Query.taxRates", {
    first: first(maxPageSize),
    after: cursor,
    countryCode: { rule: "an ISO 3166-1 alpha-2 code; an unknown one lists nothing", code: "none" },
    taxClassCode: { rule: "the code of a tax class; an unknown one lists nothing", code: "none" },
  }),
  ...fields("Query.promotion", {
    id: queriedId("a promotion"),
    slug: { rule: "any text. Exactly one of `id` and `slug`", code: "BAD_USER_INPUT" },
  }),
  ...fields("Query.promotions", { first: first(maxPageSize), after: cursor, status: typed }),
  ...fields("Promotion.codes", {
    first: first(maxPageSize),
    after: cursor,
    query: { rule: "the beginning of a code, in any case; another text finds nothing", code: "none" },
  }),
  ...fields("Query.couponCode", { code: { rule: "a code in any case; others return null", code: "none" } }),
  ...fields("Query.deadLetters", { first: first(maxPageSize), after: cursor }),
  ...fields("Query.deadFacts", { first: first(maxPageSize), after: cursor }),
  ...fields("Query.order", {
    id: queriedId("an order that the caller may read"),
    asOf: dateTime,
  }),
  ...fields("Query.orders", {
    first: first(maxPageSize),
    after: cursor,
    status: list(order.maxStatuses, "BAD_USER_INPUT", () => "CONFIRMED"),
    query: { rule: "the number of an order; others find nothing", code: "none" },
    filter: nested(),
  }),
  ...fields("Query.allOrders", {
    first: first(maxPageSize),
    after: cursor,
    status: list(order.maxStatuses, "BAD_USER_INPUT", () => "CONFIRMED"),
    accountId: { rule: "the ID of an account; not empty", code: "BAD_USER_INPUT", invalid: [""] },
    query: { rule: "the number of an order or a complete email address; others find nothing", code: "none" },
    filter: nested(),
    sort: typed,
  }),
  ...fields("Query.orderStatistics", {
    from: { rule: "RFC 3339, at most 366 days before `to`", code: "BAD_USER_INPUT" },
    to: { rule: "RFC 3339, not before `from`", code: "BAD_USER_INPUT" },
    currency: typed,
  }),
  ...fields("OrderStatistics.topProducts", { first: { rule: `1 to ${order.maxTopProducts}`, code: "BAD_USER_INPUT" } }),
  ...fields("Query.salesReport", {
    from: { rule: `RFC 3339; at most ${order.maxReportRows} rows`, code: "BAD_USER_INPUT" },
    to: { rule: "RFC 3339, not before `from`", code: "BAD_USER_INPUT" },
    interval: typed,
    currency: typed,
    timeZone: { rule: "an IANA name", code: "BAD_USER_INPUT" },
    marketId: { rule: "the ID of a market; others have no sales", code: "none" },
  }),
  ...fields("Subscription.orderFeed", {
    status: list(order.maxStatuses, "BAD_USER_INPUT", () => "CONFIRMED"),
  }),
  ...fields("Order.timeline", {
    first: first(requestLimits.timelineEvents),
    after: { rule: "the sequence of an event", code: "BAD_USER_INPUT" },
  }),
  ...fields("Query._entities", {
    representations: {
      rule: `at most ${requestLimits.representations} with \`__typename\` and the fields of a key`,
      code: "QUERY_TOO_COSTLY",
    },
  }),

  // Arguments of mutations without an input object, and of subscriptions.
  ...["deleteAddress", "revokeApiToken"].flatMap((name) =>
    fields(`Mutation.${name}`, { id: idOf("an object of the account or the shop") }),
  ),
  ...fields("Mutation.revokeSession", {
    id: { rule: "the ID of a session of the account; others change nothing", code: "none" },
  }),
  ...fields("Mutation.endSessions", { accountId: idOf("an account") }),
  ...fields("Mutation.retryFailedJob", { id: idOf("a failed job whose source the caller may change") }),
  ...fields("Mutation.revokeSessions", { accountId: idOf("an account") }),
  ...fields("Mutation.updateProducts", {
    inputs: list(maxCounts.batchedChanges, "TOO_MANY_ITEMS", (index) => ({ id: `prd_${index}`, etag: "v1" })),
  }),
  ...fields("Mutation.restoreProduct", { id: idOf("a deleted product") }),
  ...fields("Mutation.adjustStocks", {
    inputs: list(maxCounts.batchedChanges, "TOO_MANY_ITEMS", (index) => ({
      sku: `NONE-${index}`,
      delta: 1,
      reason: "r",
      idempotencyKey: `bound-${index}`,
    })),
  }),
  ...fields("Mutation.deleteCategory", { id: idOf("a category") }),
  ...fields("Mutation.deleteProduct", { id: idOf("a product") }),
  ...fields("Mutation.deletePriceList", { id: idOf("a price list") }),
  ...fields("Mutation.cancelImport", { id: idOf("an import") }),
  ...fields("Mutation.deleteSynonymGroup", { id: idOf("a group of synonyms") }),
  ...fields("Mutation.deleteTaxRate", { id: idOf("a tax rate") }),
  ...fields("Mutation.deleteShippingZone", { id: idOf("a shipping zone") }),
  ...fields("Mutation.deletePromotion", { id: idOf("a promotion that no order has used (`PROMOTION_IN_USE`)") }),
  ...["fulfilOrders", "resolveOrders"].flatMap((name) =>
    fields(`Mutation.${name}`, {
      inputs: { rule: `at most ${requestLimits.bulkOrders}; the rules of their type`, code: "TOO_MANY_ITEMS" },
    }),
  ),
  ...fields("Mutation.markDelivered", { orderId: idOf("an order") }),
  ...fields("Mutation.rebuildOrders", {
    ids: { rule: `at most ${order.maxRebuiltOrders} IDs of orders`, code: "TOO_MANY" },
  }),
  ...fields("Mutation.replayDeadFact", { id: idOf("a dead letter") }),
  ...fields("Mutation.resumePayment", { orderId: idOf("an order of the account") }),
  ...fields("Mutation.runPendingEffects", { orderId: idOf("an order") }),
  ...fields("Query.orderReconciliation", { orderId: queriedId("an order") }),
  ...fields("Query.orderByNumber", {
    number: { rule: "an order number, in any case, with or without hyphen; others return null", code: "none" },
    email: { rule: "the contact email of the order, in any case; others return null", code: "none" },
  }),
  ...fields("Subscription.stock", { sku: { rule: "a SKU of the shop, in any case", code: "NOT_FOUND" } }),
  ...fields("Subscription.stockLevels", {
    skus: {
      rule: `1 to ${maxCounts.streamedSkus} SKUs, in any case; one of them exists (\`NOT_FOUND\`)`,
      code: "BAD_USER_INPUT",
    },
  }),
  ...fields("Subscription.importProgress", { id: { rule: "the ID of an import", code: "NOT_FOUND" } }),
  ...fields("Subscription.searchIndexRebuildProgress", {
    id: { rule: "the ID of a rebuild of the search index", code: "NOT_FOUND" },
  }),
  ...fields("Subscription.orderEvents", {
    orderId: { rule: "the ID of an order that the caller may read", code: "NOT_FOUND" },
    after: { rule: "0 or more", code: "BAD_USER_INPUT" },
  }),

  // Lines of /import/products. Their other fields are those of CreateProductInput.
  ...fields("import", {
    ...product(),
    categoryPaths: {
      rule: `at most ${maxCounts.values} with \`categoryIds\`, each of 1 to ${maxCounts.categoryLevels} names of 1 to ${maxLengths.categoryName} characters, separated by \`/\` (\`INVALID_CATEGORY_PATH\`)`,
      code: "TOO_MANY_CATEGORIES",
      valid: [many(maxCounts.values, (index) => `bound ${index % 3}`)],
      invalid: [many(maxCounts.values + 1, () => "bound")],
    },
  }),
]);
