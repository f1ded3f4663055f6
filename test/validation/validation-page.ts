import { type InputField, listInputFields } from "./input-fields.ts";
import { inputRules } from "./input-rules.ts";

export const validationPage = "docs/validation.md";

const intro = `# Validation of input

Every field that a client of the public API sends: its type, length, characters and range, and the code of the error. This page is
generated from the schema, \`test/validation/input-rules.ts\` and the constants of [limits.md](limits.md). A test fails when a
field has no row, and another one sends the bounds of each field to the API: [hold at the API: %s](../test/contract/validation.test.ts).

These rules hold for all fields:

- The type is checked first. A value of another type, an unknown enum value and a missing required field are BAD_USER_INPUT, a
  top-level error. The codes below are \`userErrors\` of mutations, and BAD_USER_INPUT in queries.
- The body must be UTF-8. U+0000 is rejected everywhere (BAD_USER_INPUT; INVALID_LINE in imports).
- Characters are UTF-16 code units unless the row says otherwise. Strings of the catalog and email addresses are stored in NFC.
- Control characters, and characters that embed or override a writing direction (U+202A to U+202E, U+2066 to U+2069), are not
  printable. A character is visible if it is neither white space nor ignorable.
- IDs and cursors are opaque. An ID of another kind is treated as one that does not exist.
- A body has at most 100 KB; [the other limits of requests](limits.md#requests) hold too.

## Values that depend on each other

| Values | Rule | Code |
|---|---|---|
| \`cartId\` and \`lines\` of an order | exactly one of them | CART_OR_LINES |
| lines of an order or cart | one currency | MIXED_CURRENCIES |
| lines of one SKU, in any case | their quantities are added up before the limit is checked | INVALID_QUANTITY |
| \`expectedTotal\` and the lines | the currency of the lines; another amount rejects the order | CURRENCY_MISMATCH, PRICE_CHANGED |
| total of an order and its currency | the range and the step that the payment provider accepts | AMOUNT_TOO_SMALL, AMOUNT_TOO_LARGE, INVALID_AMOUNT |
| \`shippingMethod\`, the country and the currency | the method serves the country in this currency | SHIPPING_UNAVAILABLE |
| \`postalCode\` and \`countryCode\` | required in countries that have postal codes | INVALID_TEXT |
| \`city\` and \`countryCode\` | required, except in countries without cities | INVALID_TEXT |
| \`idempotencyKey\` and the rest of the input | the same key needs the same input | IDEMPOTENCY_KEY_REUSED |
| \`amount\` and \`lines\` or \`refundShipping\` of a refund | not together | AMOUNT_OR_LINES |
| a refund and the earlier ones | together at most the payment, in its currency | REFUND_TOO_LARGE, CURRENCY_MISMATCH |
| lines of a shipment and the earlier ones | together at most the ordered units | OVER_FULFILLED |
| variants of a product | one currency; different SKUs without regard to case; different options | MIXED_CURRENCIES, DUPLICATE_SKU, DUPLICATE_OPTIONS |
| options of a variant | one value of each name | DUPLICATE_OPTION |
| attributes of a product | no two with the same name and value | DUPLICATE_ATTRIBUTE |
| amount and currency of a price | in KWD a multiple of 10 | INVALID_PRICE |
| a SKU and other products | belongs to one product, without regard to case | SKU_TAKEN |
| \`categoryPaths\` and \`categoryIds\` of an import line | at most 50 together; new categories of all lines of a request are limited | TOO_MANY_CATEGORIES, TOO_MANY_NEW_CATEGORIES |
| lines of one import request | different slugs and SKUs | DUPLICATE |
| a category and its parent | the parent is not below the category | CATEGORY_CYCLE |
| \`etag\` and the product | the etag of the current version | CONFLICT |
| \`delta\` and the stock | the result is 0 or more, and fits an integer | INSUFFICIENT_STOCK, INVALID_DELTA |
| \`minPrice\` and \`maxPrice\` | \`minPrice\` is not above \`maxPrice\`; both in \`currency\` | BAD_USER_INPUT |
| \`id\` and \`slug\` of a query | exactly one of them | BAD_USER_INPUT |
| \`after\` and \`sort\` of a list | the cursor belongs to the list and its order | BAD_USER_INPUT |
| a new password and the account | no name or address of the account, no word of the shop | COMMON_PASSWORD |
| \`email\` and \`currentPassword\` of a profile | the password is required with the address | INVALID_CREDENTIALS |
| \`roles\` and the other administrators | one administrator remains | LAST_ADMIN |
`;

/** Returns docs/validation.md. */
export function renderValidationPage(): string {
  const groups = Map.groupBy(listInputFields(), groupOf);
  const sections = [...groups].map(([title, fields]) =>
    [`## ${title}`, "", "| Field | Type | Rule | Code |", "|---|---|---|---|", ...fields.map(rowOf)].join("\n"),
  );
  return `${intro}\n${sections.join("\n\n")}\n`;
}

/** Rows have the order of the schema. The arguments of one type's fields share a table. */
function groupOf({ path }: InputField): string {
  const [type = ""] = path.split(".");
  if (type === "import") return "Lines of /import/products";
  return path.split(".").length === 3 ? `Arguments of ${type}` : type;
}

function rowOf({ path, type, isDeprecated }: InputField): string {
  const { rule, code } = inputRules.get(path) ?? { rule: "no rule", code: "" };
  const name = path.slice(path.indexOf(".") + 1);
  const label = `\`${name}\`${isDeprecated ? " (deprecated)" : ""}`;
  return `| ${label} | \`${type}\` | ${rule.replaceAll("|", "\\|")} | ${code === "none" ? "" : code} |`;
}
