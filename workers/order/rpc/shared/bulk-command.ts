import type { OrderContext } from "../../context.ts";
import type { Rejection, UserCommand } from "../../domain/commands.ts";
import { deadlineMs, extendDeadline, listOrderIds } from "../../store/projection.ts";

const batch = 20;

/**
 * Gives one command to everything that is an account's, carts included. Answers with what was rejected; a claim whose
 * order never began is no order. Throws, once all the others have it, where one could not be asked.
 */
export async function commandAllOrders(
  ctx: OrderContext,
  accountId: string,
  command: UserCommand,
): Promise<readonly Rejection[]> {
  const rejections: Rejection[] = [];
  const failures: unknown[] = [];
  const { traceId } = ctx.trace;
  for (let after = ""; ; ) {
    const ids = await listOrderIds(ctx.db, accountId, after, batch);
    if (ids.length > 0) await extendDeadline(ctx.db, ids, ctx.now() + deadlineMs);
    const give = (id: string) => ctx.object(id).execute({ command, actor: "system", traceId });
    for (const given of await Promise.allSettled(ids.map(give))) {
      if (given.status === "rejected") failures.push(given.reason);
      else if (!given.value.ok && !isUnknown(given.value.error)) rejections.push(given.value.error);
    }
    const last = ids.at(-1);
    if (last === undefined || ids.length < batch) break;
    after = last;
  }
  if (failures.length > 0) throw failures[0];
  return rejections;
}

function isUnknown({ reason }: Rejection): boolean {
  return reason === "NOT_FOUND";
}
