import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
  type IndexRebuildSchema,
  IndexRebuild_Status as Status,
  type SynonymGroupSchema,
} from "../../../../proto/gen/catalog/v1/search_admin_pb.js";
import type { IndexRebuildRow } from "../../store/index-rebuilds.ts";
import type { SynonymGroupRow } from "../../store/synonyms.ts";

export function toSynonymGroupMessage({
  id,
  words,
  updatedAt,
  updatedBy,
}: SynonymGroupRow): MessageInitShape<typeof SynonymGroupSchema> {
  return {
    id,
    words: [...words],
    updateTime: timestampFromDate(updatedAt),
    ...(updatedBy === null ? {} : { updatedBy }),
  };
}

const statuses = { RUNNING: Status.RUNNING, COMPLETED: Status.COMPLETED, FAILED: Status.FAILED } as const;

export function toIndexRebuildMessage(row: IndexRebuildRow): MessageInitShape<typeof IndexRebuildSchema> {
  const { id, status, productCount, processedCount, startedAt, completedAt } = row;
  return {
    id,
    status: statuses[status],
    productCount,
    processedCount,
    startTime: timestampFromDate(startedAt),
    ...(completedAt === null ? {} : { completeTime: timestampFromDate(completedAt) }),
  };
}
