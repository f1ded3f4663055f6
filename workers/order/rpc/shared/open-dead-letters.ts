import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import type { FailedJobSchema } from "../../../../proto/gen/common/v1/failed_job_pb.js";
import { Failure, notFound } from "../../../kit/errors/failure.ts";
import type { OrderContext } from "../../context.ts";
import { type DeadLetterRow, findDeadLetter } from "../../store/dead-letters.ts";

/** Converts a dead letter to the message. The body is a CloudEvents 1.0 event, unless it was malformed. */
export function toFailedJob({ id, body, receivedAt }: DeadLetterRow): MessageInitShape<typeof FailedJobSchema> {
  const event: Readonly<Record<string, unknown>> = typeof body === "object" && body !== null ? { ...body } : {};
  const { type, subject } = event;
  return {
    id,
    type: typeof type === "string" ? type.replace(/^stoa\./, "").replace(/\.v\d+$/, "") : "unknown",
    subjectId: typeof subject === "string" ? subject : "",
    // The queue does not say how often it has delivered the event.
    attemptCount: 1,
    error: "A consumer rejected the event, or failed at each delivery. The error log of the consumer has the reason.",
    createTime: timestampFromDate(receivedAt),
    payloadJson: JSON.stringify(body),
  };
}

/** Throws NOT_FOUND for an unknown dead letter, and NOT_RETRYABLE for one that was sent again or discarded. */
export async function getOpenDeadLetter(ctx: OrderContext, id: string): Promise<DeadLetterRow> {
  const row = await findDeadLetter(ctx.db, id);
  if (row === undefined) throw notFound("Failed job not found", "id");
  if (row.replayedAt !== null || row.discardedAt !== null) throw notRetryable();
  return row;
}

export function notRetryable(): Failure {
  const message = "The job is done or discarded";
  return new Failure(Code.FailedPrecondition, "NOT_RETRYABLE", message, { field: ["id"] });
}
