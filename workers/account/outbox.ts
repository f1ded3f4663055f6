import { OrderService } from "../../proto/gen/order/v1/order_pb.js";
import { newId } from "../kit/domain/ids.ts";
import { describeError, log } from "../kit/observability/log.ts";
import type { AccountContext } from "./context.ts";
import { type MailTemplate, renderMail } from "./mail/templates.ts";
import { tokenOf } from "./mail/tokens.ts";
import { dropTask, type OutboxRow, takeTasks } from "./store/outbox.ts";
import { findEpoch } from "./store/users.ts";

/** What follows from a change outside of the database. Each may be done twice without harm. */
export type Task =
  | { readonly type: "sendMail"; readonly letter: MailTemplate }
  | { readonly type: "endSessions"; readonly accountId: string; readonly except?: string }
  | { readonly type: "revokeTokens"; readonly accountId: string }
  | { readonly type: "moveOrders"; readonly fromAccountId: string; readonly toAccountId: string }
  | { readonly type: "eraseOrders"; readonly accountId: string };

export interface NewTask {
  readonly id: string;
  readonly task: Task;
  readonly delaySeconds: number;
}

const batch = 50;
/** A mail that could not be sent for so long is not worth reading any more. */
const mailLifeMs = 24 * 3_600_000;

export function newTask(ctx: AccountContext, task: Task, delaySeconds = 0): NewTask {
  return { id: newId("out", ctx.now()), task, delaySeconds };
}

/** Does these tasks now; what fails is done again by the cron. Never throws. */
export async function relay(ctx: AccountContext, tasks?: readonly NewTask[]): Promise<void> {
  try {
    const taken = await takeTasks(
      ctx.db,
      batch,
      tasks?.map(({ id }) => id),
    );
    await Promise.all(taken.map((row) => attempt(ctx, row)));
  } catch (error) {
    log("error", "outbox", { service: "account", traceId: ctx.trace.traceId, error: describeError(error) });
  }
}

async function attempt(ctx: AccountContext, { id, task, attempts, createdAt }: OutboxRow): Promise<void> {
  const { type } = task as Task;
  const fields = { service: "account", task: type, id, attempts, traceId: ctx.trace.traceId };
  try {
    await perform(ctx, task as Task, id);
    await dropTask(ctx.db, id);
    log("info", "task", { ...fields, outcome: "done" });
  } catch (error) {
    const stale = type === "sendMail" && ctx.now() - createdAt.getTime() > mailLifeMs;
    if (stale) await dropTask(ctx.db, id);
    log("warn", "task", { ...fields, outcome: stale ? "dropped" : "retry", error: describeError(error) });
  }
}

async function perform(ctx: AccountContext, task: Task, id: string): Promise<void> {
  switch (task.type) {
    case "sendMail": {
      const { letter } = task;
      const token = "nonce" in letter ? await tokenOf(ctx, letter.nonce) : "";
      const written = renderMail(letter, ctx.config.storefront, token);
      return ctx.mailer({ ...written, to: letter.to, idempotencyKey: id });
    }
    case "endSessions": {
      const { accountId, except } = task;
      return ctx.sessions.endAll(accountId, await epochOf(ctx, accountId), except);
    }
    case "revokeTokens":
      return ctx.sessions.revokeTokens(task.accountId, await epochOf(ctx, task.accountId));
    case "moveOrders": {
      const { fromAccountId, toAccountId } = task;
      await (await ctx.orders())(OrderService.method.moveOrders, { fromAccountId, toAccountId });
      return;
    }
    case "eraseOrders": {
      await (await ctx.orders())(OrderService.method.erasePersonalData, { accountId: task.accountId });
      return;
    }
  }
}

/** Of what the account is now, whatever else changed it meanwhile. No token is of the epoch of one that is gone. */
async function epochOf(ctx: AccountContext, accountId: string): Promise<number> {
  return (await findEpoch(ctx.db, accountId)) ?? Number.MAX_SAFE_INTEGER;
}
