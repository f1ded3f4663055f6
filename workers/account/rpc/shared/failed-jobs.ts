import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { FailedJobSchema } from "../../../../proto/gen/common/v1/failed_job_pb.js";
import type { MailTemplate } from "../../mail/templates.ts";
import type { Task } from "../../outbox.ts";
import type { OutboxRow } from "../../store/outbox.ts";

/** The types of the emails of an account, for people. */
const emailTypes: Readonly<Record<MailTemplate["about"], string>> = {
  resetPassword: "email.password-reset",
  inviteStaff: "email.staff-invitation",
  verifyEmail: "email.verification",
  confirmSignIn: "email.sign-in-confirmation",
  passwordChanged: "email.password-changed",
  undoEmailChange: "email.address-change-notice",
  emailTaken: "email.address-taken",
  emailChanged: "email.address-changed",
  backInStock: "email.back-in-stock",
};

/** Converts a task to the message. The payload has no nonce, from which the token of an email is derived. */
export function toFailedJob(row: OutboxRow): MessageInitShape<typeof FailedJobSchema> {
  return {
    id: row.id,
    ...describeTask(row.task as Task),
    attemptCount: row.attempts,
    error: row.lastError ?? "",
    nextAttemptTime: timestampFromDate(row.dueAt),
    createTime: timestampFromDate(row.createdAt),
  };
}

interface TaskDescription {
  readonly type: string;
  readonly subjectId: string;
  readonly payloadJson: string;
}

function describeTask(task: Task): TaskDescription {
  const describe = (type: string, subjectId: string, payload: object): TaskDescription => ({
    type,
    subjectId,
    payloadJson: JSON.stringify(payload),
  });
  switch (task.type) {
    case "sendMail":
      return describe(emailTypes[task.letter.about], "", { to: task.letter.to });
    case "sendOrderEmail":
      return describe("email.order", task.orderId, { orderId: task.orderId, sequence: task.sequence });
    case "endSessions":
      return describe("sessions.end", task.accountId, { accountId: task.accountId });
    case "revokeTokens":
      return describe("tokens.revoke", task.accountId, { accountId: task.accountId });
    case "moveOrders": {
      const { fromAccountId, toAccountId } = task;
      return describe("orders.move", toAccountId, { fromAccountId, toAccountId });
    }
    case "eraseOrders":
      return describe("orders.erase", task.accountId, { accountId: task.accountId });
    case "cancelCarts":
      return describe("carts.cancel", task.accountId, { accountId: task.accountId });
  }
}
