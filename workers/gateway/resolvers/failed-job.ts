import { toDate } from "../data/mappers/protobuf.ts";
import type { FailedJobResolvers } from "../graphql/schema.generated.ts";

export const failedJob: FailedJobResolvers = {
  type: ({ job }) => job.type,
  subjectId: ({ job }) => job.subjectId || null,
  attemptCount: ({ job }) => job.attemptCount,
  error: ({ job }) => job.error,
  nextAttemptAt: ({ job }) => (job.nextAttemptTime === undefined ? null : toDate(job.nextAttemptTime)),
  createdAt: ({ job }) => toDate(job.createTime),
  payload: ({ job }) => (job.payloadJson === "" ? null : JSON.parse(job.payloadJson)),
};
