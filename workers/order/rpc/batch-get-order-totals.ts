import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type {
  AccountOrderTotalsSchema,
  BatchGetOrderTotalsRequest,
} from "../../../proto/gen/order/v1/account_orders_pb.js";
import { hasPermission } from "../../kit/auth/permissions.ts";
import { invalid } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { maxBatchedAccounts } from "../domain/limits.ts";
import { sumOrders, type TotalsRow } from "../store/account-orders.ts";

export async function batchGetOrderTotals({ accountIds }: BatchGetOrderTotalsRequest, ctx: OrderContext) {
  if (accountIds.length > maxBatchedAccounts) {
    throw invalid("TOO_MANY", `At most ${maxBatchedAccounts} accounts per request`, "accountIds");
  }
  const readsAny = hasPermission(ctx.identity, Permission.ORDER_READ_ANY);
  const visible = [...new Set(accountIds)].filter((id) => readsAny || id === ctx.identity.accountId);
  const rows = visible.length === 0 ? [] : await sumOrders(ctx.db, visible);
  const byAccount = Map.groupBy(rows, ({ accountId }) => accountId);
  return { totals: visible.map((accountId) => toMessage(accountId, byAccount.get(accountId) ?? [])) };
}

function toMessage(accountId: string, rows: readonly TotalsRow[]): MessageInitShape<typeof AccountOrderTotalsSchema> {
  const lastOrderAt = rows.map((row) => row.lastOrderAt).toSorted((one, other) => one.getTime() - other.getTime());
  const last = lastOrderAt.at(-1);
  return {
    accountId,
    orderCount: rows.reduce((sum, { orderCount }) => sum + orderCount, 0),
    paid: toAmounts(rows, ({ paidMinor }) => paidMinor),
    refunded: toAmounts(rows, ({ refundedMinor }) => refundedMinor),
    ...(last === undefined ? {} : { lastOrderTime: timestampFromDate(last) }),
  };
}

/** Returns one amount per currency, without those that are zero. */
function toAmounts(rows: readonly TotalsRow[], amountOf: (row: TotalsRow) => bigint) {
  return rows.flatMap((row) => {
    const amountMinor = amountOf(row);
    return amountMinor === 0n ? [] : [{ currencyCode: row.currency, amountMinor }];
  });
}
