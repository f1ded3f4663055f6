import type { Money as MoneyMessage } from "../../../../proto/gen/common/v1/money_pb.js";
import type { LineDraft as LineMessage } from "../../../../proto/gen/order/v1/order_pb.js";
import { fromMoneyMessage } from "../../../kit/connect/money-message.ts";
import type { Money } from "../../../kit/domain/money.ts";
import { invalid } from "../../../kit/errors/failure.ts";
import type { LineInput } from "../../domain/commands.ts";
import { mostLines, mostUnits } from "../../domain/placing.ts";

export function parseKey(key: string): string {
  if (key.length === 0 || key.length > 200) {
    throw invalid("INVALID_IDEMPOTENCY_KEY", "a key of 1 to 200 characters is needed", "idempotencyKey");
  }
  return key;
}

export function parseSku(sku: string, ...field: string[]): string {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(sku)) throw invalid("INVALID_SKU", "that is not a SKU", ...field);
  return sku;
}

/** `least` is 0 where 0 means to remove. */
export function parseQuantity(quantity: number, least: 0 | 1, ...field: string[]): number {
  if (!Number.isInteger(quantity) || quantity < least || quantity > mostUnits) {
    throw invalid("INVALID_QUANTITY", `a quantity of ${least} to ${mostUnits} is needed`, ...field);
  }
  return quantity;
}

export function parseLines(lines: readonly LineMessage[]): readonly LineInput[] {
  if (lines.length > mostLines) throw invalid("TOO_MANY_LINES", `at most ${mostLines} lines`, "lines");
  return lines.map(({ sku, quantity }, index) => ({
    sku: parseSku(sku, "lines", String(index), "sku"),
    quantity: parseQuantity(quantity, 1, "lines", String(index), "quantity"),
  }));
}

export function parsePaymentMethod(id: string): string {
  if (!/^pm_[A-Za-z0-9_]{1,100}$/.test(id)) {
    throw invalid("INVALID_PAYMENT_METHOD", "a payment method of the payment provider is needed", "paymentMethod");
  }
  return id;
}

export function parseExpectedTotal(total: MoneyMessage | undefined): Money | undefined {
  return total === undefined ? undefined : fromMoneyMessage(total, "expectedTotal");
}

/** Names a request by its content, so that a key used again with another one is noticed. */
export async function hashRequest(content: unknown): Promise<string> {
  const text = JSON.stringify(content, (_key, part: unknown) => (typeof part === "bigint" ? `${part}` : part));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
