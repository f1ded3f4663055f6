import type { MessageInitShape } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import type { RefusalSchema } from "../../../../proto/gen/catalog/v1/catalog_pb.js";
import { Failure, invalid } from "../../../kit/errors/failure.ts";
import { maxCounts } from "../../domain/limits.ts";

const temporary: ReadonlySet<Code> = new Set([Code.Unavailable, Code.DeadlineExceeded, Code.Canceled]);

/** Throws TOO_MANY_ITEMS for a batch with more entries than one request changes. */
export function requireChanges({ length }: readonly unknown[]): void {
  const max = maxCounts.batchedChanges;
  if (length > max) throw invalid("TOO_MANY_ITEMS", `At most ${max} are allowed in one request`, "inputs");
}

/** Returns what one change of a batch returns, or why it was refused. A temporary failure fails the whole batch. */
export async function orRefusal<T extends object>(
  change: () => Promise<T>,
): Promise<T | { readonly refusal: MessageInitShape<typeof RefusalSchema> }> {
  try {
    return await change();
  } catch (error) {
    if (!(error instanceof Failure) || temporary.has(error.code)) throw error;
    const { reason, message, field } = error;
    return { refusal: { reason, message, field: [...field] } };
  }
}
