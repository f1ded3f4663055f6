import { parseIdPrefix } from "../../../kit/domain/ids.ts";
import { notFound } from "../../../kit/errors/failure.ts";
import type { OrderContext } from "../../context.ts";
import type { UserCommand } from "../../domain/commands.ts";
import type { ObjectRequest } from "../../saga/saga-runner.ts";
import { deadlineMs, extendDeadline } from "../../store/projection.ts";
import { actorOf } from "./access.ts";
import { unwrap } from "./errors.ts";
import { orderMessage } from "./mappers.ts";
import { hashRequest } from "./validation.ts";

/**
 * Gives an order a command and answers with the order after it. Its row says first that it is about to move: an order
 * that had ended has nobody else who would find it, should the object lose its alarm on the way.
 */
export async function commandOrder(
  ctx: OrderContext,
  orderId: string,
  request: Omit<ObjectRequest, "traceId">,
): Promise<{ order: ReturnType<typeof orderMessage> }> {
  await extendDeadline(ctx.db, [orderId], ctx.now() + deadlineMs);
  const done = await ctx.object(orderId).execute({ ...request, traceId: ctx.trace.traceId });
  return { order: orderMessage(unwrap(done), ctx) };
}

/** Gives an order a command of its staff, once a key where there is one, and answers with the order after it. */
export async function commandAsSupport(
  ctx: OrderContext,
  orderId: string,
  command: UserCommand,
  idempotencyKey?: string,
): Promise<{ order: ReturnType<typeof orderMessage> }> {
  if (parseIdPrefix(orderId) !== "ord") throw notFound("there is no such order", "orderId");
  const named =
    idempotencyKey === undefined
      ? {}
      : { commandId: `${command.type}:${idempotencyKey}`, requestHash: await hashRequest(command) };
  return commandOrder(ctx, orderId, { command, actor: actorOf(ctx), ...named });
}
