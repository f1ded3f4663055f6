import { newId } from "../../kit/domain/ids.ts";
import type { OrderContext } from "../context.ts";
import { insertCart } from "../store/idempotency-keys.ts";
import { requireAccount } from "./shared/access.ts";
import { unwrap } from "./shared/errors.ts";
import { toOrderMessage } from "./shared/mappers.ts";

export async function createCart(_request: unknown, ctx: OrderContext) {
  const accountId = requireAccount(ctx);
  const orderId = newId("ord", ctx.now());
  await insertCart(ctx.db, orderId, accountId);
  const created = await ctx.object(orderId).execute({
    command: { type: "createCart", orderId, accountId, currency: ctx.defaultCurrency },
    actor: `account:${accountId}`,
    traceId: ctx.trace.traceId,
  });
  return { order: toOrderMessage(unwrap(created), ctx) };
}
