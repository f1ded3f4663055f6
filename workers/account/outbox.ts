import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { OrderService } from "../../proto/gen/order/v1/order_pb.js";
import { newId } from "../kit/domain/ids.ts";
import { describeError, log } from "../kit/observability/log.ts";
import { endOperation, runInOperation, startOperation } from "../kit/observability/operation.ts";
import { createSpan, parseTraceparent, type TraceParent } from "../kit/observability/trace.ts";
import { countMail, unlimitedMail } from "./auth/mail-limit.ts";
import type { AccountContext } from "./context.ts";
import { sendOrderEmail } from "./mail/send-order-email.ts";
import { type MailTemplate, renderMail } from "./mail/templates.ts";
import { deriveMailToken } from "./mail/tokens.ts";
import { claimTasks, deleteTask, hasTask, type OutboxRow, setTaskError } from "./store/outbox.ts";
import { findEpoch } from "./store/users.ts";

/** A side effect of a change, outside the database. Each is idempotent. The outbox stores it as JSON. */
export type Task =
  | { readonly type: "sendMail"; readonly letter: MailTemplate; readonly limit?: MailLimit }
  /** An email about the event of an order with this sequence. The id of the task is the id of the event. `traceparent` is the span that sent it. */
  | {
      readonly type: "sendOrderEmail";
      readonly orderId: string;
      readonly sequence: number;
      readonly traceparent?: string;
    }
  | { readonly type: "endSessions"; readonly accountId: string; readonly except?: string }
  | { readonly type: "revokeTokens"; readonly accountId: string }
  | { readonly type: "moveOrders"; readonly fromAccountId: string; readonly toAccountId: string }
  | { readonly type: "eraseOrders"; readonly accountId: string }
  /** `createdBefore` is in milliseconds since the epoch: a later cart is the owner's, also when the task is retried. */
  | { readonly type: "cancelCarts"; readonly accountId: string; readonly createdBefore: number };

/**
 * What happens to a mail when its receiver has had the maximum of mails in this hour. Mails that anyone can cause are
 * dropped. Notices to the owner are sent later, so that a stranger's mails do not suppress them. `none` is for mails with
 * a limit of their own.
 */
export type MailLimit = "drop" | "delay" | "none";

export interface NewTask {
  readonly id: string;
  readonly task: Task;
  readonly delaySeconds: number;
}

/** A task may call the order service. The platform allows 32 calls of other Workers in one run. */
const batchSize = 25;
/** A mail that could not be sent for this long is dropped. */
const maxMailAgeMs = 24 * 3_600_000;

/** Creates a task that sends a mail. */
export function sendMailTask(mail: MailTemplate, limit: MailLimit = "drop"): Task {
  return { type: "sendMail", letter: mail, limit };
}

/** Creates a task for the outbox. */
export function createTask(ctx: AccountContext, task: Task, delaySeconds = 0): NewTask {
  return { id: newId("out", ctx.now()), task, delaySeconds };
}

/** Runs the tasks with these ids, or else all that are due. The cron trigger retries failed ones. Never throws. */
export async function relayOutbox(ctx: AccountContext, ids?: readonly string[]): Promise<void> {
  try {
    const claimed = await claimTasks(ctx.db, batchSize, ids);
    await Promise.all(claimed.map((row) => attempt(ctx, row)));
  } catch (error) {
    log("error", "outbox", { traceId: ctx.trace.traceId, error: describeError(error) });
  }
}

async function attempt(ctx: AccountContext, { id, task, attempts, createdAt }: OutboxRow): Promise<void> {
  const stored = task as Task;
  const { type } = stored;
  const operation = startOperation("task", createSpan(getParent(ctx, stored)));
  const { fields } = operation;
  Object.assign(fields, { task: type, id, attempts });
  if (type === "sendOrderEmail") fields.orderId = stored.orderId;
  try {
    await runInOperation(operation, () => run(ctx.withTrace(operation.trace), stored, id));
    await deleteTask(ctx.db, id);
    fields.outcome = "done";
    endOperation(operation, "info");
  } catch (error) {
    const isMail = type === "sendMail" || type === "sendOrderEmail";
    const isStale = isMail && ctx.now() - createdAt.getTime() > maxMailAgeMs;
    await (isStale ? deleteTask(ctx.db, id) : storeError(ctx, id, error));
    Object.assign(fields, { outcome: isStale ? "dropped" : "retry", error: describeError(error) });
    endOperation(operation, "warn");
  }
}

