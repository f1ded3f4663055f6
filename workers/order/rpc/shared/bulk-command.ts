import type { OrderContext } from "../../context.ts";
import type { Rejection, UserCommand } from "../../domain/commands.ts";
import { deadlineMs, extendDeadline } from "../../store/deadlines.ts";
import { listOrderIds } from "../../store/order-lists.ts";
import { causeOf } from "./cause.ts";

const batchSize = 20;

/**
 * Executes one command on all orders of an account, carts included. Returns the rejections, without those of reserved keys
 * whose order never started. Throws after all orders were called when one of them could not be reached. Skips the orders in
 * `except`.
 */
export async function commandAllOrders(
  ctx: OrderContext,
  accountId: string,
  command: UserCommand,
  except: ReadonlySet<string> = new Set(),
): Promise<readonly Rejection[]> {
  const rejections: Rejection[] = [];
  const failures: unknown[] = [];
  const execute = (id: string) => ctx.object(id).execute({ command, actor: "system", ...causeOf(ctx) });
  for (let after = ""; ; ) {
    const ids = await listOrderIds(ctx.db, accountId, after, batchSize);
    if (ids.length > 0) await extendDeadline(ctx.db, ids, ctx.now() + deadlineMs);
    const called = ids.filter((id) => !except.has(id));
    for (const result of await Promise.allSettled(called.map(execute))) {
      if (result.status === "rejected") failures.push(result.reason);
      else if (!result.value.ok && !isNotFound(result.value.error)) rejections.push(result.value.error);
    }
    const last = ids.at(-1);
    if (last === undefined || ids.length < batchSize) break;
    after = last;
  }
  if (failures.length > 0) throw failures[0];
  return rejections;
}

function isNotFound({ reason }: Rejection): boolean {
  return reason === "NOT_FOUND";
}
