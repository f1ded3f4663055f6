import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { FailedChangeSchema } from "../../../../proto/gen/catalog/v1/catalog_pb.js";
import { notFound } from "../../../kit/errors/failure.ts";
import type { FailedChange } from "../../store/outbox.ts";

export function failedChangeMessage(row: FailedChange): MessageInitShape<typeof FailedChangeSchema> {
  const { id, subjectId, attempts, error, createdMs, nextAttemptMs } = row;
  return {
    id,
    subjectId,
    attemptCount: attempts,
    error,
    createTime: timestampFromMs(Number(createdMs)),
    ...(nextAttemptMs === null ? {} : { nextAttemptTime: timestampFromMs(Number(nextAttemptMs)) }),
  };
}

export const noFailedChange = () => notFound("There is no refused change with this ID", "id");