/** Stores the error for the list of failed jobs. The task is retried also when this fails. */
async function storeError({ db, trace }: AccountContext, id: string, error: unknown): Promise<void> {
  try {
    await setTaskError(db, id, describeError(error));
  } catch (failure) {
    log("error", "outbox", { traceId: trace.traceId, error: describeError(failure) });
  }
}

/** Returns the span of the event that a task is about, unless the task runs in the trace of that event. */
function getParent({ trace }: AccountContext, task: Task): TraceParent {
  const sender = task.type === "sendOrderEmail" ? parseTraceparent(task.traceparent) : undefined;
  return sender === undefined || sender.traceId === trace.traceId ? trace : sender;
}

async function run(ctx: AccountContext, task: Task, id: string): Promise<void> {
  switch (task.type) {
    case "sendMail": {
      return sendMail(ctx, task.letter, { id, limit: task.limit ?? "drop" });
    }
    case "sendOrderEmail":
      return sendOrderEmail(ctx, task, id);
    case "endSessions": {
      const { accountId, except } = task;
      return ctx.sessions.revokeAll(accountId, await getEpoch(ctx, accountId), except);
    }
    case "revokeTokens":
      return ctx.sessions.revokeTokens(task.accountId, await getEpoch(ctx, task.accountId));
    case "moveOrders": {
      const { fromAccountId, toAccountId } = task;
      // The guest's cart may be older than the reset that cancels the account's carts. After the move, it would be one of them.
      if (await hasTask(ctx.db, { type: "cancelCarts", accountId: toAccountId } satisfies Partial<Task>)) {
        throw new Error("Carts of the account from before a password reset are not cancelled yet");
      }
      await (await ctx.orders())(OrderService.method.moveOrders, { fromAccountId, toAccountId });
      return;
    }
    case "cancelCarts": {
      const { accountId, createdBefore } = task;
      const request = { accountId, createdBefore: timestampFromMs(createdBefore) };
      await (await ctx.orders())(OrderService.method.cancelCarts, request);
      return;
    }
    case "eraseOrders": {
      await (await ctx.orders())(OrderService.method.erasePersonalData, { accountId: task.accountId });
      return;
    }
  }
}

/** Sends a mail within the limit of its receiver. Throws when the mail must be sent later. */
async function sendMail(
  ctx: AccountContext,
  mail: MailTemplate,
  { id, limit }: { readonly id: string; readonly limit: MailLimit },
): Promise<void> {
  const token = "nonce" in mail ? await deriveMailToken(ctx, mail.nonce) : "";
  const permit =
    limit === "none"
      ? unlimitedMail
      : await countMail(ctx, mail.to, mail.about === "backInStock" ? "stock mail" : "mail");
  if (permit === undefined) {
    if (limit === "delay") throw new Error("The receiver has had the maximum of mails in this hour");
    log("warn", "mail dropped", { about: mail.about, id, traceId: ctx.trace.traceId });
    return;
  }
  const rendered = renderMail(mail, { name: ctx.config.mail.shopName, url: ctx.config.storefront }, token);
  try {
    await ctx.mailer({ ...rendered, to: mail.to, idempotencyKey: id });
  } catch (error) {
    await permit.refund();
    throw error;
  }
}

/** Returns the account's current epoch. For a deleted account, returns one that revokes all of its tokens. */
async function getEpoch(ctx: AccountContext, accountId: string): Promise<number> {
  return (await findEpoch(ctx.db, accountId)) ?? Number.MAX_SAFE_INTEGER;
}
