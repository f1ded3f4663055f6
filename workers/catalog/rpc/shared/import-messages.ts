import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { type ImportJobSchema, ImportJob_Status as Status } from "../../../../proto/gen/catalog/v1/imports_pb.js";
import type { ImportJobRow } from "../../store/imports.ts";

export function toImportJobMessage(row: ImportJobRow): MessageInitShape<typeof ImportJobSchema> {
  const { id, fileName, status, dryRun, lineCount, createdBy, createdAt, completedAt } = row;
  const { processedCount, createdCount, updatedCount, failedCount } = row;
  return {
    id,
    fileName,
    status: Status[status],
    dryRun,
    processedCount,
    createdCount,
    updatedCount,
    failedCount,
    createTime: timestampFromDate(createdAt),
    ...(lineCount === null ? {} : { lineCount }),
    ...(createdBy === null ? {} : { createdBy }),
    ...(completedAt === null ? {} : { completeTime: timestampFromDate(completedAt) }),
  };
}
