import type { Money as MoneyMessage } from "../../../../proto/gen/common/v1/money_pb.js";
import type {
  LineDraft as LineMessage,
  PlaceOrderRequest,
  RefundLine as RefundLineMessage,
} from "../../../../proto/gen/order/v1/order_pb.js";
import { fromMoneyMessage } from "../../../kit/connect/money-message.ts";
import { parseEmail } from "../../../kit/domain/email-address.ts";
import type { Money } from "../../../kit/domain/money.ts";
import { sha256Hex } from "../../../kit/encoding.ts";
import { invalid } from "../../../kit/errors/failure.ts";
import { parsePostalAddress } from "../../../kit/validation/postal-address.ts";
import { parseOptionalLines } from "../../../kit/validation/text.ts";
import type { LineInput, RefundLine, UserCommand } from "../../domain/commands.ts";
import { maxCustomerNoteLength, maxKeyLength, maxLines, maxReturnUrlLength, maxUnits } from "../../domain/limits.ts";

type ContactMessage = Pick<PlaceOrderRequest, "email" | "billingAddress" | "customerNote">;
type Contact = Pick<Extract<UserCommand, { type: "placeOrder" }>, "email" | "billingAddress" | "customerNote">;

export function parseKey(key: string): string {
  if (key.length === 0 || key.length > maxKeyLength) {
    throw invalid(
      "INVALID_IDEMPOTENCY_KEY",
      `The idempotency key must be 1 to ${maxKeyLength} characters`,
      "idempotencyKey",
    );
  }
  return key;
}

export function parseSku(sku: string, ...field: string[]): string {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(sku)) throw invalid("INVALID_SKU", "Invalid SKU", ...field);
  return sku;
}

/** `min` is 0 when quantity 0 removes a line. */
export function parseQuantity(quantity: number, min: 0 | 1, ...field: string[]): number {
  if (!Number.isInteger(quantity) || quantity < min || quantity > maxUnits) {
    throw invalid("INVALID_QUANTITY", `The quantity must be ${min} to ${maxUnits}`, ...field);
  }
  return quantity;
}

export function parseLines(lines: readonly Pick<LineMessage, "sku" | "quantity">[]): readonly LineInput[] {
  if (lines.length > maxLines) throw invalid("TOO_MANY_LINES", `At most ${maxLines} lines per order`, "lines");
  return lines.map(({ sku, quantity }, index) => ({
    sku: parseSku(sku, "lines", String(index), "sku"),
    quantity: parseQuantity(quantity, 1, "lines", String(index), "quantity"),
  }));
}

export function parseRefundLines(lines: readonly RefundLineMessage[]): readonly RefundLine[] {
  return parseLines(lines).map((line, index) => {
    const restock = lines[index]?.restock;
    return restock === undefined ? line : { ...line, restock };
  });
}

/** Throws CART_OR_LINES unless a request has either a cart or lines. */
export function requireCartOrLines(cartId: string | undefined, lines: readonly unknown[]): void {
  if ((cartId === undefined) !== (lines.length === 0)) return;
  throw invalid("CART_OR_LINES", "Either a cart or at least one line is required", "lines");
}

export function parsePaymentMethod(id: string): string {
  if (!/^pm_[A-Za-z0-9_]{1,100}$/.test(id)) {
    throw invalid("INVALID_PAYMENT_METHOD", "Invalid payment method id", "paymentMethod");
  }
  return id;
}

export function parseExpectedTotal(total: MoneyMessage | undefined): Money | undefined {
  return total === undefined ? undefined : fromMoneyMessage(total, "expectedTotal");
}

/** What a buyer can add to an order, beside what is needed to place it. Absent fields stay absent. */
export function parseContact({ email, billingAddress, customerNote }: ContactMessage): Contact {
  const note = parseOptionalLines(customerNote, maxCustomerNoteLength, "customerNote");
  return {
    ...(email === undefined ? {} : { email: parseContactEmail(email) }),
    ...(billingAddress === undefined ? {} : { billingAddress: parsePostalAddress(billingAddress, "billingAddress") }),
    ...(note === undefined ? {} : { customerNote: note }),
  };
}

/** Narrows the page that the bank sends the buyer back to: an absolute URL of one of the shop's origins. */
export function parseReturnUrl(text: string, origins: ReadonlySet<string>): string {
  const url = text.length <= maxReturnUrlLength && URL.canParse(text) ? new URL(text) : undefined;
  // The part before an `@` could make the URL look like one of another site.
  if (url !== undefined && origins.has(url.origin) && url.username === "" && url.password === "") return url.href;
  throw invalid("INVALID_RETURN_URL", "The return URL is not an absolute URL of one of the shop's sites", "returnUrl");
}

function parseContactEmail(text: string): string {
  const email = parseEmail(text);
  if (!email.ok) throw invalid(email.error.reason, email.error.message, "email");
  return email.value;
}

/**
 * Returns a hash of a request: the first 16 bytes of its SHA-256, in hexadecimal. It detects an idempotency key that is
 * used again with a different request. The hash is stored, so the JSON of a request must not change between releases.
 */
export async function hashRequest(content: unknown): Promise<string> {
  const json = JSON.stringify(content, (_key, value: unknown) => (typeof value === "bigint" ? `${value}` : value));
  return (await sha256Hex(json)).slice(0, 32);
}
