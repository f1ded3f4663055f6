import { ImportService } from "../../../proto/gen/catalog/v1/imports_pb.js";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import { requirePermission } from "../../kit/auth/permissions.ts";
import type { GatewayContext } from "../context.ts";

const pageSize = 100;
const encoder = new TextEncoder();

/** Handles `GET /import/jobs/ID/failed-lines`, for catalog managers: the lines that a job rejected, to be corrected and sent again. */
export async function failedLines(request: Request, ctx: GatewayContext): Promise<Response> {
  requirePermission(ctx.caller.identity, Permission.CATALOG_WRITE);
  const [, id = ""] = /\/import\/jobs\/([^/]+)\//.exec(request.url) ?? [];
  const pages = readPages(ctx, id);
  // Reads the first page before the response, so that an unknown job has a status of its own.
  let next = await pages.next();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      if (next.done) return controller.close();
      controller.enqueue(encoder.encode(next.value));
      next = await pages.next();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "application/x-ndjson",
      "content-disposition": `attachment; filename="failed-lines.ndjson"`,
    },
  });
}

async function* readPages({ services }: GatewayContext, id: string): AsyncGenerator<string, void, undefined> {
  let pageToken = "";
  do {
    const request = { id, pageSize, pageToken, withContent: true };
    const page = await services.catalog(ImportService.method.listImportErrors, request);
    yield page.errors.map(({ content }) => (content === undefined ? "" : `${content}\n`)).join("");
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
}
