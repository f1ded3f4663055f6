import type { FailedJob } from "../../../proto/gen/common/v1/failed_job_pb.js";

/** A failed job of a service. */
export interface JobOfSource {
  /** The global id: the source and the id in it. */
  readonly id: string;
  readonly source: "ORDER_FACT" | "CATALOG_CHANGE" | "ACCOUNT_TASK";
  readonly job: Pick<
    FailedJob,
    "type" | "subjectId" | "attemptCount" | "error" | "nextAttemptTime" | "createTime" | "payloadJson"
  >;
}
