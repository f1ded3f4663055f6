import { Code } from "@connectrpc/connect";
import type { Context } from "hono";
import { ImportService } from "../../../proto/gen/catalog/v1/imports_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import { Failure } from "../../kit/errors/failure.ts";
import type { GatewayContext } from "../context.ts";
import { errorResponse } from "../http/error-response.ts";
import { rateLimitByIp } from "../middleware/rate-limit.ts";
import { acquirePermit, createRequestContext, deadlineOf, type GatewayEnv } from "../middleware/request-context.ts";
import { limits } from "../policies/limits.ts";
import { type FileLine, readFileLines } from "./file-lines.ts";

const method = ImportService.method;
const { fileBytes, fileSeconds, chunkLines, chunkBytes } = limits.import;

/** Handles `PUT /import/files/ID?token=TOKEN`: the file of an import job. The token is the permission. */
export async function importFile(c: Context<GatewayEnv>): Promise<Response> {
  const ip = await rateLimitByIp(c);
  const { body } = c.req.raw;
  if (Number(c.req.header("content-length") ?? 0) > fileBytes || body === null) {
    return errorResponse(413, "BAD_USER_INPUT", `The file must have 1 to ${fileBytes} bytes`);
  }
  const permit = acquirePermit(c, "browse");
  try {
    const ctx = await createRequestContext(c, { ip, permit, deadline: deadlineOf(c.req.raw, fileSeconds) });
    const target = { id: c.req.param("id") ?? "", token: c.req.query("token") ?? "" };
    const lineCount = await sendFile(ctx, body, target);
    if (lineCount === undefined) return errorResponse(413, "BAD_USER_INPUT", `The file exceeds ${fileBytes} bytes`);
    return Response.json({ lineCount }, { status: 201 });
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== Code.NotFound) throw error;
    return errorResponse(404, "NOT_FOUND", "No import waits for a file at this address");
  } finally {
    permit.release();
  }
}

/** Sends the lines of a file in chunks, and starts the job. Returns their number, or undefined for a file that is too large. */
async function sendFile(
  { services }: GatewayContext,
  body: ReadableStream<Uint8Array>,
  target: { readonly id: string; readonly token: string },
): Promise<number | undefined> {
  const upload = newId("imp", Date.now());
  let position = 0;
  let lineCount = 0;
  let chunk: FileLine[] = [];
  let chunkSize = 0;
  let fileSize = 0;
  const send = async () => {
    const lines = chunk.map(({ line, text, error }) => ({
      line,
      content: error === undefined ? { case: "text" as const, value: text } : { case: "error" as const, value: error },
    }));
    chunk = [];
    chunkSize = 0;
    await services.catalog(method.addImportLines, { ...target, upload, position: position++, lines });
  };
  for await (const line of readFileLines(body, limits.import.bytes)) {
    fileSize += line.bytes;
    if (fileSize > fileBytes) return undefined;
    if (line.error === undefined && line.text.trim() === "") continue;
    if (chunk.length >= chunkLines || chunkSize + line.bytes > chunkBytes) await send();
    chunk.push(line);
    chunkSize += line.bytes;
    lineCount++;
  }
  // Also for a file without lines: it shows that the token is valid.
  await send();
  await services.catalog(method.startImport, { ...target, upload, lineCount });
  return lineCount;
}
