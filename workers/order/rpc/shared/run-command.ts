import { parseIdPrefix } from "../../../kit/domain/ids.ts";
import { notFound } from "../../../kit/errors/failure.ts";
import { annotate } from "../../../kit/observability/operation.ts";
import type { OrderContext } from "../../context.ts";
import type { UserCommand } from "../../domain/commands.ts";
import type { CommandRequest } from "../../saga/saga-runner.ts";
import { deadlineMs, extendDeadline } from "../../store/deadlines.ts";
import { getActor } from "./access.ts";
import { causeOf } from "./cause.ts";
import { unwrap } from "./errors.ts";
import { toOrderMessageWithActions } from "./mappers.ts";
import { hashRequest } from "./validation.ts";

/**
 * Executes a command and returns the order after it. The deadline in the order's row is extended first. Otherwise the cron
 * job would not find a settled order whose object loses its alarm during the command.
 */
export async function runCommand(
  ctx: OrderContext,
  orderId: string,
  request: Omit<CommandRequest, "traceId">,
): Promise<{ order: ReturnType<typeof toOrderMessageWithActions> }> {
  annotate("rpc", { orderId });
  await extendDeadline(ctx.db, [orderId], ctx.now() + deadlineMs);
  const executed = await ctx.object(orderId).execute({ ...request, ...causeOf(ctx) });
  return { order: toOrderMessageWithActions(unwrap(executed), ctx) };
}

/** Executes a command of staff or of a partner, once per idempotency key if there is one. Returns the order after it. */
export async function runCommandAsSupport(
  ctx: OrderContext,
  orderId: string,
  command: UserCommand,
  idempotencyKey?: string,
): Promise<{ order: ReturnType<typeof toOrderMessageWithActions> }> {
  if (parseIdPrefix(orderId) !== "ord") throw notFound("Order not found", "orderId");
  const idempotency =
    idempotencyKey === undefined
      ? {}
      : { commandId: `${command.type}:${idempotencyKey}`, requestHash: await hashRequest(command) };
  return runCommand(ctx, orderId, { command, actor: getActor(ctx), ...idempotency });
}
