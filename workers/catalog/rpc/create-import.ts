import type { CreateImportRequest } from "../../../proto/gen/catalog/v1/imports_pb.js";
import { createSecret } from "../../kit/auth/random-secret.ts";
import { newId } from "../../kit/domain/ids.ts";
import { sha256Hex } from "../../kit/encoding.ts";
import { invalid } from "../../kit/errors/failure.ts";
import { parseText } from "../../kit/validation/text.ts";
import type { CatalogContext } from "../context.ts";
import { maxCounts, maxLengths } from "../domain/limits.ts";
import { insertImport } from "../store/imports.ts";
import { unwrap } from "./shared/errors.ts";
import { toImportJobMessage } from "./shared/import-messages.ts";
import { parseIdempotencyName } from "./shared/reservation-id.ts";

export async function createImport(request: CreateImportRequest, ctx: CatalogContext) {
  const { size, dryRun } = request;
  const idempotencyKey = parseIdempotencyName(request.idempotencyKey, "idempotencyKey");
  const fileName = parseText(request.fileName, maxLengths.fileName, "fileName");
  if (size < 1 || size > maxCounts.importBytes) {
    throw invalid("INVALID_SIZE", `A file must have 1 to ${maxCounts.importBytes} bytes`, "size");
  }
  const uploadToken = createSecret();
  const job = unwrap(
    await insertImport(ctx.db, {
      id: newId("imp", ctx.now()),
      createdBy: ctx.identity.accountId ?? null,
      idempotencyKey,
      requestHash: JSON.stringify([fileName, size, dryRun]),
      fileName,
      size,
      dryRun,
      uploadTokenHash: await sha256Hex(uploadToken),
    }),
  );
  return { job: toImportJobMessage(job), uploadToken: job.status === "WAITING_FOR_FILE" ? uploadToken : "" };
}
