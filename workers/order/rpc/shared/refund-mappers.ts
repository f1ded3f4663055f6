import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  type RefundSchema,
  Transaction_Kind,
  Transaction_Status,
  type TransactionSchema,
} from "../../../../proto/gen/order/v1/order_pb.js";
import { toMoneyMessage } from "../../../kit/connect/money-message.ts";
import type { CurrencyCode } from "../../../kit/domain/money.ts";
import type { Refund, RefundShare, Transaction } from "../../domain/model.ts";
import type { OrderState } from "../../domain/order.ts";
import { leftOf } from "../../domain/pricing/refund.ts";
import { refundAccountOf } from "../../domain/refund-shares.ts";
import { unitsOf } from "../../domain/units.ts";

/** Returns what became of the units of each line, by SKU. */
export function toUnitMessages(state: OrderState) {
  const account = refundAccountOf(state);
  return new Map(
    unitsOf(state).map(({ sku, shipped, cancelled, refunded, restocked }) => {
      const line = account.lines.find((candidate) => candidate.sku === sku);
      const amountMinor = line === undefined ? 0n : leftOf(line);
      return [
        sku,
        {
          shippedQuantity: shipped,
          cancelledQuantity: cancelled,
          refundedQuantity: refunded,
          restockedQuantity: restocked,
          refundableAmount: toMoneyMessage({ amountMinor, currency: state.currency }),
        },
      ] as const;
    }),
  );
}

/** Returns what is left to refund of shipping. */
export function toRefundableShipping(state: OrderState) {
  return toMoneyMessage({ amountMinor: leftOf(refundAccountOf(state).shipping), currency: state.currency });
}

/** Maps an entry of the payment ledger. Only support staff see why it failed. */
export function toTransactionMessage(
  { id, kind, status, amount, reference, failureReason, at }: Transaction,
  forSupport: boolean,
): MessageInitShape<typeof TransactionSchema> {
  return {
    id,
    kind: Transaction_Kind[kind],
    status: Transaction_Status[status],
    amount: toMoneyMessage(amount),
    provider: "stripe",
    ...(reference === undefined ? {} : { providerReference: reference }),
    ...(failureReason !== undefined && forSupport ? { failureReason } : {}),
    time: timestampFromMs(at),
  };
}

/** Maps a refund. Its transaction has its status; a refund of no money has none and is complete. */
export function toRefundMessage(
  { id, shares, reason, at }: Refund,
  state: OrderState,
  forSupport: boolean,
): MessageInitShape<typeof RefundSchema> {
  const { currency, transactions, restocks } = state;
  const entry = transactions.find((transaction) => transaction.id === id);
  const isRestocked = restocks.some((restock) => restock.id === id && restock.status === "DONE");
  const { lines, ...sums } = toRefundPreview(shares, currency);
  return {
    id,
    status: Transaction_Status[entry?.status ?? "SUCCEEDED"],
    ...sums,
    lines: lines.map((line) => (isRestocked ? line : { ...line, restockedQuantity: 0 })),
    reason: forSupport ? reason : "",
    transactions: entry === undefined ? [] : [toTransactionMessage(entry, forSupport)],
    createTime: timestampFromMs(at),
  };
}

/** Maps the shares of a refund. `restockedQuantity` are the units that go back on sale. */
export function toRefundPreview(shares: readonly RefundShare[], currency: CurrencyCode) {
  const sumOf = (field: "amount" | "tax", included: readonly RefundShare[]) =>
    toMoneyMessage({ amountMinor: included.reduce((sum, share) => sum + share[field].amountMinor, 0n), currency });
  return {
    amount: sumOf("amount", shares),
    tax: sumOf("tax", shares),
    lines: shares.flatMap(({ sku, quantity, amount, tax, restockCancelled = 0, restockShipped = 0 }) =>
      sku === undefined
        ? []
        : [
            {
              sku,
              quantity,
              restockedQuantity: restockCancelled + restockShipped,
              amount: toMoneyMessage(amount),
              tax: toMoneyMessage(tax),
            },
          ],
    ),
    shipping: sumOf(
      "amount",
      shares.filter(({ sku }) => sku === undefined),
    ),
  };
}
