import type { RecordDiscardedJobRequest } from "../../../proto/gen/account/v1/failed_tasks_pb.js";
import { isStaff } from "../../kit/auth/permissions.ts";
import { forbidden } from "../../kit/errors/failure.ts";
import { parseText } from "../../kit/validation/text.ts";
import { createSecurityEvent } from "../audit/security-events.ts";
import type { AccountContext } from "../context.ts";
import { maxDiscardNoteLength } from "../domain/limits.ts";
import { insertSecurityEvent } from "../store/security-events.ts";

export async function recordDiscardedJob(request: RecordDiscardedJobRequest, ctx: AccountContext) {
  if (!isStaff(ctx.identity)) throw forbidden("This account does not have the required permission");
  const note = parseText(request.note, maxDiscardNoteLength, "note");
  const { source, jobId, type, subjectId } = request;
  const detail = { source, jobId, type, ...(subjectId === "" ? {} : { subjectId }), note };
  await insertSecurityEvent(ctx.db, await createSecurityEvent(ctx, "JOB_DISCARDED", null, detail));
  return {};
}
